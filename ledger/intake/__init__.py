"""What comes in by file: past awards, by dry run, proposal and two signatures."""
