"""How figures of the books become those of a report. Pure."""
