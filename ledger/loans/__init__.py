"""Micro-loans: lent through a run as every payment, paid back without interest, and what becomes of the rest."""
