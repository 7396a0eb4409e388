"""Founding the organisation: its first people, their keys and roles, the first policy."""
