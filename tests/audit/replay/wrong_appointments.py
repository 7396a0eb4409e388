"""Histories in which people come or change keys as nobody signed: H3, and what goes with it."""

import datetime as dt
from typing import Any

from tests.audit.replay import awarding, deeds, sealing, staffing
from tests.audit.replay.altering import WHO, Spoil, Wrong, data_of, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, keys_of, register, uid


def register_unsigned(history: History) -> None:
    """Register a person whom nobody appointed."""
    history.work("system")
    register(history, "Late")


def change_keys_unsigned(history: History) -> None:
    """Change somebody's keys without a proposal."""
    history.work("Stu")
    history.write("person.key_changed", person=uid("Pia"), proposal=uid("none"), **keys_of("Pia 2"))


def appointing(verb: str, **changed: Any) -> Spoil:
    """Appoint somebody otherwise than was signed."""

    def appoint_otherwise(history: History) -> None:
        staffing.appoint(history, "Noa", "officer")
        data_of(history, verb, person=uid("Noa")).update(changed)

    return named(appoint_otherwise, f"appoint_with_other_{verb}_{'_'.join(changed)}")


def appoint_with_more_roles(history: History) -> None:
    """Grant a role more than was signed."""
    staffing.appoint(history, "Noa", "officer")
    staffing.grant(history, uid("Noa"), staffing.role("finance"))


def appoint_with_fewer_roles(history: History) -> None:
    """Grant a role fewer than was signed."""
    staffing.appoint(history, "Noa", "officer", "finance")
    del history.entries[-1]


def appoint_never(history: History) -> None:
    """Approve an appointment and leave it at that."""
    staffing.approve(history, staffing.propose_appointment(history, "Noa"))


def appoint_known(history: History) -> None:
    """Propose to appoint somebody who is registered."""
    staffing.propose_appointment(history, "Noa", person=uid("Pia"))


def appoint_twice(history: History) -> None:
    """Appoint one person by two proposals, under other keys."""
    invitation = staffing.invite(history, "Noa", "Noa 2")
    first = staffing.propose_appointment(history, "Noa", "officer")
    content = {**history.proposals[first]["content"], **keys_of("Noa 2"), "invitation": invitation, "roles": []}
    second = staffing.propose(history, "appointment", content)
    for proposal in (first, second):
        signed = staffing.approve(history, proposal)
        staffing.register(history, signed)
        for one in signed["roles"]:
            staffing.grant(history, signed["person"], one)


def appoint_with_keys_of(**shared: str) -> Spoil:
    """Appoint somebody under a key that another has."""

    def appoint_sharing(history: History) -> None:
        invitation = staffing.invite(history, "Noa", "Noa")
        keys = {**keys_of("Noa"), **{kind: keys_of(name)[kind] for kind, name in shared.items()}}
        history.entries[-1]["data"].update(keys)
        content = {"person": uid("Noa"), "code": "NO", "invitation": invitation, **keys, "roles": []}
        staffing.register(history, staffing.approve(history, staffing.propose(history, "appointment", content)))

    return named(appoint_sharing, f"share_{'_'.join(shared)}")


def share_former_key(history: History) -> None:
    """Appoint somebody under the key that another had before."""
    staffing.change_keys(history, "Pia", "Pia 2")
    appoint_with_keys_of(signing_key="Pia")(history)


def appoint_with_other_keys(history: History) -> None:
    """Propose keys that the invited did not make."""
    staffing.propose_appointment(history, "Noa", **keys_of("Stu's own"))


def appoint_with_former_keys(history: History) -> None:
    """Propose keys that the invited have replaced since."""
    invitation = staffing.invite(history, "Noa", "Noa")
    staffing.prepare(history, invitation, "Noa again")
    staffing.propose_appointment(history, "Noa", invitation=invitation)


def appoint_after_beginning_again(history: History) -> None:
    """Approve keys that the invited have replaced since they were proposed."""
    proposal = staffing.propose_appointment(history, "Noa")
    staffing.prepare(history, history.proposals[proposal]["content"]["invitation"], "Noa again")
    staffing.register(history, staffing.approve(history, proposal))


def appoint_on_invitation_of(history: History) -> None:
    """Appoint somebody new on an invitation that was for somebody known."""
    invitation = staffing.invite(history, "Noa", "Noa", uid("Pia"))
    staffing.propose_appointment(history, "Noa", invitation=invitation)


def appoint_uninvited(history: History) -> None:
    """Propose somebody whom nobody invited."""
    staffing.propose_appointment(history, "Noa", invitation=uid("none"))


def appoint_other_subject(history: History) -> None:
    """Propose to appoint somebody else than the proposal is about."""
    content = history.proposals[staffing.propose_appointment(history, "Noa")]["content"]
    staffing.propose(history, "appointment", content, subject=uid("Mia"))


def appoint_as_officer(history: History) -> None:
    """Propose an appointment as an officer."""
    content = history.proposals[staffing.propose_appointment(history, "Noa")]["content"]
    staffing.propose(history, "appointment", content, by="Olga")


def invite_twice(history: History) -> None:
    """Use an invitation's id twice."""
    invitation = staffing.invite(history, "Noa", "Noa")
    history.work("Stu")
    history.write("enrolment.invited", invitation=invitation, person=None)


def invite_as_officer(history: History) -> None:
    """Invite somebody as an officer."""
    history.work("Olga")
    history.write("enrolment.invited", invitation=uid("x"), person=None)


def prepare_uninvited(history: History) -> None:
    """Make keys on no invitation."""
    staffing.prepare(history, uid("none"), "Noa")


