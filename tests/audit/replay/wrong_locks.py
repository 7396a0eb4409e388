"""Histories in which locks are held by whom they should not be: H10, and what goes with it."""

import datetime as dt
from typing import Any

from tests.audit.replay import guarding, locking, paying, staffing
from tests.audit.replay.altering import Spoil, Wrong, add_to_founding, data_of, drop, lapse, named
from tests.audit.replay.histories import History, lock_of, uid
from tests.audit.replay.story import grant, pay


def set_unknown(history: History) -> None:
    """Set a lock that there is not."""
    add_to_founding(history, "lock.set", **lock_of("safe", 1), members=[])


def set_twice(history: History) -> None:
    """Set the lock of contacts a second time."""
    lock = {**lock_of("contact", 9), "lock": uid("another"), "epoch": 1}
    add_to_founding(history, "lock.set", **lock, members=[])


def set_late(history: History) -> None:
    """Set a lock after the founding."""
    drop(history, "lock.set", name="hints")
    history.work("system")
    history.write("lock.set", **lock_of("hints", 1), members=[])


def setting(name: str, **changed: Any) -> Spoil:
    """Set a lock otherwise."""

    def set_otherwise(history: History) -> None:
        data_of(history, "lock.set", name=name).update(changed)

    return named(set_otherwise, f"set_{name}_with_other_{'_'.join(changed)}")


def join_renewed(history: History) -> None:
    """Join a lock with a copy from before it was renewed."""
    proposal = locking.propose(history, "contact", "Cleo")
    locking.renew(history, "contact", ["Olga", "Omar"], 1, by="Omar")
    staffing.approve(history, proposal)
    history.write("lock.joined", **locking.copy_of(history, "contact", "Cleo", epoch=1), proposal=proposal)


def join_opposite(history: History) -> None:
    """Join the lock of finance while holding that of approvers."""
    data_of(history, "role.granted", person=uid("Cleo"), role="officer")["role"] = "finance"
    locking.join(history, "payment.finance", "Cleo", by="Fay")


def join_opposite_known(history: History) -> None:
    """Join the lock of finance after giving up that of approvers, whose key is still the same."""
    data_of(history, "role.granted", person=uid("Cleo"), role="officer")["role"] = "finance"
    guarding.suspend(history, "Cleo", "payment.approval")
    history.now += dt.timedelta(days=4)
    locking.join(history, "payment.finance", "Cleo", by="Fay")


def join_suspended(history: History) -> None:
    """Join a lock on a journey."""
    guarding.suspend(history, "Cleo", "payment.approval")
    locking.join(history, "contact", "Cleo")


def join_roleless(history: History) -> None:
    """Join a lock without its role."""
    locking.join(history, "contact", "Stu")


def join_other_person(history: History) -> None:
    """Let somebody else join than was signed."""
    locking.join(history, "contact", "Cleo", person=uid("Pia"))


def join_unsigned(history: History) -> None:
    """Let somebody join whom nobody has signed for."""
    history.work("Ada")
    history.write("lock.joined", **locking.copy_of(history, "contact", "Cleo"), proposal=uid("none"))


def join_never(history: History) -> None:
    """Approve access and leave it at that."""
    staffing.approve(history, locking.propose(history, "contact", "Cleo"))


def join_oneself(history: History) -> None:
    """Sign for one's own access."""
    locking.join(history, "contact", "Cleo", signer="Cleo")


def propose_without_copy(history: History) -> None:
    """Propose access to a lock that one does not hold."""
    locking.propose(history, "contact", "Cleo", by="Pia")


def propose_lapsed(history: History) -> None:
    """Propose access to a lock without its role."""
    lapse(history, "Omar", "officer")
    locking.propose(history, "contact", "Cleo", by="Omar")


def propose_other_name(history: History) -> None:
    """Propose access to one lock under the name of another."""
    locking.propose(history, "contact", "Cleo", name="hints")


