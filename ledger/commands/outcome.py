"""How a command ends."""

from __future__ import annotations

DONE, FINDINGS, CANNOT = 0, 1, 2


class Failure(Exception):  # noqa: N818 - the command's own word
    """The command could not do its work; the message is one sentence that says why and what to do."""
