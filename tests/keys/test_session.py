"""Session secrets: the database alone opens nothing, nor does the cookie, nor both after a restart."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.keys.session import BootSecret, new_token, open_for_session, seal_for_session, token_hash
from ledger.keys.trouble import WrongKey

BOOT = BootSecret(b"b" * 32)


@given(st.binary(max_size=64), st.uuids())
def test_a_session_opens_what_was_sealed_into_it(secret: bytes, person: object) -> None:
    """With its cookie, under its start, for its person."""
    token = new_token()
    assert open_for_session(token, BOOT, seal_for_session(token, BOOT, secret, str(person)), str(person)) == secret


def test_cookie_start_and_person_are_all_needed() -> None:
    """Any other of the three, and it stays shut."""
    token = new_token()
    sealed = seal_for_session(token, BOOT, b"reading key", "amina")
    for cookie, boot, person in (
        (new_token(), BOOT, "amina"),
        (token, BootSecret(), "amina"),
        (token, BOOT, "carla"),
        ("", BOOT, "amina"),
    ):
        with pytest.raises(WrongKey):
            open_for_session(cookie, boot, sealed, person)


def test_what_the_row_holds_opens_nothing() -> None:
    """A seized row has the token's hash and the name of the start; neither stands for what it was made from."""
    token = new_token()
    sealed = seal_for_session(token, BOOT, b"reading key", "amina")
    with pytest.raises(WrongKey):
        open_for_session(token_hash(token).hex(), BOOT, sealed, "amina")
    with pytest.raises(WrongKey):
        open_for_session(token, BootSecret(BOOT.identity.encode()), sealed, "amina")


def test_tokens_have_thirty_two_random_bytes() -> None:
    """Written so that a cookie can hold them."""
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_a_token_is_stored_as_its_hash() -> None:
    """Under a heading of its own."""
    assert token_hash("token") == hashlib.sha256(b"almoner token|token").digest()


def test_every_start_has_its_own_secret() -> None:
    """Its name says which start it is, and does not hold the secret."""
    one, other = BootSecret(), BootSecret()
    assert len(one.secret) == 32
    assert one.secret != other.secret
    assert one.identity != other.identity
    assert BootSecret(one.secret).identity == one.identity
    assert one.secret.hex()[:16] not in one.identity


def test_a_boot_secret_is_not_shown() -> None:
    """Not in an error page, not in a log line."""
    assert "bbbb" not in repr(BOOT)


def test_keys_of_one_start_are_apart() -> None:
    """Each use has its own, the same for as long as the server runs, and another after."""
    assert BOOT.derive("decoy") == BOOT.derive("decoy")
    assert len({BOOT.derive("decoy"), BOOT.derive("form tokens"), BootSecret().derive("decoy"), BOOT.secret}) == 4
