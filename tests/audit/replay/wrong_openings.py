"""Histories in which something sealed is opened as it should not be: H10, and what goes with it."""

import datetime as dt
from typing import Any

from tests.audit.replay import guarding, opening, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, lapse, named
from tests.audit.replay.histories import History, uid

OTHER = "B-0000-0000-0"


def contact(by: str = "Olga", **changed: Any) -> Spoil:
    """Open a contact otherwise."""

    def open_otherwise(history: History) -> None:
        opening.open_contact(history, WHO, by, **changed)

    return named(open_otherwise, f"open_contact_by_{by}_{'_'.join(changed)}")


def contact_older(history: History) -> None:
    """Open a contact that was replaced."""
    former = history.newest[WHO, "contact"]["envelope"]
    sealing.seal(history, WHO, "contact")
    opening.open_contact(history, WHO, envelope=former)


def contact_of_identity(history: History) -> None:
    """Open an identity as if it were a contact."""
    opening.open_contact(history, WHO, envelope=history.newest[WHO, "identity"]["envelope"])


def contact_of_another(history: History) -> None:
    """Open the contact of one person and name another."""
    sealing.register(history, OTHER)
    opening.open_contact(history, WHO, beneficiary=OTHER)


def contact_erased(history: History) -> None:
    """Open the contact of somebody who was erased."""
    sealing.erase(history, WHO, 3)
    opening.open_contact(history, WHO)


def contact_twice(history: History) -> None:
    """Open two contacts under one id."""
    for _ in range(2):
        opening.open_contact(history, WHO, opening=uid("one"))


def asking(compartment: str = "identity", by: str = "Olga", **changed: Any) -> Spoil:
    """Ask to read otherwise."""

    def ask_otherwise(history: History) -> None:
        opening.ask(history, WHO, compartment, by, **changed)

    return named(ask_otherwise, f"ask_for_{compartment}_by_{by}_{'_'.join(changed)}")


def contact_lapsed(history: History) -> None:
    """Open a contact with a copy that outlived the role."""
    lapse(history, "Omar", "officer")
    opening.open_contact(history, WHO, by="Omar")


def ask_lapsed(history: History) -> None:
    """Ask with a copy that outlived the role."""
    lapse(history, "Cleo", "approver")
    opening.ask(history, WHO, "payment", by="Cleo")


def ask_older(history: History) -> None:
    """Ask for details that were replaced."""
    former = history.newest[WHO, "identity"]["envelope"]
    sealing.seal(history, WHO, "identity")
    opening.ask(history, WHO, envelope=former)


def ask_erased(history: History) -> None:
    """Ask about somebody who was erased."""
    sealing.erase(history, WHO, 3)
    opening.ask(history, WHO)


def consenting(by: str = "Kit", **changed: Any) -> Spoil:
    """Consent otherwise."""

    def consent_otherwise(history: History) -> None:
        opening.consent(history, opening.ask(history, WHO), by, **changed)

    return named(consent_otherwise, f"consent_by_{by}_{'_'.join(changed)}")


def consent_lapsed(history: History) -> None:
    """Consent with a copy that outlived the role."""
    asked = opening.ask(history, WHO, "payment", by="Fay")
    lapse(history, "Cleo", "approver")
    history.now -= dt.timedelta(hours=1)
    opening.consent(history, asked, by="Cleo")


def consent_to_one_who_left(history: History) -> None:
    """Consent to somebody who has given up their side since."""
    asked = opening.ask(history, WHO, by="Omar")
    guarding.suspend(history, "Omar", "contact", "hints", "identity.programme")
    opening.consent(history, asked)


def consent_late(history: History) -> None:
    """Consent when the time is over."""
    asked = opening.ask(history, WHO)
    history.now += dt.timedelta(hours=24)
    opening.consent(history, asked)


def consent_twice(history: History) -> None:
    """Consent to what was consented to."""
    asked = opening.ask(history, WHO)
    opening.consent(history, asked)
    opening.consent(history, asked)


def consent_erased(history: History) -> None:
    """Consent to read what was erased since."""
    asked = opening.ask(history, WHO)
    sealing.erase(history, WHO, 3)
    opening.consent(history, asked)


def consent_as_another(history: History) -> None:
    """Enter a consent under a signature over something else."""
    asked = opening.ask(history, WHO)
    opening.consent(history, asked)
    first = history.entries[-1]["data"]["signature"]
    again = opening.ask(history, WHO)
    opening.consent(history, again)
    history.entries[-1]["data"]["signature"] = first


def consent_to_nothing(history: History) -> None:
    """Consent to what nobody asked for."""
    asked = {**opening.ask(history, WHO), "opening": uid("none")}
    opening.consent(history, asked)


