"""Keys as `ssh-keygen` reads them: each with its purposes and the times between which it was in force."""

from __future__ import annotations

from datetime import timedelta

from ledger.exports.signed_files import allowed_signers, consents
from ledger.keys.sshsig import public_line
from tests.builders import World
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
