"""Saying who pays from which account, and what table an operator takes."""
