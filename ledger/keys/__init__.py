"""The only room with cryptography in it: passphrases, personal keys, signatures, one-time codes, sessions, the log key."""
