"""What can be wrong with a bundle before anything in it can be judged."""

from __future__ import annotations


class CannotRead(Exception):  # noqa: N818 - the sentence says what cannot be done
    """The bundle as a whole cannot be read, or must not be: exit code 2."""


class Unreadable(Exception):  # noqa: N818 - the sentence says what it is
    """One file of the bundle is missing or damaged: a finding."""
