"""The part of the valid history that is about people: who is helped, who works here, bad days."""

import datetime as dt

from tests.audit.replay import deeds, guarding, locking, opening, payees, sealing, staffing
from tests.audit.replay.histories import History, uid

HELPED, ERASED = "B-7K3M-9QXT-C", "B-ERAS-0001-A"


def tell_help(history: History) -> None:
    """Look after a beneficiary, read what is sealed by the people it takes, and erase another."""
    history.work("Olga")
    history.write("beneficiary.seconded", beneficiary=HELPED, person=uid("Omar"))
    for version in ("2025-1", "2026-1"):
        history.write("consent.recorded", beneficiary=HELPED, version=version, scope="support", date="2026-01-05")
    history.write("erasure.dated", beneficiary=HELPED, on="2030-01-01")
    history.write("erasure.dated", beneficiary=HELPED, on=None)
    history.write("hint.checked", count=3, hits=1)
    opening.open_contact(history, HELPED)
    opening.opened(history, HELPED)
    opening.opened(history, HELPED, "payment", by="Fay", other="Ada")
    for number in range(2):
        sealing.seal(history, HELPED, "attachment", by=("Olga", "Omar")[number])
    asked = opening.ask(history, HELPED, "attachment", by="Kit")
    opening.consent(history, asked, by="Omar")
    opening.refuse(history, asked, by="Kit")
    opening.refuse(history, opening.ask(history, HELPED), by="Omar")
    tell_change(history)
    tell_erasure(history)


def tell_change(history: History) -> None:
    """Change payment details while two awards run: others sign the new ones for each."""
    running = [uid("award f1"), uid("award g2")]
    payees.change(history, HELPED, *running)
    for award in running:
        payees.approve(history, award, HELPED)


def tell_erasure(history: History) -> None:
    """Erase somebody who has taken their consent back."""
    sealing.register(history, ERASED)
    history.work("Olga")
    history.write("consent.recorded", beneficiary=ERASED, version="2026-1", scope="support", date="2026-01-05")
    history.write("consent.withdrawn", beneficiary=ERASED, date="2026-01-05")
    asked = opening.ask(history, ERASED)
    sealing.erase(history, ERASED, 3)
    assert asked


def tell_people(history: History) -> None:
    """Appoint, grant, end, and change keys; whatever lock is lost is granted again, renewed or recovered."""
    invitation = staffing.invite(history, "Noa", "Noa's lost keys")
    staffing.prepare(history, invitation, "Noa")
    staffing.appoint(history, "Noa", "officer")
    locking.join(history, "contact", "Noa")
    proposal = staffing.propose_roles(history, "Noa", [staffing.role("steward")], [])
    staffing.approve(history, proposal)
    staffing.grant(history, uid("Noa"), staffing.role("steward"))
    staffing.end_role(history, "Omar", "officer", "contact", "hints", "identity.programme")
    locking.renew(history, "contact", ["Olga", "Noa"], 1)
    locking.renew(history, "payment.finance", ["Fay", "Gus"], 16, by="Gus")
    staffing.change_keys(history, "Kit", "Kit's second keys", "identity.custody")
    locking.recover(history, "identity.custody", "Kit")
    opening.opened(history, HELPED, by="Olga", other="Kit")
    staffing.set_policy(history)
    proposal = staffing.propose_roles(history, "Gus", [], [{"role": "finance", "until": "2026-12-31"}])
    deeds.decide(history, proposal, "Ben", "refuse")
    deeds.settle(history, proposal, "refused")


def tell_bad_days(history: History) -> None:
    """Travel, a lock-down, a backup brought back, something sealed found exchanged."""
    guarding.suspend(history, "Fay", "payment.finance")
    history.now += dt.timedelta(days=4)
    locking.regrant(history, "payment.finance", "Fay", by="Gus")
    lockdown = guarding.raise_lockdown(history, "lock-down 1", by="Ines")
    history.work("Stu")
    history.write("account.recovery_code_used", person=uid("Stu"))
    history.work("system")
    history.write("backup.made", size=len(history.entries))
    guarding.lift(history, lockdown)
    history.work("system")
    history.write("backup.restored", size=len(history.entries), erased=1)
    history.work("Olga")
    history.write("alarm.raised", what="exchanged_envelope", beneficiary=HELPED, about=None)
