"""What waits for each person, most urgent first."""
