"""Keys as `ssh-keygen` reads them: each with its purposes and the times between which it was in force."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from audit.__main__ import main as verify
from ledger.actor import SYSTEM, Role
from ledger.exports.bundle import write_bundle
from ledger.exports.signed_files import allowed_signers, consents
from ledger.keys.logkey import LogKey
from ledger.keys.sshsig import public_line
from ledger.staff.rules.grants import End
from tests.builders import World, sign
from tests.staff.enrolling import door, enrolled_again, proposed_reset, proposed_roles
from tests.vault.sealed import asked, consented, shown, somebody

PURPOSES = "decision@almoner.v1,envelope@almoner.v1,consent@almoner.v1,lift@almoner.v1"


def test_a_changed_key_ends_when_the_next_one_begins(world: World) -> None:
    """In the order of the log: the founding's people first, a new key at the end."""
    person = str(world.actors["deniz"].id)
    world.clock.move(timedelta(days=2))
    with world.store.work(world.actors["carla"]) as work:
        keys = {"signing_key": public_line(b"\x07" * 32), "reading_key": "07" * 32}
        work.record("person.key_changed", [person], person=person, proposal=person, **keys)
    with world.store.reading() as session:
        lines = allowed_signers(session).decode().splitlines()
    assert len(lines) == len(world.actors) + 1
    former, latest = (line for line in lines if line.startswith(person))
    assert lines[-1] == latest
    head = f'{person} namespaces="{PURPOSES}",valid-after='
    assert former.startswith(f'{head}"20260105090000Z",valid-before="20260107090000Z" ssh-ed25519 ')
    assert latest == f'{head}"20260107090000Z" {public_line(bytes([7]) * 32)}'
    assert [line.split()[0] for line in lines[:-1]] == [str(world.actors[name].id) for name in world.people]
    assert all("valid-before" not in line for line in lines if line != former)


def test_a_consent_is_kept_as_it_was_signed(world: World) -> None:
    """Both files under the id of the opening, whatever became of it."""
    who = somebody(world)
    opening = asked(world, "amina", who)
    consented(world, "deniz", opening)
    shown(world, "amina", opening)
    with world.store.reading() as session:
        files = dict(consents(session))
    assert list(files) == [f"consents/{opening}.json", f"consents/{opening}.json.sig"]
    assert f'"opening":"{opening}"'.encode() in files[f"consents/{opening}.json"]
    assert files[f"consents/{opening}.json.sig"].startswith(b"-----BEGIN SSH SIGNATURE-----")


def test_a_bundle_verifies_after_keys_were_changed_and_roles_ended(
    lived_once: World, key: LogKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the verifier and by ssh-keygen alike: what the former key signed before still counts."""
    one = enrolled_again(lived_once, "carla")
    sign(lived_once, "deniz", proposed_reset(lived_once, one))
    lived_once.clock.move(timedelta(minutes=1))
    lived_once.signers["carla"] = door(lived_once).unlock(lived_once.actors["carla"].id, one.proof(lived_once)).unlocked
    over = lived_once.clock.now().date() - timedelta(days=1)
    sign(lived_once, "carla", proposed_roles(lived_once, "bao", ended=[End(Role.FINANCE, over)]))
    write_bundle(lived_once.store, key, SYSTEM, tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0, capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        listing = bundle.read("data/tables/user_listing.csv").decode()
        bundle.extractall(tmp_path)
    assert f",finance,2026-01-01,{over}\n" in listing
    carla, signers = str(lived_once.actors["carla"].id), tmp_path / "data/keys/allowed_signers"
    assert signers.read_text().count(carla) == 2
    signed = [path for path in (tmp_path / "data/decisions").glob("*.json") if path.stem.endswith(carla)]
    keys = set()
    for path in signed:
        said = json.loads(path.read_bytes())
        keys.add(said["key"])
        words = ["-Y", "verify", "-f", str(signers), "-I", carla, "-n", "decision@almoner.v1", "-s", f"{path}.sig"]
        when = f"-Overify-time={re.sub('[-:T]', '', said['at'])}"
        subprocess.run(["ssh-keygen", *words, when], input=path.read_bytes(), check=True, capture_output=True)
    assert len(keys) == 2
