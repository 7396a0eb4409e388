"""Reading who is here, who is invited, and what stewards have proposed."""
