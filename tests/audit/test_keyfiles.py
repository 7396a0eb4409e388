"""Keys and decisions as files: what other tools check is what stands in the log."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from audit.keyfiles import CONSENTS, DECISIONS, SIGNERS, stamp
from tests.audit import bundles
from tests.audit.finding import Damage, added, find, swap, without

SOUND = bundles.sound()
FIRST = min(name for name in SOUND if name.startswith(DECISIONS))
CONSENT = min(name for name in SOUND if name.startswith(CONSENTS))
LINE, SECOND = SOUND[SIGNERS].splitlines(keepends=True)[:2]
ENDED = next(line for line in SOUND[SIGNERS].splitlines() if b"valid-before" in line)

DAMAGES: dict[str, tuple[Damage, str]] = {
    "a key lost": (swap(SIGNERS, LINE, b""), "lacks the key of"),
    "a key added": (added(SIGNERS, SOUND[SIGNERS] + LINE.replace(b"decision@", b"file@")), "not in the log"),
    "a key twice": (added(SIGNERS, SOUND[SIGNERS] + LINE), "not in the log"),
    "keys in another order": (swap(SIGNERS, LINE + SECOND, SECOND + LINE), "not in the order of the log"),
    "a changed key still in force": (
        swap(SIGNERS, ENDED, re.sub(rb',valid-before="\d+Z"', b"", ENDED)),
        "lacks the key",
    ),
    "a key before its time": (swap(SIGNERS, b'valid-after="2026', b'valid-after="2025'), "lacks the key of"),
    "another identity": (swap(SIGNERS, LINE[:8], b"*       "), "lacks the key of"),
    "no signers": (without(SIGNERS), "is missing"),
    "a decision changed": (swap(FIRST, b"{", b"{ "), "is not what the log holds"),
    "a signature changed": (swap(f"{FIRST}.sig", b"\n", b"\r\n"), "is not what the log holds"),
    "a decision lost": (without(FIRST), "is not what the log holds"),
    "a decision added": (added(f"{DECISIONS}more.json", b"{}"), "is nothing that the log holds"),
    "a consent changed": (swap(CONSENT, b"{", b"{ "), "is not what the log holds"),
    "a consent's signature changed": (swap(f"{CONSENT}.sig", b"\n", b"\r\n"), "is not what the log holds"),
    "a consent lost": (without(CONSENT), "is not what the log holds"),
    "a consent added": (added(f"{CONSENTS}more.json", b"{}"), "is nothing that the log holds"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_file_that_differs_from_the_log_is_found(tmp_path: Path, name: str) -> None:
    """Whoever checks signatures with other tools must check those of the log."""
    damage, words = DAMAGES[name]
    assert words in find(tmp_path, damage, "signature")


def signed_under(name: str, time: str | None) -> bool:
    """Ask ssh-keygen whether a file of the sound bundle in this folder was signed, at a time or now."""
    said = json.loads(SOUND[name])
    namespace = "consent@almoner.v1" if name.startswith(CONSENTS) else "decision@almoner.v1"
    words = ["-Y", "verify", "-f", SIGNERS, "-I", said["person"], "-n", namespace, "-s", f"{name}.sig"]
    when = [] if time is None else [f"-Overify-time={time}"]
    done = subprocess.run(["ssh-keygen", *words, *when], input=SOUND[name], check=False, capture_output=True)
    return done.returncode == 0


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine")
def test_ssh_keygen_accepts_everything_signed_in_a_sound_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second way of the bundle's own instructions, by a tool that nobody here wrote: as of when it was signed."""
    bundles.write_folder(tmp_path, SOUND)
    monkeypatch.chdir(tmp_path)
    names = [one for one in SOUND if one.startswith((DECISIONS, CONSENTS)) and one.endswith(".json")]
    for name in names:
        assert signed_under(name, stamp(json.loads(SOUND[name])["at"])), name
    changed = [name for name in names if not signed_under(name, None)]
    former = {json.loads(SOUND[name])["person"] for name in changed}
    assert former == {ENDED.split()[0].decode()}, "a key that was changed since holds for nothing new"
