"""Histories in which roles or the policy change as nobody signed: H3, and what goes with it."""

import datetime as dt
from typing import Any

from tests.audit.replay import awarding, staffing
from tests.audit.replay.altering import WHO, Wrong, add_to_founding, data_of
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import OUTSIDERS, POLICY, History, uid


def proposed(history: History) -> str:
    """Propose an award."""
    case = Case("x", "F1", WHO, [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    return case.proposal


def grant_unsigned(history: History) -> None:
    """Grant a role that nobody signed for."""
    history.work("Stu")
    staffing.grant(history, uid("Olga"), staffing.role("steward"))


def end_unsigned(history: History) -> None:
    """End a role without a proposal."""
    history.work("Stu")
    history.write("role.ended", person=uid("Pia"), role="finance", until=history.at[:10])


def set_policy_unsigned(history: History) -> None:
    """Put a policy in force that nobody signed."""
    history.work("Stu")
    history.write("policy.set", version=2, rules=POLICY)


def change_roles(history: History, name: str, granted: list[Any], ended: list[Any], by: str = "Ada") -> None:
    """Change somebody's roles as it was signed, by whoever."""
    staffing.approve(history, staffing.propose_roles(history, name, granted, ended), by)
    for one in granted:
        staffing.grant(history, uid(name), one)
    for one in ended:
        history.write("role.ended", person=uid(name), **one)


def grant_oneself(history: History) -> None:
    """Sign for one's own new role."""
    change_roles(history, "Ada", [staffing.role("officer")], [], by="Ada")


def grant_longer(history: History) -> None:
    """Grant a role for longer than was signed."""
    change_roles(history, "Pia", [staffing.role("approver")], [])
    history.entries[-1]["data"]["until"] = "2099-12-31"


def grant_to_auditor(history: History) -> None:
    """Grant the auditor another role."""
    change_roles(history, "Ines", [staffing.role("officer")], [])


def grant_to_nobody(history: History) -> None:
    """Propose a role for somebody who was never registered."""
    staffing.propose_roles(history, "Nobody", [staffing.role("officer")], [])


def grant_to_other_subject(history: History) -> None:
    """Propose roles for somebody else than the proposal is about."""
    content = {"person": uid("Pia"), "granted": [], "ended": []}
    staffing.propose(history, "roles", content, subject=uid("Olga"))


def end_other_role(history: History) -> None:
    """End another role than was signed."""
    change_roles(history, "Pia", [], [{"role": "finance", "until": "2026-01-05"}])
    history.entries[-1]["data"]["role"] = "officer"


def end_backwards(history: History) -> None:
    """End a role with a day that was long over."""
    change_roles(history, "Pia", [], [{"role": "finance", "until": "2026-01-03"}])


def end_never(history: History) -> None:
    """Approve the end of a role and leave it at that."""
    change_roles(history, "Pia", [], [{"role": "finance", "until": "2026-01-05"}])
    del history.entries[-1]


def act_after_end(history: History) -> None:
    """Act in a role on the day after it was ended."""
    change_roles(history, "Pia", [], [{"role": "officer", "until": "2026-01-05"}])
    history.now += dt.timedelta(days=1)
    history.work("Pia")
    history.write("donor.recorded", donor=uid("donor 2"), code="D2")


def act_before_beginning(history: History) -> None:
    """Act in a role on the day before it begins."""
    change_roles(history, "Pia", [staffing.role("steward", since="2026-01-06")], [])
    history.work("Pia")
    history.write("enrolment.invited", invitation=uid("x"), person=None)


def set_other_policy(history: History) -> None:
    """Put another policy in force than was signed."""
    staffing.set_policy(history, rules=POLICY)
    history.entries[-1]["data"]["rules"] = POLICY[1:]


def propose_policy_after_next(history: History) -> None:
    """Propose the policy after the next one."""
    staffing.propose(history, "policy", {"version": 3, "rules": POLICY})


def skip_first_policy(history: History) -> None:
    """Begin with the second policy."""
    data_of(history, "policy.set")["version"] = 2


def propose_under_old_policy(history: History) -> None:
    """Propose under a policy that is no longer in force."""
    staffing.set_policy(history)
    history.policy = 1
    proposed(history)


def propose_without_rule(history: History) -> None:
    """Propose something about which the policy says nothing."""
    rules = data_of(history, "policy.set")["rules"]
    data_of(history, "policy.set")["rules"] = [one for one in rules if one["kind"] != "roles"]
    staffing.propose_roles(history, "Pia", [], [])


def name_one_outsider(history: History) -> None:
    """Name one outsider twice."""
    data_of(history, "recovery.set")["recipients"] = [OUTSIDERS[0]] * 2


def name_three_outsiders(history: History) -> None:
    """Name three outsiders."""
    data_of(history, "recovery.set")["recipients"] = [*OUTSIDERS, f"age1{'p' * 58}"]


def name_outsiders_twice(history: History) -> None:
    """Name outsiders a second time."""
    add_to_founding(history, "recovery.set", recipients=OUTSIDERS)


WRONG: Wrong = {
    grant_unsigned: ("H3", "role.granted carries out what nobody approved"),
    end_unsigned: ("H3", "role.ended carries out what nobody approved"),
    set_policy_unsigned: ("H3", "policy.set carries out what nobody approved"),
    grant_oneself: ("H3", "by the one it is about"),
    grant_longer: ("H3", "role.granted differs from what was signed"),
    grant_to_auditor: ("H11", "one of which stands alone"),
    grant_to_nobody: ("H7", "no earlier entry created it"),
    grant_to_other_subject: ("H4", "differs in subject"),
    end_other_role: ("H3", "role.ended differs from what was signed"),
    end_backwards: ("H7", "a day that was over"),
    end_never: ("H7", "its role.ended does not follow"),
    act_after_end: ("H11", "donor.recorded is not for"),
    act_before_beginning: ("H11", "enrolment.invited is not for"),
    set_other_policy: ("H3", "policy.set differs from what was signed"),
    propose_policy_after_next: ("H4", "which is not the next one"),
    skip_first_policy: ("H2", "policy 2 stands where 1 belongs"),
    propose_under_old_policy: ("H3", "names policy 1, not 2"),
    propose_without_rule: ("H3", "about which the policy says nothing"),
    name_one_outsider: ("H10", "not for two different outsiders"),
    name_three_outsiders: ("H10", "not for two different outsiders"),
    name_outsiders_twice: ("H2", "is created a second time"),
}
