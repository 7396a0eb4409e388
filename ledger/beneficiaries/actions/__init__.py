"""Registering, recording details and consent, erasing."""
