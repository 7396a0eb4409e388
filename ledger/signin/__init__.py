"""People, their accounts and keys, how they sign in and what their sessions hold."""
