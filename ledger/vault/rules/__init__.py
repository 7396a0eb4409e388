"""What holds about sealed things, without a database."""
