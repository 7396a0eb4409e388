"""What a beneficiary's own statement may show."""

from __future__ import annotations

import pytest

from ledger.errors import Refusal
from ledger.reference import new_payment_code, new_reference
from ledger.vault.rules.neutral import TELLING, refuse_telling

NAMES = ("Lantern Relief Fund e.V.", "lantern.example/books")


@pytest.mark.parametrize(
    "text", ["Invoice 4411", "Rent May", "migrant workshop", "Übersetzung 7", "支付 租金", "Consulting", "Aluguel"]
)
def test_what_anybody_might_be_paid_for_is_taken(text: str) -> None:
    """In any language; a telling word inside another does not count."""
    refuse_telling(text, NAMES, "x")


@pytest.mark.parametrize("word", TELLING)
def test_each_telling_word_is_refused(word: str) -> None:
    """At the beginning of a word, whatever its case."""
    with pytest.raises(Refusal) as refusal:
        refuse_telling(f"For {word.upper()}s 2026", (), "statement_reference")
    assert refusal.value.field == "statement_reference"


@pytest.mark.parametrize("text", ["LANTERN", "from lantern.example/books", "Relief 4", "Lantérn", "fund"])
def test_the_organisation_is_not_named(text: str) -> None:
    """Neither whole nor by one of its words, marks or not."""
    with pytest.raises(Refusal, match="names the organisation"):
        refuse_telling(text, NAMES, "x")


@pytest.mark.parametrize("letter", ["A", "B", "D", "H", "P", "R"])
def test_a_reference_of_ours_is_refused(letter: str) -> None:
    """With its hyphens or without, alone or in a sentence, mistyped or not."""
    reference = new_reference(letter)
    for text in (
        reference,
        reference.lower(),
        f"for {reference}.",
        reference.replace("-", ""),
        f"{letter}-0000-0000-X",
    ):
        with pytest.raises(Refusal, match="reference of the ledger"):
            refuse_telling(text, (), "x")


def test_a_code_of_a_payment_tells_nothing() -> None:
    """Twelve digits, another each time."""
    codes = {new_payment_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert len(code) == 12
        assert code.isdigit()
        refuse_telling(code, NAMES, "x")
