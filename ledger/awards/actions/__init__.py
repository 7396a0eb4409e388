"""What is done to awards: proposing, carrying out what was signed, recognising, giving up."""