def refuse_as_stranger(history: History) -> None:
    """Refuse what one could not have opened."""
    opening.refuse(history, opening.ask(history, WHO), by="Pia")


def refuse_shown(history: History) -> None:
    """Refuse what was shown already."""
    asked = opening.ask(history, WHO)
    opening.consent(history, asked)
    opening.show(history, asked)
    opening.refuse(history, asked)


def show_unconsented(history: History) -> None:
    """Look without a consent."""
    opening.show(history, opening.ask(history, WHO))


def consented(history: History) -> dict[str, Any]:
    """Ask, and get the consent of the other side."""
    asked = opening.ask(history, WHO)
    opening.consent(history, asked)
    return asked


def show_refused(history: History) -> None:
    """Look after a refusal."""
    asked = consented(history)
    opening.refuse(history, asked)
    opening.show(history, asked)


def show_twice(history: History) -> None:
    """Look twice."""
    asked = consented(history)
    opening.show(history, asked)
    opening.show(history, asked)


def show_late(history: History) -> None:
    """Look when the time is over."""
    asked = consented(history)
    history.now += dt.timedelta(hours=24)
    opening.show(history, asked)


def show_to_another(history: History) -> None:
    """Show it to a colleague of who asked."""
    opening.show(history, consented(history), by="Omar")


def show_lapsed(history: History) -> None:
    """Look with a copy that outlived the role."""
    asked = opening.ask(history, WHO, "payment", by="Cleo")
    opening.consent(history, asked, by="Fay")
    lapse(history, "Cleo", "approver")
    history.now -= dt.timedelta(hours=1)
    opening.show(history, asked, by="Cleo")


def show_erased(history: History) -> None:
    """Look at what was erased since."""
    asked = consented(history)
    sealing.erase(history, WHO, 3)
    opening.show(history, asked)


NEVER = "2026-01-09T00:00:00Z"

WRONG: Wrong = {
    contact(by="Pia"): ("H10", "who does not hold the lock contact"),
    contact_lapsed: ("H11", "contact.opened is not for"),
    contact(envelope=uid("none")): ("H7", "no earlier entry created it"),
    contact_older: ("H10", "not the newest contact"),
    contact_of_identity: ("H10", "not the newest contact"),
    contact_of_another: ("H10", "not the newest contact"),
    contact_erased: ("H10", "who was erased"),
    contact_twice: ("H2", "is created a second time"),
    asking("contact"): ("H10", "which two people do not open"),
    asking(by="Pia"): ("H10", "who holds no lock of identity"),
    asking("payment"): ("H10", "who holds no lock of payment"),
    asking(until=NEVER): ("H10", "more than 24 hours later"),
    ask_lapsed: ("H10", "who holds no lock of payment"),
    ask_older: ("H10", "not the newest identity"),
    ask_erased: ("H10", "who was erased"),
    consenting(by="Olga"): ("H10", "is given by who asked"),
    consenting(by="Omar"): ("H10", "without the lock opposite"),
    consenting(by="Stu"): ("H10", "without the lock opposite"),
    consenting(opening=uid("other")): ("H10", "differs in opening"),
    consenting(beneficiary=OTHER): ("H10", "differs in beneficiary"),
    consenting(compartment="payment"): ("H10", "differs in compartment"),
    consenting(envelope=uid("other")): ("H10", "differs in envelope"),
    consenting(sha256="0" * 64): ("H10", "differs in sha256"),
    consenting(requester=uid("Omar")): ("H10", "differs in requester"),
    consenting(reason="emergency"): ("H10", "differs in reason"),
    consenting(until=NEVER): ("H10", "differs in until"),
    consenting(nonce="Nadia"): ("H10", "something else than a time and a nonce"),
    consenting(note="Nadia"): ("H10", "lacks or adds members: note"),
    consent_lapsed: ("H10", "without the lock opposite"),
    consent_to_one_who_left: ("H10", "without the lock opposite"),
    consent_late: ("H10", "when it was over"),
    consent_twice: ("H10", "comes while it is consented"),
    consent_erased: ("H10", "was erased"),
    consent_as_another: ("H10", "does not bear the signature"),
    consent_to_nothing: ("H7", "no earlier entry created it"),
    refuse_as_stranger: ("H10", "who holds no lock of identity"),
    refuse_shown: ("H10", "comes while it is shown"),
    show_unconsented: ("H10", "comes while it is asked"),
    show_refused: ("H10", "comes while it is refused"),
    show_twice: ("H10", "comes while it is shown"),
    show_late: ("H10", "when it was over"),
    show_to_another: ("H10", "who did not ask"),
    show_lapsed: ("H10", "who holds no lock of payment any more"),
    show_erased: ("H10", "was erased"),
}
