"""Statements of cash accounts: what banks say happened, matched to what was meant to happen."""
