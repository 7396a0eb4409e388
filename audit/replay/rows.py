"""The table of verbs: what each does in replay, and who may do it (section 4, H11)."""

from collections.abc import Callable
from typing import Any

from audit.replay import (
    acts,
    advances,
    awards,
    bank,
    beneficiaries,
    bookings,
    books,
    budgets,
    cash,
    decided,
    decisions,
    disbursements,
    enrolment,
    envelopes,
    evidence,
    exchanges,
    files,
    funds,
    gifts,
    guarding,
    imports,
    limits,
    loans,
    locks,
    openings,
    payees,
    people,
    periods,
    progress,
    proposals,
    reducing,
    refunds,
    revaluing,
    roles,
    runs,
    settling,
)
from audit.replay.reading import Reading

Act = Callable[[Reading, dict[str, Any]], None]

SYSTEM = frozenset({"system"})
OFFICER = frozenset({"officer"})
FINANCE = frozenset({"finance"})
STEWARD = frozenset({"steward"})
MONEY = frozenset({"officer", "finance"})
WORKING = frozenset({"officer", "approver", "finance", "custodian", "steward", "system"})
"""Who may change anything at all: never an auditor, never a donor."""
ANYONE = frozenset({"person", "system"})
PERSON = frozenset({"person"})

ROWS: dict[str, tuple[Act, frozenset[str]]] = {
    "organisation.founded": (people.found, SYSTEM),
    "recovery.set": (people.name_outsiders, SYSTEM),
    "enrolment.invited": (enrolment.invite, STEWARD),
    "enrolment.prepared": (enrolment.prepare, SYSTEM),
    "person.registered": (people.register_person, WORKING),
    "person.key_changed": (people.change_keys, WORKING),
    "role.granted": (roles.grant_role, WORKING),
    "role.ended": (people.end_role, WORKING),
    "policy.set": (people.set_policy, WORKING),
    "donor.recorded": (funds.record_donor, OFFICER),
    "donor.reader_named": (funds.name_reader, frozenset({"steward", "system"})),
    "fund.opened": (funds.open_fund, OFFICER),
    "contribution.announced": (funds.announce, OFFICER),
    "contribution.imported": (imports.take_gift, WORKING),
    "contribution.received": (funds.receive, FINANCE),
    "beneficiary.registered": (beneficiaries.register, OFFICER),
    "beneficiary.seconded": (beneficiaries.name_second, OFFICER),
    "consent.recorded": (beneficiaries.record_consent, OFFICER),
    "consent.withdrawn": (beneficiaries.withdraw_consent, OFFICER),
    "erasure.dated": (beneficiaries.date_erasure, OFFICER),
    "hint.checked": (beneficiaries.check_hints, OFFICER),
    "lock.set": (locks.set_lock, SYSTEM),
    "lock.joined": (locks.join, WORKING),
    "lock.left": (locks.leave, ANYONE),
    "lock.regranted": (locks.regrant, WORKING),
    "lock.renewed": (locks.renew, WORKING),
    "lock.recovered": (locks.recover, SYSTEM),
    "access.suspended": (guarding.suspend, PERSON),
    "lockdown.raised": (guarding.raise_lockdown, ANYONE),
    "lockdown.lift_signed": (guarding.sign_lift, frozenset({"approver", "custodian", "steward"})),
    "lockdown.lifted": (guarding.lift, WORKING),
    "backup.made": (acts.make_backup, SYSTEM),
    "backup.restored": (acts.restore_backup, SYSTEM),
    "envelope.sealed": (envelopes.seal, OFFICER),
    "contact.opened": (openings.open_contact, OFFICER),
    "opening.asked": (openings.ask, WORKING),
    "opening.consented": (openings.consent, WORKING),
    "opening.refused": (openings.refuse, WORKING),
    "opening.shown": (openings.show, WORKING),
    "payee.passed": (payees.pass_on, frozenset({"approver"})),
    "payee.voided": (payees.void, OFFICER),
    "payees.opened": (payees.open_run, FINANCE),
    "beneficiary.erased": (envelopes.erase, WORKING),
    "alarm.raised": (acts.raise_alarm, ANYONE),
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
    "award.reduced": (reducing.reduce, MONEY),
    "award.imported": (imports.take_award, WORKING),
    "loan.repaid": (loans.repay, FINANCE),
    "loan.recovered": (loans.recover, FINANCE),
    "loan.suspended": (loans.suspend, OFFICER),
    "loan.resumed": (loans.resume, WORKING),
    "loan.rescheduled": (loans.reschedule, WORKING),
    "loan.allowance_set": (loans.set_allowance, WORKING),
    "loan.written_off": (loans.write_off, WORKING),
    "loan.granted": (loans.grant, WORKING),
    "instalment.recognised": (progress.recognise, WORKING),
    "disbursement.planned": (disbursements.plan, WORKING),
    "run.opened": (runs.open_run, FINANCE),
    "run.gathered": (runs.gather, FINANCE),
    "run.proposed": (runs.propose, FINANCE),
    "run.released": (runs.release, WORKING),
    "run.settled": (runs.settle, WORKING),
    "run.abandoned": (runs.abandon, FINANCE),
    "evidence.recorded": (evidence.record, frozenset({"officer", "finance", "approver"})),
    "file.made": (files.make, FINANCE),
    "file.lost": (files.lose, WORKING),
    "channel_rules.set": (limits.set_rules, WORKING),
    "payer.set": (acts.note, FINANCE),
    "profile.set": (acts.note, FINANCE),
    "disbursement.sent": (disbursements.send, FINANCE),
    "disbursement.confirmed": (disbursements.confirm, FINANCE),
    "disbursement.failed": (disbursements.fail, FINANCE),
    "disbursement.cancelled": (disbursements.cancel, MONEY),
    "disbursement.returned": (disbursements.give_back, FINANCE),
    "intermediary.registered": (advances.register, FINANCE),
    "advance.proposed": (advances.propose, FINANCE),
    "advance.approved": (advances.approve, WORKING),
    "advance.cancelled": (advances.cancel, FINANCE),
    "advance.paid": (advances.pay, FINANCE),
    "advance.charged": (advances.charge, FINANCE),
    "advance.returned": (advances.take_back, FINANCE),
    "advance.lost": (advances.lose, WORKING),
    "advance.settled": (advances.settle, WORKING),
    "entry.posted": (books.post, WORKING),
    "cash.described": (bank.describe, FINANCE),
    "statement.imported": (bank.take_in, FINANCE),
    "statement.lines": (bank.take_lines, FINANCE),
    "line.set_aside": (bank.set_aside, FINANCE),
    "claim.made": (bank.claim, FINANCE),
    "claim.settled": (bank.settle, FINANCE),
    "import.proposed": (imports.propose, OFFICER),
    "import.left_out": (imports.leave_out, OFFICER),
    "import.carried_out": (imports.carry_out, WORKING),
    "budget.set": (budgets.set_budget, WORKING),
    "rate.recorded": (imports.record_rate, WORKING),
    "cash.opened": (cash.open_cash, WORKING),
    "cash.numbered": (cash.number_cash, FINANCE),
    "cash.booked": (bookings.book, FINANCE),
    "money.recovered": (bookings.recover, FINANCE),
    "cash.handed_in": (bookings.hand_in, FINANCE),
    "exchange.announced": (exchanges.announce, FINANCE),
    "exchange.changed": (exchanges.change, FINANCE),
    "exchange.cancelled": (exchanges.cancel, FINANCE),
    "exchange.shown": (exchanges.show, FINANCE),
    "fund.transferred": (decided.transfer, WORKING),
    "refund.decided": (refunds.decide, WORKING),
    "refund.paid": (refunds.pay, FINANCE),
    "loss.approved": (bookings.approve_loss, WORKING),
    "loss.booked": (bookings.book_loss, FINANCE),
    "contribution.conditioned": (gifts.condition, OFFICER),
    "contribution.held": (gifts.hold, FINANCE),
    "contribution.collected": (gifts.collect, FINANCE),
    "contribution.converted": (gifts.convert, FINANCE),
    "condition.met": (gifts.say_met, OFFICER),
    "income.earned": (gifts.earn, FINANCE),
    "revaluation.posted": (revaluing.revalue, WORKING),
    "period.closed": (periods.close_period, WORKING),
    "manual.posted": (decided.post_manual, WORKING),
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
    if reading.state.lockdown is not None:
        guarding.check_lockdown(reading, verb)
    if not reading.seq and verb != "organisation.founded":
        reading.find("H7", f"the log begins with {verb}, not with its founding")
    act(reading, entry["data"])
