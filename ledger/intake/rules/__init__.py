"""Reading files of past awards and judging every row: what can be taken, and why the rest cannot. Pure."""
