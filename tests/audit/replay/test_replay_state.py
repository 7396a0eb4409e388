"""Replay ends with the figures that the tables of a bundle must agree with."""

from audit.replay.state import Figures
from tests.audit.replay.histories import PEOPLE, uid
from tests.audit.replay.replaying import replay
from tests.audit.replay.story import ROWS, tell

BESIDE = {"1900", "3900", "4050", "4090", "5700", "5710", "5800", "5850"}
"""Accounts of what comes and goes beside gifts and payments."""
STATE = replay(tell().entries).state


def test_people_hold_the_roles_they_were_granted() -> None:
    """Roles come with the days they hold."""
    held = [(grant.person, grant.role) for grant in STATE.roles]
    first = [(uid(name), role) for name, roles in PEOPLE.items() for role in roles]
    assert held == [*first, (uid("Noa"), "officer"), (uid("Noa"), "steward")]
    assert STATE.people[uid("Ada")].fingerprint.startswith("SHA256:")


def test_a_fund_ends_with_what_it_received_promised_and_paid() -> None:
    """54,000 paid, 3,000 lent, fees of 1,160 and losses apart; 5,000, 1,500 and 300 still owed; three more gifts received."""
    figures = STATE.funds[uid("F1")].figures
    assert figures == {"EUR": Figures(10_019_000, 6_800, 57_067, 9_924_428), "USD": Figures(0, 0, 0, 7_001)}
    assert STATE.funds[uid("fund file 1")].figures["GBP"] == Figures(12_500, 0, 12_500, 0)


def test_what_is_available_is_received_less_promised_paid_and_charged() -> None:
    """The ceiling of H5 and the figures of a fund are the same money."""
    recovered = {(uid("F1"), "EUR"): STATE.recovered.total()}
    for fund, known in STATE.funds.items():
        for currency, figures in known.figures.items():
            spent = sum(
                sub.balance
                for (whose, account, code, _), sub in STATE.balances.items()
                if (whose, code) == (fund, currency) and account in BESIDE
            )
            left = figures.received - figures.promised - figures.paid - spent
            back = sum(
                one.repaid + one.recovered for ident, one in STATE.loans.items() if lent_by(ident, fund, currency)
            )
            assert figures.available == left + back + recovered.get((fund, currency), 0)


def lent_by(ident: str, fund: str, currency: str) -> bool:
    """Say whether a loan was lent by a fund in a currency."""
    award = STATE.awards[ident]
    return (award.fund, award.currency) == (fund, currency)


def test_loans_end_in_their_stages() -> None:
    """Paid back after a new plan, written off in two parts, given in two parts, cancelled after it came back."""
    ends = [
        (one.stage, one.lent, one.repaid, one.written_off, one.granted, one.recovered, one.allowance, one.rescheduled)
        for one in STATE.loans.values()
    ]
    assert ends == [
        ("repaid", 1_000, 1_000, 0, 0, 0, 0, 1),
        ("written_off", 1_000, 0, 1_000, 0, 50, 0, 0),
        ("granted", 1_000, 0, 0, 1_000, 0, 0, 0),
        ("cancelled", 0, 0, 0, 0, 0, 0, 0),
    ]
    for account in ("1400", "1490"):
        assert STATE.balances[uid("F1"), account, "EUR", ""].balance == 0


def test_awards_end_in_their_stages() -> None:
    """Each award of the story ends where its last entry left it."""
    stages = {award.reference: award.stage for award in STATE.awards.values()}
    assert stages == {
        "A-g1": "completed",
        "A-s1": "cancelled",
        "A-f1": "active",
        "A-n1": "refused",
        "A-n2": "withdrawn",
        "A-g2": "approved",
        "A-s2": "cancelled",
        "A-l1": "completed",
        "A-l2": "completed",
        "A-l3": "completed",
        "A-l4": "cancelled",
        "A-h1": "completed",
        "A-p1": "cancelled",
        "A-v1": "active",
        "A-v2": "active",
        "A-v3": "active",
        "A-past 1": "completed",
        "A-past 2": "completed",
    }


def test_instalments_end_in_their_stages() -> None:
    """One was paid, one given up when owed, one when only promised."""
    parts = STATE.awards[uid("award s1")].instalments
    assert [part.stage for part in parts.values()] == ["recognised", "cancelled", "cancelled"]
    parts = STATE.awards[uid("award s2")].instalments
    assert [part.stage for part in parts.values()] == [
        "cancelled",
        "replaced",
        "replaced",
        "cancelled",
        "cancelled",
        "cancelled",
    ]
    assert [one.outcome for one in parts[1].reviews] == ["postponed", "passed"]
    assert STATE.awards[uid("award n1")].minor == 2_000


def test_disbursements_end_in_their_stages() -> None:
    """A payment made again names the one it replaces."""
    first, second = (STATE.disbursements[uid(f"payment g1 1 {attempt}")] for attempt in (1, 2))
    assert (first.stage, second.stage) == ("returned", "confirmed")
    assert second.replaces == uid("payment g1 1 1")
    assert second.settled_on == "2026-01-05"
    assert STATE.disbursements[uid("payment g2 1 1")].stage == "planned"
    assert STATE.disbursements[uid("payment past 1")].settled_on == ROWS[0][3]


def test_runs_and_proposals_end_in_their_stages() -> None:
    """A run that was refused, withdrawn and given up is abandoned."""
    stages = [run.stage for run in STATE.runs.values()]
    assert stages == [*["settled"] * 5, "abandoned", *["settled"] * 8, "released", "released"]
    refused = STATE.proposals[uid("proposal n1")]
    assert (refused.stage, refused.revision, refused.kind) == ("refused", 2, "award")
    assert refused.proposers == [uid("Olga"), uid("Omar")]
    assert len(STATE.decisions) == 101


def test_the_journal_keeps_place_and_author_of_each_entry() -> None:
    """An entry can be traced to its place in the log, and to who wrote it."""
    first = STATE.entries[0]
    assert (first.number, first.actor, first.event) == (1, uid("Fay"), "contribution")
    assert [entry.number for entry in STATE.entries] == list(range(1, len(STATE.entries) + 1))
    assert all(one.seq < two.seq for one, two in zip(STATE.entries, STATE.entries[1:], strict=False))


def test_balances_sum_to_nothing() -> None:
    """All sub-accounts together are nil, in base as well."""
    assert sum(sub.base_balance for sub in STATE.balances.values()) == 0
    moved = 52_150 - 2_505 + 3_010 - 1_000 + 30_000 + 67
    assert STATE.balances[uid("F1"), "1000", "EUR", "BANK-1"].balance == 10_000_000 - moved
