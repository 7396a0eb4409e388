"""One whole valid history: every verb, every kind of award, every end of a payment."""

from tests.audit.replay import (
    advancing,
    awarding,
    banking,
    deeds,
    filing,
    importing,
    lending,
    payees,
    paying,
    ruling,
    scheduling,
    sealing,
    splitting,
    wrong_naming,
)
from tests.audit.replay.awarding import Case
from tests.audit.replay.handing_in import hand_in
from tests.audit.replay.histories import History, found, uid
from tests.audit.replay.story_of_people import tell_bad_days, tell_help, tell_people
from tests.audit.replay.story_of_treasury import tell_treasury

ROWS = [
    ("past 1", "B-PAST-0001-A", 12_000, "2025-03-01"),
    ("past 2", "B-PAST-0002-A", 500, "2025-04-01"),
]


def begin() -> History:
    """Found an organisation with a beneficiary and a fund; its first gift is the last entry."""
    history = found()
    sealing.register(history, "B-7K3M-9QXT-C")
    give(history)
    return history


def give(history: History) -> None:
    """Open a fund, and let its first gift come in."""
    deeds.open_fund(history, "F1", purposes=("legal", "medical", "FAM"))
    deeds.announce(history, "gift 1", "F1", 10_000_000)
    deeds.receive(history, "gift 1", "F1", 10_000_000)


def grant(history: History, name: str, parts: list[int], kind: str = "emergency_grant") -> Case:
    """Draft, propose and approve an award."""
    case = Case(name, "F1", "B-7K3M-9QXT-C", parts, kind)
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    return case


def pay(history: History, case: Case, number: int, run: str, attempt: int = 1) -> None:
    """Pay an instalment through a run of its own, settled when the payment is confirmed."""
    payment = case.payment(number, attempt)
    paying.start(history, run, [payment])
    paying.send(history, case, payment)
    paying.confirm(history, case, payment)
    paying.settle(history, run)


def tell() -> History:
    """Write the whole history."""
    history = begin()
    history.work("Stu")
    history.write("donor.reader_named", donor=uid("donor F1"), person=uid("Dora"))
    paid = tell_payments(history)
    tell_refusals(history)
    tell_runs(history)
    scheduling.tell_schedules(history)
    tell_treasury(history, paid)
    lending.tell_loans(history)
    hand_in(history, "handed in", 450)
    banking.tell_bank(history)
    advancing.tell(history)
    tell_help(history)
    importing.propose(history, "file 1", ROWS)
    importing.carry_out(history, "file 1", ROWS)
    ruling.approve(history, ruling.propose(history, 1, []))
    splitting.tell(history, grant(history, "p1", [201]))
    wrong_naming.tell(history)
    tell_acts(history)
    tell_people(history)
    tell_bad_days(history)
    return history


def tell_payments(history: History) -> Case:
    """Pay awards of each kind: at once, failed and made again, returned, cancelled."""
    grant_1 = grant(history, "g1", [30_000])
    pay(history, grant_1, 1, "r1")
    paying.complete(history, grant_1)
    paying.give_back(history, grant_1, grant_1.payment(1), "confirmed", 150)
    paying.remake(history, grant_1, 1)
    pay(history, grant_1, 1, "r2", attempt=2)
    paying.complete(history, grant_1)

    stipend = grant(history, "s1", [20_000, 20_000, 20_001], "stipend")
    awarding.recognise(history, stipend, 1)
    awarding.reduce(history, stipend, 1, 1_000, planned=1, by="Olga")
    payment = stipend.payment(1, 2)
    paying.start(history, "r3", [payment])
    paying.send(history, stipend, payment)
    paying.fail(history, stipend, payment)
    paying.settle(history, "r3")
    awarding.reduce(history, stipend, 1, 2_000)
    awarding.promise_less(history, stipend, 3, 1)
    paying.remake(history, stipend, 1, 3)
    pay(history, stipend, 1, "r4", attempt=3)
    awarding.recognise(history, stipend, 2)
    awarding.cancel(history, stipend, [2], [3])

    family = grant(history, "f1", [5_000, 5_000], "family_support")
    awarding.recognise(history, family, 1)
    awarding.recognise(history, family, 2)
    payments = [family.payment(1), family.payment(2)]
    paying.start(history, "r5", payments)
    payees.open_run(history, "r5", 2)
    filing.write_file(history, "r5", 2, 10_000)
    payees.open_run(history, "r5", 2)
    filing.hand_again(history, "r5")
    filing.lose(history, "r5")
    payees.open_run(history, "r5", 2)
    filing.write_file(history, "r5", 2, 10_000, attempt=2)
    for one in payments:
        paying.send(history, family, one)
    paying.give_back(history, family, payments[0], "sent", 0)
    paying.confirm(history, family, payments[1])
    paying.settle(history, "r5")
    return grant_1


def tell_refusals(history: History) -> None:
    """Refuse one award after a revision, and withdraw another."""
    refused = Case("n1", "F1", "B-7K3M-9QXT-C", [1_000])
    awarding.draft(history, refused)
    awarding.propose(history, refused)
    deeds.decide(history, refused.proposal, "Ada")
    refused.parts = [2_000]
    awarding.propose(history, refused, by="Omar")
    deeds.decide(history, refused.proposal, "Ben", "refuse")
    awarding.settle_award(history, refused, "refused")
    withdrawn = Case("n2", "F1", "B-7K3M-9QXT-C", [1_000])
    awarding.draft(history, withdrawn)
    awarding.propose(history, withdrawn)
    history.work("Olga")
    awarding.settle_award(history, withdrawn, "withdrawn")


def tell_runs(history: History) -> None:
    """Refuse a run, propose it again, and abandon it in two entries."""
    case = grant(history, "g2", [700, 800])
    payments = [case.payment(1), case.payment(2)]
    paying.gather(history, "r6", payments)
    paying.propose(history, "r6", payments)
    deeds.decide(history, paying.proposal_of("r6"), "Ada", "refuse")
    deeds.settle(history, paying.proposal_of("r6"), "refused")
    paying.propose(history, "r6", payments, attempt=2)
    history.work("Fay")
    deeds.settle(history, paying.proposal_of("r6", 2), "withdrawn")
    paying.abandon(history, "r6", payments[:1], payments[1:])


def tell_acts(history: History) -> None:
    """Keep an account, export, make a bundle."""
    history.work("Ines")
    history.write("account.passphrase_changed", person=uid("Ines"))
    history.write("account.recovery_code_used", person=uid("Ines"))
    history.write("account.recovery_codes_renewed", person=uid("Ines"))
    history.write("account.sessions_ended", person=uid("Ines"), count=2)
    history.write("export.made", what="journal", rows=history.number)
    history.work("Fay")
    history.write("payer.set", cash=deeds.CASH)
    history.write("profile.set", code="operator-1")
    history.work("system")
    history.write("signin.failures_counted", count=3, since="2026-01-05T09:00:00Z")
    history.work("Ines")
    history.write("bundle.made", size=len(history.entries))
