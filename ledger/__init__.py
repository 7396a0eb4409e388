"""Almoner: the disbursement ledger. The kernel stands in modules, the story in slices (docs/architecture.md)."""
