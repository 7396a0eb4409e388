"""Splits, tables and checks of the treasury. Pure."""
