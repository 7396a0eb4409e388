"""Compartments, envelopes, openings, erasure, duplicate hints."""
