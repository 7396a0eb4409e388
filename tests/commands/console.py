"""A command line before a home, with the identities of its outsiders as files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.commands import main
from tests.backups.kept import House


@dataclass
class Console:
    """A home, the identities of its outsiders as files, and a command line before it."""

    house: House
    home: Path
    folder: Path
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def run(self, *words: str | Path, home: Path | None = None, typed: str = "") -> tuple[int, str, str]:
        """Run a command and return its code, what it said, and what it complained of."""
        self.patch.setenv("ALMONER_HOME", str(home or self.home))
        self.patch.setattr("sys.stdin", io.StringIO(typed))
        self.screen.readouterr()
        code = main([str(word) for word in words])
        said = self.screen.readouterr()
        return code, said.out, said.err

    def identities(self, *which: int) -> list[str]:
        """The option that names the files of outsiders; a third one is a stranger's."""
        return [word for one in which for word in ("--identity", str(self.folder / f"{one}.txt"))]

    @property
    def backups(self) -> tuple[Path, Path]:
        """The two files of the one backup that was made."""
        ledger, sealed = sorted(self.folder.glob("archive-*.age"))
        return ledger, sealed


def one_sentence(code: int, said: str, complaint: str) -> str:
    """Hold an answer to what every command promises when it cannot: code 2, one line, no traceback."""
    assert code == 2
    assert said == ""
    assert complaint.count("\n") == 1
    assert "AGE-SECRET-KEY" not in complaint
    return complaint
