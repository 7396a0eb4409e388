"""Proposing a file of past awards, and taking it in when two have signed."""
