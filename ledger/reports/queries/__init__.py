"""Reading the books for reports, in SQL: nothing here loads a whole table."""
