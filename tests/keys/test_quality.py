"""Which passphrases are good enough."""

from __future__ import annotations

import hashlib
import re
import threading

import pytest

from ledger.keys import quality
from ledger.keys.quality import WeakPassphrase, judge, suggest


def full_width(text: str) -> str:
    """Write ASCII as an East Asian keyboard may."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def test_what_is_offered_is_good_enough() -> None:
    """Five groups of four, a hundred random bits, never the same."""
    offered = {suggest() for _ in range(50)}
    assert len(offered) == 50
    for passphrase in offered:
        assert re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}", passphrase)
        judge(passphrase, [])


@pytest.mark.parametrize(
    "passphrase",
    ["seven herons over a quiet estuary", "سبعة طيور فوق النهر الهادئ", "семь цапель над рекой", "kdmwqxbzrtplhgv"],
)
def test_no_rule_of_composition_is_asked(passphrase: str) -> None:
    """Small letters only, any script, spaces."""
    judge(passphrase, ["Ama Boateng"])


@pytest.mark.parametrize(("length", "right"), [(14, False), (15, True), (128, True), (129, False)])
def test_lengths_are_counted_to_the_character(length: int, right: bool) -> None:
    """From 15 to 128, both included; the reason names the number."""
    passphrase = (hashlib.sha512(b"one").hexdigest() + hashlib.sha512(b"two").hexdigest())[:length]
    if right:
        judge(passphrase, [])
    else:
        with pytest.raises(WeakPassphrase, match="at least 15" if length < 20 else "at most 128"):
            judge(passphrase, [])


def test_a_score_of_three_is_enough() -> None:
    """Two words that nobody puts together: a hundred million guesses, each of which costs an Argon2 run."""
    assert quality.zxcvbn("sunflower monday")["score"] == 3
    judge("sunflower monday", [])


@pytest.mark.parametrize(
    "common", ["passwordpassword1", "qwertyuiop123456", "aaaaaaaaaaaaaaaaaaaa", "1234567890123456"]
)
def test_common_ones_are_refused_on_every_keyboard(common: str) -> None:
    """Also in full-width letters, which are stretched to the same keys as plain ones."""
    for typed in (common, full_width(common)):
        with pytest.raises(WeakPassphrase, match="easily guessed"):
            judge(typed, [])


def test_a_length_is_that_of_what_is_stretched() -> None:
    """Eight letters with their accents apart are eight, not sixteen."""
    apart = "e\u0301o\u0308a\u0300" * 2 + "n\u0303"
    assert len(apart + "y\u0301") == 16
    with pytest.raises(WeakPassphrase, match="at least 15"):
        judge(apart + "y\u0301", [])


@pytest.mark.parametrize("typed", ["Zylphora Quenthal", "zylphora quenthal", "quenthalzylphora"])
def test_ones_own_name_is_refused_in_any_order(typed: str) -> None:
    """The same words are good enough for somebody who is called otherwise."""
    judge(typed, ["Ama Boateng"])
    with pytest.raises(WeakPassphrase, match="easily guessed"):
        judge(typed, ["Zylphora Quenthal"])


def test_hints_of_one_person_do_not_reach_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps hints for the whole process, so that two judgements never run at once."""
    inside, most = 0, 0
    gate = threading.Event()

    def watched(*_words: object, **_options: object) -> dict[str, int]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        gate.wait(0.02)
        inside -= 1
        return {"score": 4}

    monkeypatch.setattr(quality, "zxcvbn", watched)
    judges = [threading.Thread(target=judge, args=("seven herons over", [])) for _ in range(4)]
    for one in judges:
        one.start()
    for one in judges:
        one.join(10)
    assert most == 1
