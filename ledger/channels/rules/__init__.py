"""Profiles of tables, read from what finance types. Pure."""
