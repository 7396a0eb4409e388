"""A statement is taken in whole or not at all; what carries a payment's code is posted; the rest waits."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from ledger.actor import SYSTEM
from ledger.awards.models import AwardStage
from ledger.banking.statement import Statement
from ledger.books.models import CashKind
from ledger.books.queries import trial_balance
from ledger.demo.bank import ACCOUNT
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.disbursements.queries import payment_code
from ledger.errors import Misuse, Refusal
from ledger.log.models import LogEntry
from ledger.statements import queries
from ledger.statements.actions.book import book_line, set_aside
from ledger.statements.actions.take_in import import_statements, match_waiting
from ledger.statements.models import BankLine, BankStatement, LineStage
from ledger.treasury.actions.cash import open_cash
from tests.agreement.replaying import replayed
from tests.builders import World, approved, award_of, give, heard, inside, sent


def balances(world: World) -> dict[str, int]:
    """What stands in each account that is not empty."""
    with world.store.reading() as session:
        return {line.account: line.minor for line in trial_balance(session) if line.minor}


def lines(world: World) -> list[tuple[int, str, str | None]]:
    """Every line with its amount, where it stands and why."""
    with world.store.reading() as session:
        query = select(BankLine).join(BankStatement, BankStatement.id == BankLine.statement_id)
        found = session.scalars(query.order_by(BankStatement.number, BankLine.number)).all()
        return [(one.minor, one.stage.value, one.why) for one in found]


def hear(world: World, *movements: tuple[int, str]) -> list[UUID]:
    """Take in a statement of today as finance."""
    with world.store.work(world.actors["farah"]) as work:
        return heard(work, movements)


def a_sent_payment(world: World, minor: int = 50_000) -> tuple[UUID, str, UUID]:
    """The award, the code and the id of a payment that is on its way."""
    award = approved(world, minor)
    run = sent(world)
    with world.store.reading() as session:
        (one,) = inside(session, run)
        return award, payment_code(session, one) or "", one.id


def stage(world: World, payment: UUID) -> DisbursementStage:
    """Where a payment stands."""
    with world.store.reading() as session:
        return session.get_one(Disbursement, payment).stage


def test_lines_with_codes_are_posted_and_the_rest_waits(world: World) -> None:
    """A debit settles a payment and completes its award; what nobody knows stays in the bank's balance alone."""
    award, code, payment = a_sent_payment(world)
    hear(world, (-50_000, code), (-450, ""), (77, "999999999999"))
    assert stage(world, payment) is DisbursementStage.CONFIRMED
    assert award_of(world, award).stage is AwardStage.COMPLETED
    assert lines(world)[1:] == [(-50_000, "matched", None), (-450, "open", None), (77, "open", None)]
    assert balances(world) == {"1000": 950_000, "4000": -1_000_000, "5100": 50_000}
    with world.store.reading() as session:
        told = queries.reconciliation(session, queries.cash_account(session, "main-eur"))
        assert (told.closing, told.booked, told.waiting, told.count) == (949_627, 950_000, -373, 2)
        assert (told.difference, told.unexplained) == (-373, 0)


def test_a_return_on_the_same_statement_is_owed_again_less_its_fee(world: World) -> None:
    """Debited and back within the days of one file."""
    award, code, payment = a_sent_payment(world)
    hear(world, (-50_000, code), (48_800, code))
    assert stage(world, payment) is DisbursementStage.RETURNED
    assert award_of(world, award).stage is AwardStage.ACTIVE
    assert balances(world) == {"1000": 998_800, "4000": -1_000_000, "5100": 50_000, "2100": -50_000, "5800": 1_200}


def test_a_return_whose_fee_nothing_is_left_for_waits_and_keeps_no_statement_back(world: World) -> None:
    """A fund that has paid out all it had cannot bear a fee: its statement is taken, and the line matched later."""
    award, code, payment = a_sent_payment(world, 1_000_000)
    hear(world, (-1_000_000, code))
    hear(world, (999_000, code), (77, ""))
    assert lines(world)[-2:] == [(999_000, "open", "too_little_free"), (77, "open", None)]
    give(world, 1_000)
    with world.store.work(world.actors["farah"]) as work:
        match_waiting(work, queries.cash_account(work.session, "main-eur"))
    assert stage(world, payment) is DisbursementStage.RETURNED
    assert award_of(world, award).stage is AwardStage.ACTIVE
    assert balances(world) == {
        "1000": 1_000_000,
        "4000": -1_001_000,
        "5100": 1_000_000,
        "2100": -1_000_000,
        "5800": 1_000,
    }
    assert replayed(world).findings == []