def propose_other_subject(history: History) -> None:
    """Propose access for somebody else than the proposal is about."""
    content = {**locking.copy_of(history, "contact", "Cleo"), "name": "contact"}
    staffing.propose(history, "access", content, "Olga", subject=uid("Pia"))


def travelled(history: History) -> None:
    """Let Olga give up her locks for a journey, and come back."""
    guarding.suspend(history, "Olga", "contact", "hints", "identity.programme")
    history.now += dt.timedelta(days=4)


def regrant_lapsed(history: History) -> None:
    """Grant a lock again without its role."""
    lapse(history, "Omar", "officer")
    travelled(history)
    locking.regrant(history, "contact", "Olga", by="Omar")


def regrant_without_copy(history: History) -> None:
    """Grant a lock again that one does not hold."""
    travelled(history)
    locking.regrant(history, "contact", "Olga", by="Pia")


def regrant_other_epoch(history: History) -> None:
    """Grant a lock again at another epoch."""
    travelled(history)
    locking.regrant(history, "contact", "Olga", by="Omar", epoch=2)


def regrant_to_stranger(history: History) -> None:
    """Grant a lock again to somebody who never held it."""
    locking.regrant(history, "contact", "Cleo")


def regrant_after_renewal(history: History) -> None:
    """Grant a lock again to somebody whom its renewal has left out."""
    travelled(history)
    locking.renew(history, "contact", ["Omar"], 1, by="Omar")
    locking.regrant(history, "contact", "Olga", by="Omar")


def regrant_too_early(history: History) -> None:
    """Grant a lock again before the journey is over."""
    guarding.suspend(history, "Olga", "contact", "hints", "identity.programme")
    locking.regrant(history, "contact", "Olga", by="Omar")


def recover_without_outsiders(history: History) -> None:
    """Recover a lock though no outsiders were named."""
    drop(history, "recovery.set")
    locking.recover(history, "contact", "Cleo")


def recover_other_epoch(history: History) -> None:
    """Recover a lock at another epoch."""
    locking.recover(history, "contact", "Cleo", epoch=2)


def recover_by_officer(history: History) -> None:
    """Recover a lock without the installation."""
    history.work("Olga")
    history.write("lock.recovered", **locking.copy_of(history, "contact", "Cleo"))


def renewing(by: str = "Olga", count: int = 1, members: tuple[str, ...] = ("Olga",), **changed: Any) -> Spoil:
    """Renew the lock of contacts otherwise."""

    def renew_otherwise(history: History) -> None:
        locking.renew(history, "contact", list(members), count, by, **changed)

    return named(renew_otherwise, f"renew_by_{by}_{count}_for_{'_'.join(members)}_{'_'.join(changed)}")


def renew_lapsed(history: History) -> None:
    """Renew a lock without its role."""
    lapse(history, "Omar", "officer")
    locking.renew(history, "contact", ["Olga"], 1, by="Omar")


def renewing_finance(count: int) -> Spoil:
    """Renew the lock of finance while two awards wait for money and one is paid, sealing anew this many keys."""

    def renew_miscounted(history: History) -> None:
        done = grant(history, "done", [100])
        pay(history, done, 1, "r1")
        paying.complete(history, done)
        for name in ("x", "y"):
            grant(history, name, [100])
        locking.renew(history, "payment.finance", ["Fay", "Gus"], count, by="Fay")

    return named(renew_miscounted, f"renew_finance_{count}")


def renew_unlike_before(history: History) -> None:
    """Renew a lock twice, losing a key on the way of which no alarm spoke."""
    locking.renew(history, "contact", ["Olga"], 1)
    locking.renew(history, "contact", ["Olga"], 0)


def leave_unheld(history: History) -> None:
    """Leave a lock that one does not hold."""
    guarding.suspend(history, "Cleo", "payment.approval", "contact")


def leaving(why: str) -> Spoil:
    """Let somebody leave a lock for no cause."""

    def leave_without_cause(history: History) -> None:
        history.work("Olga")
        locking.leave(history, "contact", "Omar", why)

    return named(leave_without_cause, f"leave_{why}_without_cause")