def change_own_keys(history: History) -> None:
    """Sign for one's own new keys."""
    staffing.approve(history, staffing.propose_keys(history, "Cleo", "Cleo 2"), "Cleo")
    data = next(iter(reversed(history.proposals.values())))
    history.write("person.key_changed", person=uid("Cleo"), proposal=data["proposal"], **keys_of("Cleo 2"))
    history.write("lock.left", lock=uid("lock payment.approval"), person=uid("Cleo"), why="keys_changed")


def change_to_other_keys(history: History) -> None:
    """Give somebody other keys than were signed."""
    staffing.change_keys(history, "Pia", "Pia 2")
    history.entries[-1]["data"].update(keys_of("Stu's own"))


def change_on_open_invitation(history: History) -> None:
    """Propose new keys on an invitation that was for somebody new."""
    invitation = staffing.invite(history, "Noa", "Pia 2")
    staffing.propose_keys(history, "Pia", "Pia 2", invitation=invitation)


def change_for_nobody(history: History) -> None:
    """Propose new keys for somebody who was never registered."""
    invitation = staffing.invite(history, "Pia", "Pia 2", uid("Pia"))
    content = {"person": uid("Nobody"), "invitation": invitation, **keys_of("Pia 2")}
    staffing.propose(history, "key_reset", content)


def change_other_subject(history: History) -> None:
    """Propose new keys for somebody else than the proposal is about."""
    content = history.proposals[staffing.propose_keys(history, "Pia", "Pia 2")]["content"]
    staffing.propose(history, "key_reset", content, subject=uid("Olga"))


def proposed(history: History) -> str:
    """Propose an award."""
    case = Case("x", "F1", WHO, [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    return case.proposal


def decide_under_old_key(history: History) -> None:
    """Sign with a key that was changed."""
    staffing.change_keys(history, "Ben", "Ben 2", "payment.approval")
    del history.secrets["Ben"]
    deeds.decide(history, proposed(history), "Ben")


def decide_under_coming_key(history: History) -> None:
    """Sign with a key that is registered only later."""
    proposal = proposed(history)
    history.secrets["Ada"] = "Ada 2"
    deeds.decide(history, proposal, "Ada")
    del history.secrets["Ada"]
    staffing.propose_keys(history, "Ada", "Ada 2")


def decide_before_key(history: History) -> None:
    """Enter a decision that is dated before its key."""
    proposal, before = proposed(history), history.at
    history.now += dt.timedelta(hours=1)
    data = staffing.propose_keys(history, "Ada", "Ada 2")
    content = staffing.approve(history, data, "Ben")
    keys = {name: content[name] for name in ("person", "signing_key", "reading_key")}
    history.write("person.key_changed", proposal=data, **keys)
    history.write("lock.left", lock=uid("lock payment.approval"), person=uid("Ada"), why="keys_changed")
    history.secrets["Ada"] = "Ada 2"
    deeds.decide(history, proposal, "Ada", at=before)


def seal_under_old_key(history: History) -> None:
    """Seal with a key that was changed."""
    staffing.change_keys(history, "Pia", "Pia 2")
    del history.secrets["Pia"]
    sealing.seal(history, WHO, "contact", by="Pia")


WRONG: Wrong = {
    register_unsigned: ("H3", "person.registered carries out what nobody approved"),
    change_keys_unsigned: ("H3", "person.key_changed carries out what nobody approved"),
    appointing("person.registered", code="XX"): ("H3", "person.registered differs from what was signed"),
    appointing("person.registered", **keys_of("Stu's own")): ("H3", "person.registered differs"),
    appointing("role.granted", role="approver"): ("H3", "role.granted differs from what was signed"),
    appoint_with_more_roles: ("H3", "role.granted carries out what nobody approved"),
    appoint_with_fewer_roles: ("H7", "its role.granted does not follow"),
    appoint_never: ("H7", "its person.registered does not follow"),
    appoint_known: ("H4", "who is registered already"),
    appoint_twice: ("H2", "is created a second time"),
    appoint_with_keys_of(signing_key="Ada"): ("H3", "has the signing key of person"),
    appoint_with_keys_of(reading_key="Ada"): ("H3", "has the reading key of person"),
    share_former_key: ("H3", "has the signing key of person"),
    appoint_with_other_keys: ("H4", "differs in reading_key, signing_key"),
    appoint_with_former_keys: ("H4", "differs in reading_key, signing_key"),
    appoint_after_beginning_again: ("H4", "differs in reading_key, signing_key"),
    appoint_on_invitation_of: ("H4", "which was for another"),
    appoint_uninvited: ("H7", "no earlier entry created it"),
    appoint_other_subject: ("H4", "differs in subject"),
    appoint_as_officer: ("H11", "(appointment) is made by"),
    invite_twice: ("H2", "is created a second time"),
    invite_as_officer: ("H11", "enrolment.invited is not for"),
    prepare_uninvited: ("H7", "no earlier entry created it"),
    change_own_keys: ("H3", "by the one it is about"),
    change_to_other_keys: ("H3", "person.key_changed differs from what was signed"),
    change_on_open_invitation: ("H4", "which was for another"),
    change_for_nobody: ("H7", "no earlier entry created it"),
    change_other_subject: ("H4", "differs in subject"),
    decide_under_old_key: ("H4", "differs in key"),
    decide_under_coming_key: ("H4", "differs in key"),
    decide_before_key: ("H4", "before its key was registered"),
    seal_under_old_key: ("H9", "does not bear the signature"),
}
