"""The two-person heart: proposals, decisions as signatures over exact bytes, policy."""
