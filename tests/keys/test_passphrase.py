"""From a passphrase to keys: the same on every keyboard, hard to guess, never many at once."""

from __future__ import annotations

import hashlib
import hmac
import threading
import unicodedata
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from ledger.keys import passphrase
from ledger.keys.passphrase import STRONG, WEAK, ArgonProfile, Lane, Root, calibrate, new_salt, stretch
from ledger.keys.trouble import TooBusy

SALT = b"sixteen bytes ok"


def test_the_library_computes_argon2id_as_its_standard_says() -> None:
    """RFC 9106 section 5.3, with its secret and associated data, which the ledger does not use."""
    kdf = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    )
    tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert kdf.derive(b"\x01" * 32).hex() == tag


@pytest.mark.parametrize(
    ("lanes", "secret"),
    [
        (1, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
        (2, "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
    ],
)
def test_a_passphrase_is_stretched_as_the_reference_program_does(lanes: int, secret: str) -> None:
    """The Argon2 authors' own vectors: two passes over 256 KiB."""
    assert stretch("password", b"somesalt", ArgonProfile(256, 2, lanes)).secret.hex() == secret


def test_the_strong_profile_is_the_second_recommended() -> None:
    """RFC 9106 section 4: 64 MiB, three passes, four lanes."""
    assert ArgonProfile(65_536, 3, 4) == STRONG


@given(st.text(min_size=1, max_size=20))
def test_two_keyboards_write_one_passphrase(typed: str) -> None:
    """Composed or decomposed, the root is the same; another salt or another letter makes another."""
    root = stretch(unicodedata.normalize("NFC", typed), SALT, WEAK)
    assert stretch(unicodedata.normalize("NFD", typed), SALT, WEAK) == root
    assert stretch(typed, SALT[::-1], WEAK) != root
    assert stretch(typed + "x", SALT, WEAK) != root


def test_verifier_and_wrapping_key_are_derived_apart() -> None:
    """HKDF-SHA256 (RFC 5869) written out with the standard library; what is stored is a hash of the verifier."""
    root = Root(b"r" * 32)
    extracted = hmac.digest(bytes(32), root.secret, "sha256")
    assert root.kek() == hmac.digest(extracted, b"kek\x01", "sha256")
    assert root.verifier() == hashlib.sha256(hmac.digest(extracted, b"auth\x01", "sha256")).digest()


def test_only_the_same_passphrase_proves_itself() -> None:
    """The stored verifier fits its own root and no other, and is not the wrapping key."""
    root, other = stretch("one passphrase", SALT, WEAK), stretch("other passphrase", SALT, WEAK)
    assert root.proves(root.verifier())
    assert not other.proves(root.verifier())
    assert not root.proves(root.kek())
    assert not root.proves(b"")


def test_a_root_does_not_show_its_secret() -> None:
    """Not in an error page, not in a log line."""
    assert "secret" not in repr(Root(b"secret"))


def test_salts_are_fresh() -> None:
    """Sixteen bytes, never the same."""
    salts = {new_salt() for _ in range(50)}
    assert (len(salts), {len(salt) for salt in salts}) == (50, {16})


def test_calibration_adds_passes_until_a_run_is_slow_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine where a pass takes a tenth of a second, four are enough; memory and lanes stay."""
    now = 0.0

    def take_time(_typed: str, _salt: bytes, profile: ArgonProfile) -> Root:
        nonlocal now
        now += profile.iterations * 0.101
        return Root(b"")

    monkeypatch.setattr(passphrase, "stretch", take_time)
    monkeypatch.setattr("ledger.keys.passphrase.time.perf_counter", lambda: now)
    assert calibrate() == ArgonProfile(65_536, 4, 4)
    assert calibrate(ArgonProfile(65_536, 9, 4)) == ArgonProfile(65_536, 9, 4)


@pytest.fixture
def full() -> Iterator[Lane]:
    """A lane of one place, taken by another thread for as long as the test lasts."""
    lane, taken, over = Lane(1, 0.01), threading.Event(), threading.Event()

    def hold() -> None:
        with lane.pass_through():
            taken.set()
            over.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(10)
    yield lane
    over.set()
    holder.join(10)


def test_a_full_lane_refuses_after_its_patience(full: Lane) -> None:
    """The refusal says to try again, and another lane is not touched by it."""
    with pytest.raises(TooBusy, match="Try again"), full.pass_through():
        pytest.fail("two in one place")
    with Lane(1, 0.0).pass_through():
        pass


def test_a_place_is_free_again_after_a_failure() -> None:
    """What goes wrong inside gives its place back."""
    lane = Lane(1, 0.01)
    with pytest.raises(ZeroDivisionError), lane.pass_through():
        raise ZeroDivisionError
    with lane.pass_through():
        pass


def test_known_browsers_and_strangers_do_not_share_places() -> None:
    """A flood of strangers leaves the others' lane free."""
    assert passphrase.KNOWN_BROWSERS is not passphrase.STRANGERS
    with passphrase.STRANGERS.pass_through(), passphrase.KNOWN_BROWSERS.pass_through():
        pass
