"""Registering an intermediary; proposing, paying, charging, clearing and writing off an advance."""
