"""What an accountant reads: trial balance, account statements, sub-ledgers with their ties, a fund's statement."""
