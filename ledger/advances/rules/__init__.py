"""Stages of an advance, and how old an open one is. Pure."""
