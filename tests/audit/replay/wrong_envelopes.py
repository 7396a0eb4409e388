"""Histories in which something is sealed or erased as it should not be: H9, and what goes with it."""

from typing import Any

from tests.audit.replay import awarding, deeds, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.signing import fingerprint, sign

OTHER = "B-0000-0000-0"


def signing(**changed: Any) -> Spoil:
    """Seal a record and sign something else."""

    def sign_otherwise(history: History) -> None:
        sealing.seal(history, WHO, "contact", **changed)

    return named(sign_otherwise, f"seal_and_sign_other_{'_'.join(changed)}")


def sign_as_another(history: History) -> None:
    """Seal a record under somebody else's signature."""
    sealing.seal(history, WHO, "contact")
    data = history.entries[-1]["data"]
    data["signature"] = sign("Omar", data["bytes"].encode(), sealing.NAMESPACE)


def sign_for_another_use(history: History) -> None:
    """Seal a record with a signature made for decisions."""
    sealing.seal(history, WHO, "contact")
    data = history.entries[-1]["data"]
    data["signature"] = sign("Olga", data["bytes"].encode())


def write_with_spaces(history: History) -> None:
    """Sign bytes that are not canonical."""
    sealing.seal(history, WHO, "contact")
    data = history.entries[-1]["data"]
    data["bytes"] = data["bytes"].replace(":", ": ", 1)
    data["signature"] = sign("Olga", data["bytes"].encode(), sealing.NAMESPACE)


def skip_version(history: History) -> None:
    """Skip versions."""
    history.newest[WHO, "contact"]["version"] = 4
    sealing.seal(history, WHO, "contact")


def repeat_version(history: History) -> None:
    """Seal the first version again."""
    del history.newest[WHO, "contact"]
    sealing.seal(history, WHO, "contact")


def seal_elsewhere(history: History) -> None:
    """Seal into a compartment that there is not."""
    sealing.seal(history, WHO, "notes")


def seal_as_finance(history: History) -> None:
    """Seal a record as finance."""
    sealing.seal(history, WHO, "contact", by="Fay")


def seal_twice(history: History) -> None:
    """Seal two records under one id."""
    sealing.seal(history, WHO, "attachment")
    first = history.entries[-1]["data"]["envelope"]
    history.work("Olga")
    said = {**history.newest[WHO, "attachment"], "envelope": first, "version": 2}
    history.write("envelope.sealed", **said, **deeds.statement(history, "Olga", sealing.NAMESPACE, said))


def seal_for_nobody(history: History) -> None:
    """Seal a record about somebody who was never registered."""
    sealing.seal(history, OTHER, "contact")


def seal_after_erasure(history: History) -> None:
    """Seal a record about somebody who was erased."""
    sealing.erase(history, WHO, 3)
    sealing.seal(history, WHO, "contact")


def erase_fewer(history: History) -> None:
    """Erase fewer envelopes than there are."""
    sealing.erase(history, WHO, 2)


def erase_another(history: History) -> None:
    """Erase somebody else than was signed."""
    sealing.register(history, OTHER)
    sealing.erase(history, WHO, 3)
    history.entries[-1]["data"]["beneficiary"] = OTHER


def erase_unsigned(history: History) -> None:
    """Erase somebody for whom nobody has signed."""
    history.work("Kit")
    history.write("beneficiary.erased", beneficiary=WHO, proposal=uid("none"), envelopes=3)


def erase_never(history: History) -> None:
    """Approve an erasure and leave it at that."""
    sealing.erase(history, WHO, 3)
    del history.entries[-1]


def erase_twice(history: History) -> None:
    """Erase somebody a second time."""
    sealing.erase(history, WHO, 3)
    again = sealing.propose_erasure(history, WHO, proposal=uid("again"))
    assert again != uid("again")
    deeds.decide(history, uid("again"), "Ada")
    deeds.settle(history, uid("again"), "approved")
    history.write("beneficiary.erased", beneficiary=WHO, proposal=uid("again"), envelopes=3)


def erase_as_officer(history: History) -> None:
    """Propose an erasure as an officer."""
    sealing.propose_erasure(history, WHO, by="Olga")


def erase_oneself_told(history: History) -> None:
    """Propose an erasure of one, and name another beside it."""
    sealing.register(history, OTHER)
    sealing.propose_erasure(history, WHO, beneficiary=OTHER)


def erase_nobody(history: History) -> None:
    """Propose to erase somebody who was never registered."""
    sealing.propose_erasure(history, OTHER)


def telling(place: str, **members: Any) -> Spoil:
    """Propose an award with a member that holds words about a person."""

    def tell(history: History) -> None:
        case = Case("x", "F1", WHO, [100])
        awarding.draft(history, case)
        history.work("Olga")
        full = {**awarding.signed_terms(history, case), "revision": 1}
        part = full[place] if place else full
        part.update(members)
        deeds.make_proposal(history, full)
        ids = {"award": case.award, "proposal": case.proposal}
        history.write("award.proposed", **ids, revision=1, from_="drafted")

    return named(tell, f"tell_in_{place or 'proposal'}_{'_'.join(members)}")


WRONG: Wrong = {
    signing(sha256="0" * 64): ("H9", "differs in sha256"),
    signing(beneficiary=OTHER): ("H9", "differs in beneficiary"),
    signing(compartment="identity"): ("H9", "differs in compartment"),
    signing(version=9): ("H9", "differs in version"),
    signing(envelope=uid("other")): ("H9", "differs in envelope"),
    signing(organisation="other.example/books"): ("H9", "differs in organisation"),
    signing(person=uid("Omar")): ("H9", "differs in person"),
    signing(key=fingerprint("Omar")): ("H9", "differs in key"),
    signing(note="Nadia"): ("H9", "lacks or adds members: note"),
    signing(at="Nadia"): ("H9", "something else than a time"),
    signing(at="2026-02-01T00:00:00Z"): ("H9", "signed later"),
    signing(at="2025-02-01T00:00:00Z"): ("H9", "before its key was registered"),
    sign_as_another: ("H9", "does not bear the signature"),
    sign_for_another_use: ("H9", "does not bear the signature"),
    write_with_spaces: ("H9", "are not a canonical JSON object"),
    skip_version: ("H9", "has version 5, 2 belongs there"),
    repeat_version: ("H9", "has version 1, 2 belongs there"),
    seal_elsewhere: ("H9", "no compartment that there is: 'notes'"),
    seal_as_finance: ("H11", "envelope.sealed is not for"),
    seal_twice: ("H2", "is created a second time"),
    seal_for_nobody: ("H7", "no earlier entry created it"),
    seal_after_erasure: ("H9", "is sealed after"),
    erase_fewer: ("H9", "2 envelopes of B-7K3M-9QXT-C are erased, there are 3"),
    erase_another: ("H3", "beneficiary.erased differs from what was signed"),
    erase_unsigned: ("H3", "beneficiary.erased carries out what nobody approved"),
    erase_never: ("H7", "its beneficiary.erased does not follow"),
    erase_twice: ("H13", "is erased a second time"),
    erase_as_officer: ("H11", "(erasure) is made by"),
    erase_oneself_told: ("H4", "differs in beneficiary"),
    erase_nobody: ("H7", "no earlier entry created it"),
    telling("content", note="Nadia"): ("H9", "lacks or adds 'note'"),
    telling("money", note="Nadia"): ("H9", "in 'money'"),
    telling("", reason="she fled to Oslo"): ("H9", "in 'reason'"),
}
