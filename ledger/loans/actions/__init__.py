"""What becomes of a loan. One verb a function; the books follow in the same unit of work."""
