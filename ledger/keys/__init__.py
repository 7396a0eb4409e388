"""The only room with cryptography in it: passphrases, keys, signatures, one-time codes, sessions."""
