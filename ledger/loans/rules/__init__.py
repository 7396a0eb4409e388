"""Which repayment falls to which due day, and what a portfolio of loans is worth saying. Pure."""
