"""A person's keys: made once, stored under their passphrase, opened for one request."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.keys import sshsig
from ledger.keys.passphrase import Root
from ledger.keys.personal import PersonalKeys, Unlocked, WrappedKeys, seal, unseal
from ledger.keys.trouble import WrongKey

ROOT = Root(b"r" * 32)
AMINA, CARLA = UUID(int=1), UUID(int=2)


def private_halves(keys: PersonalKeys) -> tuple[bytes, bytes, bytes]:
    """Everything that must not be seen."""
    return keys.signing.private_bytes_raw(), keys.reading.private_bytes_raw(), keys.seed


def test_keys_come_back_as_they_were_sealed() -> None:
    """Both private keys and the seed, byte for byte."""
    keys = PersonalKeys.fresh()
    assert private_halves(unseal(seal(keys, ROOT, AMINA), ROOT, AMINA)) == private_halves(keys)


def test_fresh_keys_are_nobody_elses() -> None:
    """Nothing is shared between two people, nor between the keys of one."""
    halves = [*private_halves(PersonalKeys.fresh()), *private_halves(PersonalKeys.fresh())]
    assert len(set(halves)) == 6
    assert [len(half) for half in halves] == [32, 32, 20] * 2


def test_another_passphrase_or_person_opens_nothing() -> None:
    """Neither a guess nor a row moved to somebody else's account."""
    wrapped = seal(PersonalKeys.fresh(), ROOT, AMINA)
    with pytest.raises(WrongKey):
        unseal(wrapped, Root(b"s" * 32), AMINA)
    with pytest.raises(WrongKey):
        unseal(wrapped, ROOT, CARLA)


@pytest.mark.parametrize(("one", "other"), [("signing", "reading"), ("reading", "seed"), ("seed", "signing")])
def test_a_key_cannot_take_anothers_place(one: str, other: str) -> None:
    """Every wrap is bound to its use, also for the same person and passphrase."""
    wrapped = seal(PersonalKeys.fresh(), ROOT, AMINA)
    swapped: WrappedKeys = replace(wrapped, **{one: getattr(wrapped, other)})
    with pytest.raises(WrongKey):
        unseal(swapped, ROOT, AMINA)


def test_wrapped_keys_hold_nothing_in_clear() -> None:
    """What a seized database would show."""
    keys = PersonalKeys.fresh()
    wrapped = seal(keys, ROOT, AMINA)
    stored = wrapped.signing + wrapped.reading + wrapped.seed
    assert not [half for half in private_halves(keys) if half in stored]


def test_public_halves_are_raw_and_belong_to_the_private_ones() -> None:
    """Thirty-two bytes each, the last ones of their standard encodings (RFC 8410)."""
    keys = PersonalKeys.fresh()
    for private, public in ((keys.signing, keys.signing_public), (keys.reading, keys.reading_public)):
        encoded = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        assert (len(public), encoded[-32:]) == (32, public)


def test_keys_do_not_show_their_secrets() -> None:
    """Not in an error page, not in a log line."""
    keys = replace(PersonalKeys.fresh(), seed=b"telltale")
    assert "telltale" not in repr(Unlocked(AMINA, keys))


def test_an_unlocked_person_signs_decisions() -> None:
    """In the namespace of decisions, under the fingerprint that the registry holds."""
    unlocked = Unlocked(AMINA, PersonalKeys.fresh())
    signature = unlocked.sign(b"yes to exactly this")
    sshsig.verify(unlocked.keys.signing_public, b"yes to exactly this", signature, sshsig.DECISION)
    assert unlocked.fingerprint == sshsig.fingerprint(unlocked.keys.signing_public)
