"""The table of verbs: what each does in replay, and who may do it (section 4, H11)."""

from collections.abc import Callable
from typing import Any

from audit.replay import (
    acts,
    awards,
    beneficiaries,
    books,
    decisions,
    disbursements,
    funds,
    imports,
    people,
    progress,
    proposals,
    runs,
    settling,
)
from audit.replay.reading import Reading

Act = Callable[[Reading, dict[str, Any]], None]

SYSTEM = frozenset({"system"})
OFFICER = frozenset({"officer"})
FINANCE = frozenset({"finance"})
MONEY = frozenset({"officer", "finance"})
WORKING = frozenset({"officer", "approver", "finance", "custodian", "steward", "system"})
"""Who may change anything at all: never an auditor, never a donor."""
ANYONE = frozenset({"person", "system"})
PERSON = frozenset({"person"})

ROWS: dict[str, tuple[Act, frozenset[str]]] = {
    "organisation.founded": (people.found, SYSTEM),
    "person.registered": (people.register_person, SYSTEM),
    "role.granted": (people.grant_role, SYSTEM),
    "policy.set": (people.set_policy, SYSTEM),
    "donor.recorded": (funds.record_donor, OFFICER),
    "donor.reader_named": (funds.name_reader, frozenset({"steward", "system"})),
    "fund.opened": (funds.open_fund, OFFICER),
    "contribution.announced": (funds.announce, OFFICER),
    "contribution.imported": (imports.take_gift, WORKING),
    "contribution.received": (funds.receive, FINANCE),
    "beneficiary.registered": (beneficiaries.register, OFFICER),
    "proposal.made": (proposals.make, WORKING),
    "decision.signed": (decisions.sign, WORKING),
    "proposal.approved": (settling.approve, WORKING),
    "proposal.refused": (settling.refuse, WORKING),
    "proposal.withdrawn": (settling.withdraw, WORKING),
    "award.drafted": (awards.draft, OFFICER),
    "award.proposed": (awards.propose, OFFICER),
    "award.approved": (awards.approve, WORKING),
    "award.refused": (awards.refuse, WORKING),
    "award.withdrawn": (awards.withdraw, WORKING),
    "award.activated": (progress.activate, WORKING),
    "award.completed": (progress.complete, WORKING),
    "award.cancelled": (progress.cancel, MONEY),
    "award.imported": (imports.take_award, WORKING),
    "instalment.recognised": (progress.recognise, WORKING),
    "disbursement.planned": (disbursements.plan, WORKING),
    "run.opened": (runs.open_run, FINANCE),
    "run.gathered": (runs.gather, FINANCE),
    "run.proposed": (runs.propose, FINANCE),
    "run.released": (runs.release, WORKING),
    "run.settled": (runs.settle, WORKING),
    "run.abandoned": (runs.abandon, FINANCE),
    "disbursement.sent": (disbursements.send, FINANCE),
    "disbursement.confirmed": (disbursements.confirm, FINANCE),
    "disbursement.failed": (disbursements.fail, FINANCE),
    "disbursement.cancelled": (disbursements.cancel, MONEY),
    "disbursement.returned": (disbursements.give_back, FINANCE),
    "entry.posted": (books.post, WORKING),
    "import.proposed": (imports.propose, OFFICER),
    "import.left_out": (imports.leave_out, OFFICER),
    "import.carried_out": (imports.carry_out, WORKING),
    "rate.recorded": (imports.record_rate, WORKING),
    "account.passphrase_changed": (acts.keep_account, PERSON),
    "account.recovery_code_used": (acts.keep_account, PERSON),
    "account.recovery_codes_renewed": (acts.keep_account, PERSON),
    "account.sessions_ended": (acts.keep_account, PERSON),
    "signin.failures_counted": (acts.note, SYSTEM),
    "export.made": (acts.note, ANYONE),
    "bundle.made": (acts.make_bundle, frozenset({"auditor", "system"})),
}

IN_IMPORT = frozenset(
    {
        "donor.recorded",
        "fund.opened",
        "beneficiary.registered",
    }
)
"""What the deciding approver writes while an approved import is carried out."""


def replay_entry(reading: Reading, entry: dict[str, Any]) -> None:
    """Hold one entry to the roles of its actor, then to what its verb must keep."""
    verb = entry["verb"]
    act, allowed = ROWS[verb]
    if allowed.isdisjoint(reading.roles) and not (verb in IN_IMPORT and reading.unit.importing is not None):
        reading.find("H11", f"{verb} is not for {reading.actor} on {reading.day}")
    reading.checks["H11"] += 1
    if not reading.seq and verb != "organisation.founded":
        reading.find("H7", f"the log begins with {verb}, not with its founding")
    act(reading, entry["data"])
