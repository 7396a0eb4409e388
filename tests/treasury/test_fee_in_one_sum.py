"""A bank that takes its fee together with a payment, in one line of the statement."""

from __future__ import annotations

from uuid import UUID

from ledger.books.queries import JournalLine, lines_of_entry
from ledger.disbursements.models import DisbursementStage
from ledger.disbursements.queries import payment_code
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.work import Work
from tests.agreement.comparing import compare
from tests.builders import World, approved, heard, inside, sent
from tests.treasury.house import newest, refused


def test_a_payment_and_its_fee_stand_in_one_line(world: World) -> None:
    """The line waits, since its amount is another; booked so, the payment is confirmed and the fund bears the fee."""
    run = _sent(world)
    with world.store.work(world.actors["farah"]) as work:
        (paid,) = inside(work.session, run)
        (found,) = heard(work, [(-10_350, payment_code(work.session, paid) or "")])
        assert line(work.session, found).why == "another_amount"
        book_line(work, line(work.session, found), "payment_and_fee", paid.reference)
    with world.store.reading() as session:
        (paid,) = inside(session, run)
        assert (paid.stage, paid.cost_minor) == (DisbursementStage.CONFIRMED, 10_000)
        assert _posted(lines_of_entry(session, newest(world) - 1)) == [("2150", 10_000), ("1000", -10_000)]
        assert _posted(lines_of_entry(session, newest(world))) == [("5800", 350), ("1000", -350)]
    compare(world)


def test_a_line_without_a_fee_is_a_plain_debit(world: World) -> None:
    """No fee of nothing, or of less, is booked; and what was confirmed is not confirmed again."""
    run = _sent(world)
    for minor in (-10_000, -9_000):
        refused(world, "farah", lambda w, m=minor: _book(w, run, m), "Choose again")
    with world.store.work(world.actors["farah"]) as work:
        _book(work, run, -10_001)
    refused(world, "farah", lambda w: _book(w, run, -10_002), "Choose again")
    compare(world)


def _sent(world: World) -> UUID:
    approved(world, 10_000)
    return sent(world)


def _book(work: Work, run: UUID, minor: int) -> None:
    (paid,) = inside(work.session, run)
    (found,) = heard(work, [(minor, "")])
    book_line(work, line(work.session, found), "payment_and_fee", paid.reference)


def _posted(lines: list[JournalLine]) -> list[tuple[str, int]]:
    return [(one.account, one.minor) for one in lines]
