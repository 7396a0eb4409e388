"""Verifies a damaged bundle and says which rules found something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audit.note import VerifierKey
from audit.verify import Report, verify
from tests.audit import bundles

Damage = Callable[[bundles.Files], object]


def report_on(folder: Path, files: bundles.Files, since: bytes | None = None, key: str | None = None) -> Report:
    """Verify a payload in a bag of its own."""
    given = None if key is None else VerifierKey.parse(key)
    return verify(bundles.write_zip(folder / "bundle.zip", files), given, since)


def told(report: Report, rule: str) -> str:
    """Return the messages under a rule, and make sure that no other rule found anything."""
    assert set(report.findings.found) == {rule}, report.findings.kept
    return "\n".join(one.message for one in report.findings.kept)


def find(folder: Path, damage: Damage, rule: str) -> str:
    """Damage a sound payload, put it in a new bag, and return what is found under the one rule."""
    files = bundles.sound()
    damage(files)
    return told(report_on(folder, files), rule)


def swap(name: str, old: bytes, new: bytes) -> Damage:
    """Return a damage that changes one place in a file."""

    def damage(files: bundles.Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return damage


def without(name: str) -> Damage:
    """Return a damage that removes a file."""
    return lambda files: files.pop(name)


def added(name: str, content: bytes) -> Damage:
    """Return a damage that adds or replaces a file."""
    return lambda files: files.update({name: content})
