"""Cash through an intermediary: who they are, what they were advanced, and how it is cleared."""
