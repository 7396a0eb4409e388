"""Reading the vault: what is believed only where the log says so, who holds what, what waits."""
