"""What must be true of statements and of how their lines are used. Pure."""
