"""Who may hold which roles together, when an organisation can still work, and which policies can be carried out."""