def keep_suspended(history: History) -> None:
    """Keep a copy on a journey."""
    guarding.suspend(history, "Fay")


def keep_with_new_keys(history: History) -> None:
    """Keep a copy that was sealed to one's former key."""
    staffing.change_keys(history, "Kit", "Kit 2")


def keep_without_role(history: History) -> None:
    """Keep a copy after the role ended."""
    staffing.end_role(history, "Omar", "officer", "contact", "hints")


WRONG: Wrong = {
    set_unknown: ("H10", "is none that there are"),
    set_twice: ("H10", "is set a second time"),
    set_late: ("H7", "lock hints is set outside the founding"),
    setting("contact", epoch=2): ("H10", "begins with epoch 2"),
    setting("hints", public_key=lock_of("contact", 1)["public_key"]): ("H10", "a public key that was used before"),
    setting("contact", members=[uid("Stu")]): ("H10", "has not the role officer"),
    setting("payment.finance", members=[uid("Fay"), uid("Gus"), uid("Ada")]): ("H10", "holds its opposite"),
    join_renewed: ("H10", "at epoch 1, the lock is at 2"),
    join_opposite: ("H10", "holds its opposite payment.approval"),
    join_opposite_known: ("H10", "held its opposite payment.approval"),
    join_suspended: ("H10", "while their access is suspended"),
    join_roleless: ("H10", "has not the role officer"),
    join_other_person: ("H3", "lock.joined differs from what was signed"),
    join_unsigned: ("H3", "lock.joined carries out what nobody approved"),
    join_never: ("H7", "its lock.joined does not follow"),
    join_oneself: ("H3", "by the one it is about"),
    propose_without_copy: ("H10", "who does not hold the lock contact"),
    propose_lapsed: ("H11", "not in the role"),
    propose_other_name: ("H4", "differs in name"),
    propose_other_subject: ("H4", "differs in subject"),
    regrant_lapsed: ("H11", "who has not its role"),
    regrant_without_copy: ("H10", "who does not hold it"),
    regrant_other_epoch: ("H10", "at epoch 2, the lock is at 1"),
    regrant_to_stranger: ("H10", "who does not wait for a copy"),
    regrant_after_renewal: ("H10", "who does not wait for a copy"),
    regrant_too_early: ("H10", "while their access is suspended"),
    recover_without_outsiders: ("H10", "no outsiders were named"),
    recover_other_epoch: ("H10", "at epoch 2, the lock is at 1"),
    recover_by_officer: ("H11", "lock.recovered is not for"),
    renewing(by="Pia"): ("H10", "who does not hold it"),
    renewing(count=2): ("H10", "with 2 keys sealed anew, there are 1"),
    renewing(count=0): ("H10", "with 0 keys sealed anew, there are 1"),
    renewing(members=("Olga", "Cleo")): ("H10", "who did not hold it"),
    renewing(name="hints"): ("H10", "is renewed as hints"),
    renewing(epoch=3): ("H10", "epoch 3, after epoch 1"),
    renewing(public_key=lock_of("contact", 1)["public_key"]): ("H10", "a public key that was used before"),
    renewing_finance(2): ("H10", "with 2 keys sealed anew, there are 4"),
    renewing_finance(5): ("H10", "with 5 keys sealed anew, there are 4"),
    renew_lapsed: ("H11", "who has not its role"),
    renew_unlike_before: ("H10", "with 0 keys sealed anew"),
    leave_unheld: ("H10", "which they did not hold"),
    leaving("role_ended"): ("H7", "(role_ended) without that cause"),
    leaving("keys_changed"): ("H7", "(keys_changed) without that cause"),
    leaving("suspended"): ("H7", "(suspended) without that cause"),
    leaving("asked_to"): ("H7", "(asked_to) without that cause"),
    keep_suspended: ("H10", "keeps a copy of the lock payment.finance"),
    keep_with_new_keys: ("H10", "sealed to their former key"),
    keep_without_role: ("H10", "keeps a copy of the lock identity.programme"),
}
