"""Session secrets: cookies that cannot be guessed, kept as hashes, and a secret that ends with the server."""

from __future__ import annotations

import base64
import hashlib

import pytest

from ledger.keys.session import BootSecret, new_token, open_for_browser, seal_for_browser, token_hash
from ledger.keys.trouble import WrongKey

BOOT = BootSecret(b"b" * 32)


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


def test_what_a_browser_keeps_opens_for_its_owner_its_use_and_this_start_only() -> None:
    """Neither a stolen database nor another start opens it; nor does it stand in another's place."""
    value = seal_for_browser(BOOT, b"a seed", "begin", "picture")
    assert open_for_browser(BOOT, value, "begin", "picture") == b"a seed"
    assert b"a seed" not in base64.urlsafe_b64decode(value)
    for boot, owner, use in (
        (BootSecret(), "begin", "picture"),
        (BOOT, "other", "picture"),
        (BOOT, "begin", "other"),
    ):
        with pytest.raises(WrongKey):
            open_for_browser(boot, value, owner, use)


@pytest.mark.parametrize("value", ["", "x", "AAAA", "not base64!", "\u00e9", "A" * 200])
def test_what_a_browser_invents_opens_nothing(value: str) -> None:
    """A cookie may hold anything."""
    with pytest.raises(WrongKey):
        open_for_browser(BOOT, value, "begin", "picture")
