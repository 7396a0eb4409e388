"""Awards from draft to completion, and their instalments."""
