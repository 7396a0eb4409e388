"""Histories in which money would go where nobody signed for: payees passed, changed and opened wrongly."""

from typing import Any

from tests.audit.replay import awarding, deeds, payees, paying, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, data_of, drop, lapse, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant, pay

OTHER = "B-0000-0000-0"
AWARD = uid("award x")
TERMS = {"award": AWARD, "way": 1, "channel": "bank", "paid_to": "provider"}


def proposed(history: History) -> Case:
    """Draft and propose an award."""
    case = Case("x", "F1", WHO, [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    return case


def naming(sha256: str | None) -> Spoil:
    """Propose an award that names other payment details."""

    def name_otherwise(history: History) -> None:
        case = Case("x", "F1", WHO, [100])
        awarding.draft(history, case)
        history.work("Olga")
        deeds.make_proposal(
            history, {**awarding.signed_terms(history, case), "revision": 1, "payment_envelope": sha256}
        )
        ids = {"award": case.award, "proposal": case.proposal}
        history.write("award.proposed", **ids, revision=1, from_="drafted")

    return named(name_otherwise, f"name_{sha256}")


def name_older(history: History) -> None:
    """Propose an award that names payment details which were replaced."""
    former = history.payee(WHO)
    sealing.seal(history, WHO, "payment")
    naming(former)(history)


def name_erased(history: History) -> None:
    """Propose an award for somebody whose payment details were erased."""
    sealing.erase(history, WHO, 3)
    proposed(history)


def name_in_run(history: History) -> None:
    """Propose a run that names payment details."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    paying.propose(history, "r1", [case.payment(1)])
    named_one = {**history.proposals[paying.proposal_of("r1")], "payment_envelope": history.payee(WHO), "revision": 2}
    history.work("Fay")
    deeds.make_proposal(history, named_one)
    history.write("run.proposed", run=uid("r1"), proposal=paying.proposal_of("r1"), revision=2)


def pass_unheld(history: History) -> None:
    """Pass a payee on as an approver who does not hold the approvers' lock."""
    awarding.approve(history, proposed(history), "Ada", "Gus")


def pass_older(history: History) -> None:
    """Pass on what was signed, though other details were sealed since."""
    case, former = proposed(history), dict(history.newest[WHO, "payment"])
    sealing.seal(history, WHO, "payment")
    history.newest[WHO, "payment"] = former
    awarding.approve(history, case)


def pass_newer(history: History) -> None:
    """Pass on other details than were signed, since they are newer."""
    case = proposed(history)
    sealing.seal(history, WHO, "payment")
    terms = history.proposals[case.proposal]
    assert terms["payment_envelope"] != history.payee(WHO)
    awarding.approve(history, case)


def pass_other_envelope(history: History) -> None:
    """Pass on another envelope under the hash that was signed."""
    other = sealing.seal(history, WHO, "attachment")
    grant(history, "x", [100])
    data_of(history, "payee.passed")["envelope"] = other


def pass_never(history: History) -> None:
    """Approve an award and pass no payee on."""
    grant(history, "x", [100])
    drop(history, "payee.passed")


def pass_again(history: History) -> None:
    """Pass a payee on once more, later."""
    grant(history, "x", [100])
    history.work("Ada")
    payees.pass_on(history, AWARD, WHO)


def keep_payee(history: History) -> None:
    """Seal other details while an award runs, and void nothing."""
    grant(history, "x", [100])
    sealing.seal(history, WHO, "payment")


def keep_one_payee(history: History) -> None:
    """Seal other details while two awards run, and void one of them."""
    grant(history, "x", [100])
    grant(history, "y", [100])
    payees.change(history, WHO, AWARD)


def void_unchanged(history: History) -> None:
    """Void a payee though no other details were sealed."""
    grant(history, "x", [100])
    history.work("Olga")
    history.write("payee.voided", award=AWARD, envelope=history.newest[WHO, "payment"]["envelope"])


def void_for_contact(history: History) -> None:
    """Void a payee since another contact was sealed."""
    grant(history, "x", [100])
    history.work("Olga")
    history.write("payee.voided", award=AWARD, envelope=sealing.write_envelope(history, WHO, "contact"))


def void_for_another(history: History) -> None:
    """Void a payee since somebody else's details were sealed."""
    sealing.register(history, OTHER)
    grant(history, "x", [100])
    history.work("Olga")
    history.write("payee.voided", award=AWARD, envelope=sealing.write_envelope(history, OTHER, "payment"))


def void_completed(history: History) -> None:
    """Void the payee of an award that is paid in full."""
    case = grant(history, "x", [100])
    pay(history, case, 1, "r1")
    paying.complete(history, case)
    history.work("Olga")
    history.write("payee.voided", award=AWARD, envelope=sealing.write_envelope(history, WHO, "payment"))


def changing(**changed: Any) -> Spoil:
    """Propose other payment details of a running award otherwise."""

    def propose_otherwise(history: History) -> None:
        grant(history, "x", [100])
        sealing.register(history, OTHER)
        history.work("Olga")
        payees.make_proposal(history, AWARD, WHO, **changed)

    return named(propose_otherwise, f"change_payee_with_other_{'_'.join(changed)}")


def change_for_another(history: History) -> None:
    """Propose somebody else's payment details for an award."""
    grant(history, "x", [100])
    sealing.register(history, OTHER)
    history.work("Olga")
    payees.make_proposal(history, AWARD, WHO, beneficiary=OTHER, payment_envelope=history.payee(OTHER))


def change_completed(history: History) -> None:
    """Propose other payment details for an award that is paid in full."""
    case = grant(history, "x", [100])
    pay(history, case, 1, "r1")
    paying.complete(history, case)
    history.work("Olga")
    payees.make_proposal(history, AWARD, WHO)


def change_with_one(history: History) -> None:
    """Approve other payment details with one signature."""
    grant(history, "x", [100])
    payees.change(history, WHO, AWARD)
    proposal = payees.proposal_of(AWARD, history.newest[WHO, "payment"]["envelope"])
    deeds.decide(history, proposal, "Ada")
    deeds.settle(history, proposal, "approved")
    payees.pass_on(history, AWARD, WHO)


def opening(count: int = 1, by: str = "Fay") -> Spoil:
    """Open the payees of a released run otherwise."""

    def open_otherwise(history: History) -> None:
        paying.start(history, "r1", [grant(history, "x", [100]).payment(1)])
        payees.open_run(history, "r1", count, by)

    return named(open_otherwise, f"open_{count}_payees_by_{by}")


def open_lapsed(history: History) -> None:
    """Open payees with a copy that outlived the role."""
    paying.start(history, "r1", [grant(history, "x", [100]).payment(1)])
    lapse(history, "Gus", "finance")
    payees.open_run(history, "r1", 1, by="Gus")


def open_unreleased(history: History) -> None:
    """Open the payees of a run before it is released."""
    paying.gather(history, "r1", [grant(history, "x", [100]).payment(1)])
    payees.open_run(history, "r1", 1)


def open_settled(history: History) -> None:
    """Open the payees of a run once more when all is paid."""
    pay(history, grant(history, "x", [100, 100]), 1, "r1")
    payees.open_run(history, "r1", 1)


def open_void(history: History) -> None:
    """Open a payee that is void since other details were sealed."""
    paying.start(history, "r1", [grant(history, "x", [100]).payment(1)])
    payees.change(history, WHO, AWARD)
    payees.open_run(history, "r1", 1)


def open_erased(history: History) -> None:
    """Open a payee of somebody who was erased."""
    paying.start(history, "r1", [grant(history, "x", [100]).payment(1)])
    sealing.erase(history, WHO, 3)
    payees.open_run(history, "r1", 1)


def open_twice_at_once(history: History) -> None:
    """Open payees twice in one unit of work."""
    opening()(history)
    history.write("payees.opened", run=uid("r1"), count=1, form="csv")


WRONG: Wrong = {
    naming(None): ("H10", "does not name the newest payment details"),
    naming("0" * 64): ("H10", "does not name the newest payment details"),
    name_older: ("H10", "does not name the newest payment details"),
    name_erased: ("H10", "does not name the newest payment details"),
    name_in_run: ("H10", "(run) names payment details"),
    pass_unheld: ("H10", "who does not hold the lock payment.approval"),
    pass_older: ("H10", "does not hold the newest payment details"),
    pass_newer: ("H4", "payee.passed differs from what was signed"),
    pass_other_envelope: ("H10", "does not hold the newest payment details"),
    pass_never: ("H7", "its payee.passed does not follow"),
    pass_again: ("H3", "payee.passed carries out what nobody approved"),
    keep_payee: ("H10", "keeps the payee"),
    keep_one_payee: ("H10", "keeps the payee"),
    void_unchanged: ("H10", "no other payment details were sealed"),
    void_for_contact: ("H10", "no other payment details were sealed"),
    void_for_another: ("H10", "no other payment details were sealed"),
    void_completed: ("H10", "no other payment details were sealed"),
    changing(money={"minor": 100, "currency": "EUR"}, base_minor=100): ("H4", "differs in money"),
    change_for_another: ("H4", "differs in beneficiary"),
    changing(subject=uid("other")): ("H4", "differs in subject"),
    changing(content={**TERMS, "envelope": uid("other")}): ("H4", "differs in envelope"),
    change_completed: ("H7", "which is completed"),
    change_with_one: ("H3", "with 1 approvals of 2"),
    opening(count=2): ("H10", "for 2 payments, there are 1"),
    opening(by="Pia"): ("H10", "who does not hold the lock payment.finance"),
    open_lapsed: ("H11", "payees.opened is not for"),
    open_unreleased: ("H10", "while it is open"),
    open_settled: ("H10", "while it is settled"),
    open_void: ("H10", "the payees of 1 of its awards were not passed on"),
    open_erased: ("H10", "the payees of 1 of its awards were not passed on"),
    open_twice_at_once: ("H2", "the opening of the payees in"),
}
