"""Runs, release, and what became of each disbursement."""
