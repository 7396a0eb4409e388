"""What may be agreed about a fund. Pure."""