def test_a_second_debit_is_put_aside_claimed_and_given_back(world: World) -> None:
    """Nothing is paid twice in the books: until it comes back, the bank owes it."""
    _award, code, _payment = a_sent_payment(world)
    _first, doubled = hear(world, (-50_000, code), (-50_000, code))
    assert lines(world)[-1] == (-50_000, "set_aside", "duplicate_debit")
    with world.store.work(world.actors["goran"]) as work:
        book_line(work, queries.line(work.session, doubled), "wrong_debit", str(world.fund))
    assert balances(world) == {"1000": 900_000, "1300": 50_000, "4000": -1_000_000, "5100": 50_000}
    (back,) = hear(world, (50_000, ""))
    with world.store.work(world.actors["goran"]) as work:
        book_line(work, queries.line(work.session, back), "wrong_debit_returned", str(doubled))
    assert balances(world) == {"1000": 950_000, "4000": -1_000_000, "5100": 50_000}
    with world.store.reading() as session:
        told = queries.reconciliation(session, queries.cash_account(session, "main-eur"))
        assert (told.difference, told.count) == (0, 0)
    assert replayed(world).findings == []


def test_a_line_without_a_code_is_matched_by_hand(world: World) -> None:
    """Banks drop codes: finance chooses among the payments of that amount."""
    _award, code, payment = a_sent_payment(world)
    other, back = hear(world, (-50_000, ""), (50_000, ""))
    with world.store.work(world.actors["farah"]) as work:
        with pytest.raises(Refusal, match="Choose again"):
            book_line(work, queries.line(work.session, other), "payment_debited", str(world.fund))
        book_line(work, queries.line(work.session, other), "payment_debited", str(payment))
    with world.store.work(world.actors["farah"]) as work:
        book_line(work, queries.line(work.session, back), "payment_returned", str(payment))
        with pytest.raises(Refusal, match="booked already"):
            book_line(work, queries.line(work.session, back), "payment_returned", str(payment))
        with pytest.raises(Refusal, match="booked already"):
            set_aside(work, queries.line(work.session, back), "asked_bank")
    assert stage(world, payment) is DisbursementStage.RETURNED
    hear(world, (-50_000, code))
    assert lines(world)[-1] == (-50_000, "set_aside", "duplicate_debit")


def test_what_waits_for_money_is_matched_once_that_is_booked(world: World) -> None:
    """A gift and a payment from it on one statement: the payment waits until somebody has booked the gift."""
    with world.store.work(world.actors["farah"]) as work:
        (gone,) = heard(work, [(-1_000_000, "")])
        book_line(work, queries.line(work.session, gone), "wrong_debit", str(world.fund))
    _award, code, payment = a_sent_payment(world)
    hear(world, (-50_000, code))
    assert lines(world)[-1] == (-50_000, "open", "too_little_cash")
    with world.store.work(world.actors["farah"]) as work:
        account = queries.cash_account(work.session, "main-eur")
        with pytest.raises(Refusal, match="Nothing that waits can be matched yet"):
            match_waiting(work, account)
    give(world, 60_000)
    with world.store.work(world.actors["farah"]) as work:
        match_waiting(work, queries.cash_account(work.session, "main-eur"))
    assert stage(world, payment) is DisbursementStage.CONFIRMED
    assert (-50_000, "matched", None) in lines(world)


def test_the_same_file_twice_does_nothing_and_a_wrong_one_leaves_nothing(world: World) -> None:
    """Refused in a sentence, with not one row or entry of the log more."""
    day = world.clock.now().date()
    good = Statement(ACCOUNT, "EUR", 0, 1, day, day, 1_000_000, 1_000_000, ())
    with world.store.work(world.actors["farah"]) as work:
        import_statements(work, queries.cash_account(work.session, "main-eur"), [good], "ab" * 32)
    before = sizes(world)
    for found, sha256, said in (
        ([good], "ab" * 32, "very file was taken in before"),
        ([good, replace(good, opening=5, closing=5)], "cd" * 32, "One is missing"),
        ([replace(good, account="DE02120300000000202051")], "cd" * 32, "another account than main-eur"),
    ):
        with pytest.raises(Refusal, match=said), world.store.work(world.actors["farah"]) as work:
            import_statements(work, queries.cash_account(work.session, "main-eur"), found, sha256)
    with pytest.raises(Refusal), world.store.work(world.actors["amina"]) as work:
        import_statements(work, queries.cash_account(work.session, "main-eur"), [good], "cd" * 32)
    assert sizes(world) == before


