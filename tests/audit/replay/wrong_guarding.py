"""Histories of bad days gone wrong: suspension, lock-down, backups; and people's cases (H7, H11)."""

from typing import Any

from tests.audit.replay import guarding, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, named
from tests.audit.replay.histories import History, uid
from tests.audit.replay.signing import sign


def suspend_another(history: History) -> None:
    """Suspend somebody else's access."""
    history.work("Stu")
    history.write("access.suspended", person=uid("Pia"), until="2026-01-08")


def suspending(days: int) -> Spoil:
    """Suspend one's access for other than one to sixty days."""

    def suspend_otherwise(history: History) -> None:
        guarding.suspend(history, "Pia", days=days)

    return named(suspend_otherwise, f"suspend_for_{days}_days")


def act_suspended(history: History) -> None:
    """Act on a journey."""
    guarding.suspend(history, "Pia")
    history.work("Pia")
    history.write("export.made", what="journal", rows=1)


def act_locked_down(history: History) -> None:
    """Act while a lock-down lasts."""
    guarding.raise_lockdown(history, "l1")
    history.work("Ines")
    history.write("export.made", what="journal", rows=1)


def act_in_raising(history: History) -> None:
    """Act in the very work that raises a lock-down."""
    guarding.raise_lockdown(history, "l1")
    history.write("donor.recorded", donor=uid("donor 2"), code="D2")


def raise_twice(history: History) -> None:
    """Raise a lock-down while one lasts."""
    guarding.raise_lockdown(history, "l1")
    guarding.raise_lockdown(history, "l2", by="Stu")


def raise_again(history: History) -> None:
    """Raise a lock-down under an id that was used."""
    guarding.lift(history, guarding.raise_lockdown(history, "l1"))
    guarding.raise_lockdown(history, "l1")


def raise_as_stranger(history: History) -> None:
    """Raise a lock-down as somebody who was never registered."""
    guarding.raise_lockdown(history, "l1", by="Nobody")


def lift_as(name: str) -> Spoil:
    """Sign to lift without the role for it."""

    def sign_without_role(history: History) -> None:
        guarding.sign_lift(history, guarding.raise_lockdown(history, "l1"), name)

    return named(sign_without_role, f"lift_as_{name}")


def lifting(**changed: Any) -> Spoil:
    """Sign to lift something else."""

    def sign_otherwise(history: History) -> None:
        guarding.sign_lift(history, guarding.raise_lockdown(history, "l1"), "Ada", **changed)

    return named(sign_otherwise, f"sign_to_lift_other_{'_'.join(changed)}")


def lift_as_another(history: History) -> None:
    """Sign to lift under somebody else's signature."""
    guarding.sign_lift(history, guarding.raise_lockdown(history, "l1"), "Ada")
    data = history.entries[-1]["data"]
    data["signature"] = sign("Ben", data["bytes"].encode(), guarding.NAMESPACE)


def lift_other(history: History) -> None:
    """Sign to lift a lock-down that does not last."""
    guarding.raise_lockdown(history, "l1")
    guarding.sign_lift(history, uid("l2"), "Ada")


def lift_without_any(history: History) -> None:
    """Lift where nothing was raised."""
    history.work("Ada")
    history.write("lockdown.lifted", lockdown=uid("l1"))


def lift_with_one(history: History) -> None:
    """Lift with one signature."""
    lockdown = guarding.raise_lockdown(history, "l1")
    guarding.sign_lift(history, lockdown, "Ada")
    history.write("lockdown.lifted", lockdown=lockdown)


def lift_with_one_twice(history: History) -> None:
    """Lift with two signatures of one person."""
    guarding.lift(history, guarding.raise_lockdown(history, "l1"), "Ada", "Ada")


def lift_later(history: History) -> None:
    """Lift in the work after that of the second signature."""
    lockdown = guarding.raise_lockdown(history, "l1")
    guarding.lift(history, lockdown)
    history.entries[-1]["work"] = uid("later")


def lift_never(history: History) -> None:
    """Leave a lock-down lasting that two people have signed to lift."""
    lockdown = guarding.raise_lockdown(history, "l1")
    for name in ("Ada", "Stu"):
        guarding.sign_lift(history, lockdown, name)


def backing_up(verb: str, **data: Any) -> Spoil:
    """Make or restore a backup that cannot be."""

    def back_up_otherwise(history: History) -> None:
        history.work("system")
        history.write(verb, **data)

    return named(back_up_otherwise, f"{verb}_{'_'.join(map(str, data.values()))}")


def back_up_as_person(history: History) -> None:
    """Make a backup as a person."""
    history.work("Stu")
    history.write("backup.made", size=5)


