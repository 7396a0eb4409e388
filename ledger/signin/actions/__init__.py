"""Registering people, signing in and out, unlocking keys, changing what proves who one is."""
