"""Several ways to be paid: a history that is right, and those in which one is mistaken for another."""

from tests.audit.replay import awarding, deeds, moving, opening, payees, paying, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, paid_by, uid

AWARD = uid("award way")
OWN, SCHOOL = 1, 2


def grant(history: History, name: str, way: int) -> Case:
    """Let a stipend be approved that is paid in this way."""
    case = Case(name, "F1", WHO, [100, 100], "stipend")
    case.way = way
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    return case


def tell(history: History) -> None:
    """Pay a stipend into somebody's own account while a school is paid, whose account changes; then both go there."""
    stipend = grant(history, "own", OWN)
    sealing.seal_way(history, WHO, SCHOOL)
    fees = grant(history, "school", SCHOOL)
    payees.change(history, WHO, fees.award, way=SCHOOL)
    awarding.recognise(history, stipend, 1)
    paying.start(history, "own 1", [stipend.payment(1)])
    payees.approve(history, fees.award, WHO, SCHOOL)
    asked = opening.ask(history, WHO, paid_by(SCHOOL), "Fay")
    opening.refuse(history, asked, "Ada")
    other = grant(history, "later", OWN)
    moving.move(history, other, SCHOOL, moving.ask_to_move(history, other, SCHOOL))


def sealing_way(compartment: str, way: int | None) -> Spoil:
    """Seal a record about a way to be paid that it cannot be about."""

    def seal_otherwise(history: History) -> None:
        history.work("Olga")
        sealing.write_way(history, WHO, compartment, way)

    return named(seal_otherwise, f"seal_{compartment}_of_way_{way}")


def sign_another_way(history: History) -> None:
    """Sign that details are of another way than the entry says."""
    history.work("Olga")
    sealing.write_way(history, WHO, "payment", SCHOOL, "Olga", way=OWN)


def telling_way(compartment: str, channel: str | None, hands: str | None) -> Spoil:
    """Seal a record that says it pays by a channel, into hands, by which or into which it cannot."""

    def tell_otherwise(history: History) -> None:
        history.work("Olga")
        sealing.write_way(history, WHO, compartment, OWN if compartment == "payment" else None)
        sealed = history.entries.pop()["data"]
        said = {name: value for name, value in sealed.items() if name not in {"bytes", "signature"}}
        said |= {"channel": channel, "paid_to": hands}
        history.write("envelope.sealed", **said, **deeds.statement(history, "Olga", sealing.NAMESPACE, said))

    return named(tell_otherwise, f"seal_{compartment}_by_{channel}_into_{hands}")


def sign_other_hands(history: History) -> None:
    """Sign that details are a provider's, and enter that they are the beneficiary's own."""
    history.work("Olga")
    sealing.write_way(history, WHO, "payment", SCHOOL, "Olga", paid_to="provider")


def name_other_channel(history: History) -> None:
    """Propose an award by another channel than its way to be paid is."""
    sealing.seal_way(history, WHO, SCHOOL, "voucher")
    history.newest[WHO, paid_by(SCHOOL)]["channel"] = "bank"
    case = Case("way", "F1", WHO, [100])
    case.way = SCHOOL
    awarding.draft(history, case)
    awarding.propose(history, case)


def change_into_other_hands(history: History) -> None:
    """Propose new details of a running award as the beneficiary's own, which are an intermediary's."""
    grant(history, "way", OWN)
    envelope = sealing.seal_way(history, WHO, OWN, "cash")
    history.write("payee.voided", award=AWARD, envelope=envelope)
    payees.make_proposal(history, AWARD, WHO)


def keep_superseded(history: History) -> None:
    """Change a way by which a running award is paid, and void nothing."""
    sealing.seal_way(history, WHO, SCHOOL)
    grant(history, "way", SCHOOL)
    sealing.seal_way(history, WHO, SCHOOL)


def void_for_another_way(history: History) -> None:
    """Void what is paid by one way, since another was changed."""
    grant(history, "way", OWN)
    sealing.seal_way(history, WHO, SCHOOL)
    envelope = sealing.seal_way(history, WHO, SCHOOL)
    history.write("payee.voided", award=AWARD, envelope=envelope)


