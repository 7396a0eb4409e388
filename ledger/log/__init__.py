"""The append-only record of everything (docs/log-format.md): entries, tiles, checkpoints."""
