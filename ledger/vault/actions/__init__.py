"""Sealing, opening, granting, renewing, erasing."""
