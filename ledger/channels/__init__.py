"""The organisation's own side of each channel: who pays from which account, and what table an operator takes."""
