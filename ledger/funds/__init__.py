"""Donors, funds, contributions."""
