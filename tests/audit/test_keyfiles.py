"""Keys and decisions as files: what other tools check is what stands in the log."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from audit.keyfiles import DECISIONS, SIGNERS
from tests.audit import bundles
from tests.audit.finding import Damage, added, find, swap, without

SOUND = bundles.sound()
FIRST = min(name for name in SOUND if name.startswith(DECISIONS))
LINE = SOUND[SIGNERS].splitlines(keepends=True)[0]

DAMAGES: dict[str, tuple[Damage, str]] = {
    "a key lost": (swap(SIGNERS, LINE, b""), "lacks the key of"),
    "a key added": (added(SIGNERS, SOUND[SIGNERS] + LINE.replace(b"decision@", b"file@")), "not in the log"),
    "another identity": (swap(SIGNERS, LINE[:8], b"*       "), "lacks the key of"),
    "no signers": (without(SIGNERS), "is missing"),
    "a decision changed": (swap(FIRST, b"{", b"{ "), "is not what the log holds"),
    "a signature changed": (swap(f"{FIRST}.sig", b"\n", b"\r\n"), "is not what the log holds"),
    "a decision lost": (without(FIRST), "is not what the log holds"),
    "a decision added": (added(f"{DECISIONS}more.json", b"{}"), "is no decision in the log"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_file_that_differs_from_the_log_is_found(tmp_path: Path, name: str) -> None:
    """Whoever checks signatures with other tools must check those of the log."""
    damage, words = DAMAGES[name]
    assert words in find(tmp_path, damage, "signature")


def test_ssh_keygen_accepts_every_decision_of_a_sound_bundle(tmp_path: Path) -> None:
    """The second way of the bundle's own instructions, by a tool that nobody here wrote."""
    tool = shutil.which("ssh-keygen")
    if tool is None:
        pytest.skip("ssh-keygen is not on this machine")
    bundles.write_folder(tmp_path, SOUND)
    for name in (one for one in SOUND if one.startswith(DECISIONS) and one.endswith(".json")):
        person = name.removesuffix(".json")[-36:]
        words = ["-Y", "verify", "-f", str(tmp_path / SIGNERS), "-I", person, "-n", "decision@almoner.v1"]
        done = subprocess.run([tool, *words, "-s", str(tmp_path / f"{name}.sig")], input=SOUND[name], check=False)
        assert done.returncode == 0