def test_one_number_may_stand_for_an_account_in_each_of_several_currencies(world: World) -> None:
    """It is kept with its currency behind; a second account in the same currency is another's."""
    day = world.clock.now().date()
    for code, said in (("usd", ""), ("usd-2", "has this number already")):
        with world.store.work(world.actors["farah"]) as work:
            account = open_cash(work, code, CashKind.BANK, "USD")
            found = [Statement(ACCOUNT, "USD", 0, 1, day, day, 0, 0, ())]
            if said:
                with pytest.raises(Refusal, match=said):
                    import_statements(work, account, found, code * 2)
            else:
                import_statements(work, account, found, code * 2)
                import_statements(work, account, found, code * 3)
                assert account.number == f"{ACCOUNT}USD"


def sizes(world: World) -> tuple[int | None, ...]:
    """How many rows and entries there are."""
    with world.store.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(one)) for one in (BankStatement, BankLine, LogEntry)
        )


def test_nothing_but_a_line_posts_to_cash(world: World) -> None:
    """Whoever forgets it is a programming error, in the journal itself."""
    from ledger.books.actions import About, Happening, journal
    from ledger.books.rules.chart import CASH, INTEREST
    from ledger.books.rules.lines import Line

    lines = [Line(CASH, 5, 5, "main-eur"), Line(INTEREST, -5, -5)]
    about = About("fund", world.fund)
    with world.store.work(world.actors["farah"]) as work, journal(work) as books:
        with pytest.raises(Misuse, match="only a statement line"):
            books.post(Happening("interest", work.at.date(), world.fund, "EUR", about), lines)
        assert not books.postings
        work.record("export.made", [], what="nothing", rows=0)


def test_a_line_is_put_aside_for_a_reason(world: World) -> None:
    """It still waits, and may be booked from there."""
    (waits,) = hear(world, (500, ""))
    with world.store.work(world.actors["farah"]) as work:
        with pytest.raises(Refusal, match="what it waits for"):
            set_aside(work, queries.line(work.session, waits), "no_idea")
        set_aside(work, queries.line(work.session, waits), "asked_donor")
    assert lines(world)[-1] == (500, "set_aside", "asked_donor")
    with world.store.reading() as session:
        assert [one.stage for one in session.scalars(queries.waiting_where())] == [LineStage.SET_ASIDE]


def test_whoever_announced_a_gift_does_not_book_it(world: World) -> None:
    """Not even with the money on the statement."""
    from ledger.funds.actions import announce_contribution
    from ledger.funds.models import Donor, Fund
    from ledger.money import Money

    with world.store.work(world.actors["bao"]) as work:
        fund, donor = work.session.get_one(Fund, world.fund), work.session.get_one(Donor, world.donor)
        gift = announce_contribution(work, fund, donor, Money(900, "EUR")).id
    (line,) = hear(world, (900, ""))
    with pytest.raises(Refusal, match="another person"), world.store.work(world.actors["bao"]) as work:
        book_line(work, queries.line(work.session, line), "contribution", str(gift))
    with world.store.work(world.actors["farah"]) as work:
        book_line(work, queries.line(work.session, line), "contribution", str(gift))
    assert balances(world)["1000"] == 1_000_900


@pytest.mark.parametrize(
    "change", ["minor = minor + 1", "day = '2020-01-01'", "cash_account = 'main-usd'", "number = 9"]
)
def test_the_database_keeps_what_a_line_says(world: World, change: str) -> None:
    """Where it stands may change, and nothing that the bank has said."""
    hear(world, (-450, ""))
    with pytest.raises(DBAPIError, match="bank_line_figures_stand"), world.store.work(SYSTEM) as work:
        work.session.execute(text(f"UPDATE bank_line SET {change} WHERE minor = -450"))
