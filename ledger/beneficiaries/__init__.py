"""Pseudonyms, households, coarse profiles."""