def void_for_a_new_way(history: History) -> None:
    """Void what is paid by one way, since there is another."""
    grant(history, "way", OWN)
    history.write("payee.voided", award=AWARD, envelope=sealing.seal_way(history, WHO, SCHOOL))


def name_another_way(history: History) -> None:
    """Propose an award that says one way and names the details of another."""
    sealing.seal_way(history, WHO, SCHOOL)
    history.newest[WHO, paid_by(SCHOOL)] = history.newest[WHO, paid_by(OWN)]
    case = Case("way", "F1", WHO, [100])
    case.way = SCHOOL
    awarding.draft(history, case)
    awarding.propose(history, case)


def name_superseded(history: History) -> None:
    """Propose an award that names details which were replaced in their way."""
    sealing.seal_way(history, WHO, SCHOOL)
    former = history.newest[WHO, paid_by(SCHOOL)]
    sealing.seal_way(history, WHO, SCHOOL)
    history.newest[WHO, paid_by(SCHOOL)] = former
    case = Case("way", "F1", WHO, [100])
    case.way = SCHOOL
    awarding.draft(history, case)
    awarding.propose(history, case)


def approve_superseded(history: History) -> None:
    """Approve an award for details which were replaced in their way since."""
    sealing.seal_way(history, WHO, SCHOOL)
    case, former = Case("way", "F1", WHO, [100]), history.newest[WHO, paid_by(SCHOOL)]
    case.way = SCHOOL
    awarding.draft(history, case)
    awarding.propose(history, case)
    sealing.seal_way(history, WHO, SCHOOL)
    history.newest[WHO, paid_by(SCHOOL)] = former
    awarding.approve(history, case)


def move_to_another_way(history: History) -> None:
    """Propose that a running award is paid in another way."""
    grant(history, "way", OWN)
    sealing.seal_way(history, WHO, SCHOOL)
    payees.make_proposal(history, AWARD, WHO, SCHOOL)


def read_superseded(history: History) -> None:
    """Ask to read details which were replaced in their way."""
    former = sealing.seal_way(history, WHO, SCHOOL)
    sealing.seal_way(history, WHO, SCHOOL)
    opening.ask(history, WHO, "payment", "Fay", envelope=former)


def keep_way_of_erased(history: History) -> None:
    """Erase fewer envelopes than there are ways and records."""
    sealing.seal_way(history, WHO, SCHOOL)
    sealing.erase(history, WHO, 3)


WRONG: Wrong = {
    sealing_way("payment", 3): ("H9", "is of way 3 to be paid, 1 are there"),
    sealing_way("payment", None): ("H9", "is of way None to be paid, 1 are there"),
    sealing_way("contact", OWN): ("H9", "is sealed into contact, but says a way to be paid"),
    sign_another_way: ("H9", "differs in way"),
    telling_way("contact", "bank", None): ("H9", "sealed into contact, but says how money is paid"),
    telling_way("identity", None, "provider"): ("H9", "sealed into identity, but says how money is paid"),
    telling_way("payment", "pigeon", "provider"): ("H9", "pays by pigeon into unknown hands"),
    telling_way("payment", "bank", "friend"): ("H9", "by bank into unknown hands: friend"),
    telling_way("payment", "cash", "beneficiary"): ("H9", "by cash into unknown hands: beneficiary"),
    telling_way("payment", "bank", None): ("H9", "by bank into unknown hands: None"),
    sign_other_hands: ("H9", "differs in paid_to"),
    name_other_channel: ("H4", "differs in channel"),
    change_into_other_hands: ("H4", "differs in channel, paid_to"),
    keep_superseded: ("H10", "keeps the payee"),
    void_for_another_way: ("H10", "no other payment details were sealed"),
    void_for_a_new_way: ("H10", "no other payment details were sealed"),
    name_another_way: ("H10", "does not name the newest payment details"),
    name_superseded: ("H10", "does not name the newest payment details"),
    approve_superseded: ("H10", "does not hold the newest payment details"),
    move_to_another_way: ("H4", "differs in envelope, way"),
    read_superseded: ("H10", "not the newest payment"),
    keep_way_of_erased: ("H9", "3 envelopes of B-7K3M-9QXT-C are erased, there are 4"),
}