def second(name: str) -> Spoil:
    """Name somebody as a case's other officer who is none."""

    def name_otherwise(history: History) -> None:
        history.work("Olga")
        history.write("beneficiary.seconded", beneficiary=WHO, person=uid(name))

    return named(name_otherwise, f"second_{name}")


def acting(by: str, verb: str, **data: Any) -> Spoil:
    """Do something about a case otherwise."""

    def act_otherwise(history: History) -> None:
        history.work(by)
        history.write(verb, **data)

    return named(act_otherwise, f"{verb}_by_{by}_{'_'.join(map(str, data.values()))}")


def withdraw_twice(history: History) -> None:
    """Take a consent back twice."""
    history.work("Olga")
    history.write("consent.recorded", beneficiary=WHO, version="2026-1", scope="support", date="2026-01-05")
    for _ in range(2):
        history.write("consent.withdrawn", beneficiary=WHO, date="2026-01-05")


def erase_again_too_many(history: History) -> None:
    """Erase more people again than were erased."""
    sealing.erase(history, WHO, 3)
    history.work("system")
    history.write("backup.restored", size=len(history.entries), erased=2)


NOBODY = "B-0000-0000-0"
AGREED: dict[str, Any] = {"version": "2026-1", "scope": "support", "date": "2026-01-05"}

WRONG: Wrong = {
    suspend_another: ("H11", "is suspended by"),
    suspending(61): ("H7", "is suspended until 2026-03-07"),
    suspending(-1): ("H7", "is suspended until 2026-01-04"),
    act_suspended: ("H11", "while they have suspended their own access"),
    act_locked_down: ("H11", "while a lock-down lasts"),
    act_in_raising: ("H11", "while a lock-down lasts"),
    raise_twice: ("H11", "is raised while another lasts"),
    raise_again: ("H2", "is created a second time"),
    raise_as_stranger: ("H11", "lockdown.raised is not for"),
    lift_as("Olga"): ("H11", "lockdown.lift_signed is not for"),
    lift_as("Ines"): ("H11", "lockdown.lift_signed is not for"),
    lifting(lockdown=uid("l2")): ("H11", "differs in lockdown"),
    lifting(person=uid("Ben")): ("H11", "differs in person"),
    lifting(organisation="other.example/books"): ("H11", "differs in organisation"),
    lifting(nonce="Nadia"): ("H11", "something else than a time and a nonce"),
    lift_as_another: ("H11", "does not bear the signature"),
    lift_other: ("H11", "which does not last"),
    lift_without_any: ("H11", "which does not last"),
    lift_with_one: ("H11", "without the signatures of two people"),
    lift_with_one_twice: ("H11", "is their second one"),
    lift_later: ("H7", "lasts on though two people have signed"),
    lift_never: ("H7", "lasts on though two people have signed"),
    backing_up("backup.made", size=10**6): ("H7", "a backup is made of"),
    backing_up("backup.made", size=0): ("H7", "a backup is made of"),
    backing_up("backup.restored", size=10**6, erased=0): ("H7", "is restored, there were"),
    backing_up("backup.restored", size=3, erased=0): ("H7", "is restored, there were"),
    backing_up("backup.restored", size=45, erased=1): ("H7", "1 beneficiaries are erased again, 0 were before"),
    erase_again_too_many: ("H7", "2 beneficiaries are erased again, 1 were before"),
    back_up_as_person: ("H11", "backup.made is not for"),
    second("Olga"): ("H11", "is no other officer"),
    second("Fay"): ("H11", "is no other officer"),
    acting("Olga", "beneficiary.seconded", beneficiary=NOBODY, person=uid("Omar")): ("H7", "no earlier entry"),
    acting("Fay", "consent.recorded", beneficiary=WHO, **AGREED): ("H11", "consent.recorded is not for"),
    acting("Olga", "consent.recorded", beneficiary=NOBODY, **AGREED): ("H7", "no earlier entry created it"),
    acting("Olga", "consent.withdrawn", beneficiary=WHO, date="2026-01-05"): ("H7", "that is not in force"),
    acting("Olga", "consent.withdrawn", beneficiary=NOBODY, date="2026-01-05"): ("H7", "no earlier entry"),
    acting("Olga", "erasure.dated", beneficiary=NOBODY, on=None): ("H7", "no earlier entry created it"),
    acting("Kit", "erasure.dated", beneficiary=WHO, on=None): ("H11", "erasure.dated is not for"),
    withdraw_twice: ("H7", "that is not in force"),
    acting("Olga", "hint.checked", count=1, hits=2): ("H7", "more than there can be"),
    acting("Olga", "hint.checked", count=0, hits=1): ("H7", "more than there can be"),
    acting("Pia", "hint.checked", count=1, hits=0): ("H10", "who does not hold the lock hints"),
    acting("Nobody", "alarm.raised", what="x", beneficiary=None, about=None): ("H11", "alarm.raised is not for"),
}
