"""Stages of runs and disbursements, and what exactly a run's signature covers. Pure."""
