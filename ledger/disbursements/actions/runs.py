"""Gathering due disbursements into a run, proposing it for release, abandoning it."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select, update

from ledger.actor import Role
from ledger.advances.queries import in_hand
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.models import Proposal, ProposalStage
from ledger.banking.limits import Limit
from ledger.banking.room import Short
from ledger.books.accounts import cash_account_for
from ledger.books.models import CashAccount, CashKind
from ledger.disbursements.actions.stage import move_run
from ledger.disbursements.limiting import above, asked_for, limit_on, within
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import due_ids, lines_of, minors_of, on_its_way_with
from ledger.disbursements.rules.lines import lines_sha256
from ledger.errors import N_, NotFound, Refusal
from ledger.money import Money, plain_amount
from ledger.organisation import base_currency
from ledger.reference import new_reference
from ledger.work import Work

CHUNK = 500
"""Ids in one log entry, so that it stays below the longest an entry can be."""


def gather_run(work: Work, currency: str, channel: Channel, until: date, source: str | None = None) -> Run:
    """Gather what is due by a day in one currency through one channel, and ask another person to release it.

    `source` is the cash account that it is paid from, or the intermediary who pays it in cash.
    """
    work.actor.require(Role.FINANCE)
    if channel is Channel.CASH:
        source, found = _for_hands(work, currency, until, source)
    else:
        source = _wallet(work, currency, source) if channel is Channel.DIGITAL else _account(work, currency, source)
        found = due_ids(work.session, currency, until, channel)
    if not found:
        raise Refusal(N_("Nothing in %(code)s is due by that day through this channel."), code=currency)
    found = _within_limits(work, currency, channel, found)
    run = _open(work, currency, channel, source)
    for start in range(0, len(found), CHUNK):
        _gather(work, run, found[start : start + CHUNK])
    _propose(work, run)
    return run


def propose_again(work: Work, run: Run) -> Run:
    """Ask again for the release of a run whose proposal was refused or withdrawn."""
    work.actor.require(Role.FINANCE)
    if run.prepared_by != work.actor.id:
        raise Refusal(N_("Only the person who prepared this run can propose it again."))
    _propose(work, run)
    return run


def abandon_run(work: Work, run: Run) -> None:
    """Give a run up before its release; its disbursements are planned again."""
    work.actor.require(Role.FINANCE)
    if run.stage is RunStage.PROPOSED:
        proposal = _proposal(work, run)
        if proposal.stage is ProposalStage.OPEN:
            approvals.withdraw(work, proposal)
    move_run(work, run, RunStage.ABANDONED)
    ids = [line[0] for line in lines_of(work.session, run)]
    back = update(Disbursement).where(Disbursement.run_id == run.id)
    work.session.execute(back.values(stage=DisbursementStage.PLANNED, run_id=None))
    for start in range(0, max(len(ids), 1), CHUNK):
        part = ids[start : start + CHUNK]
        work.record("run.abandoned", [run.id, *part], run=str(run.id), disbursements=[str(i) for i in part])


def _within_limits(work: Work, currency: str, channel: Channel, due: list[UUID]) -> list[UUID]:
    """Return what the channel lets through today of what is due, oldest first; what it does not stays planned."""
    limit = limit_on(work.session, channel, currency)
    found, held = within(work.session, limit, due, work.at.date())
    if not found:
        raise _nothing_fits(limit, [one.short for one in held if one.short is not None])
    return found


def _nothing_fits(limit: Limit, short: list[Short]) -> Refusal:
    if short:
        return min(short, key=lambda one: (one.frees, -one.left)).refusal
    return Refusal(
        N_("All that is due is above %(most)s %(code)s, which is what this channel lets through. Split it first."),
        most=plain_amount(limit.least[1] if limit.least else 0, limit.currency),
        code=limit.currency,
    )


def _account(work: Work, currency: str, code: str | None) -> str:
    if code is None:
        return cash_account_for(work, currency)
    account = work.session.get(CashAccount, code)
    if account is None or account.currency != currency:
        raise Refusal(N_("Choose an account in %(code)s."), field="source", code=currency)
    return account.code


def _wallet(work: Work, currency: str, code: str | None) -> str:
    """Return a wallet of an asset: the one that was chosen, or the only one there is."""
    if code is not None:
        account = work.session.get_one(CashAccount, _account(work, currency, code))
        if account.kind is CashKind.DIGITAL_WALLET:
            return account.code
        raise Refusal(
            N_(
                "%(cash)s is no wallet, and digital currency is sent from one."
                " Choose a wallet of %(code)s, or open one under Accounts."
            ),
            field="source",
            cash=account.code,
            code=currency,
        )
    query = select(CashAccount.code).where(
        CashAccount.currency == currency, CashAccount.kind == CashKind.DIGITAL_WALLET
    )
    found = work.session.scalars(query).all()
    if len(found) == 1:
        return found[0]
    raise Refusal(
        N_("Choose the wallet of %(code)s that this is sent from. Where there is none yet, open it under Accounts."),
        field="source",
        code=currency,
    )


def _for_hands(work: Work, currency: str, until: date, code: str | None) -> tuple[str, list[UUID]]:
    """Return an intermediary and what they can pay of their advance: of its fund, as much as fits, oldest first."""
    advance = in_hand(work.session, code or "")
    if code is None or advance is None or advance.currency != currency:
        raise Refusal(N_("Choose an intermediary who holds an advance in %(code)s."), field="source", code=currency)
    left = advance.left_minor - on_its_way_with(work.session, code)
    due = due_ids(work.session, currency, until, Channel.CASH, advance.fund_id)
    minors = minors_of(work.session, due)
    found = []
    for ident in due:
        if minors[ident] <= left:
            left -= minors[ident]
            found.append(ident)
    if due and not found:
        raise Refusal(
            N_("%(code)s holds too little of this advance for anything that is due."), field="source", code=code
        )
    return code, found


def _open(work: Work, currency: str, channel: Channel, source: str) -> Run:
    run = Run(
        id=uuid4(),
        reference=new_reference("R"),
        channel=channel,
        currency=currency,
        cash_account=source,
        stage=RunStage.OPEN,
        prepared_by=work.actor.id,
        opened_at=work.at,
    )
    work.session.add(run)
    work.session.flush()
    work.record(
        "run.opened",
        [run.id],
        run=str(run.id),
        reference=run.reference,
        channel=channel.value,
        currency=currency,
        cash=run.cash_account,
    )
    return run


def _gather(work: Work, run: Run, ids: list[UUID]) -> None:
    into = update(Disbursement).where(Disbursement.id.in_(ids))
    work.session.execute(into.values(stage=DisbursementStage.IN_RUN, run_id=run.id))
    work.record("run.gathered", [run.id, *ids], run=str(run.id), disbursements=[str(i) for i in ids])


def _propose(work: Work, run: Run) -> None:
    lines = lines_of(work.session, run)
    _refuse_above(work, run, [ident for ident, _, _ in lines])
    total = sum(minor for _, minor, _ in lines)
    content = {
        "run": str(run.id),
        "channel": run.channel.value,
        "cash": run.cash_account,
        "count": len(lines),
        "lines_sha256": lines_sha256(lines),
    }
    move_run(work, run, RunStage.PROPOSED)
    base = total if run.currency == base_currency(work.session) else None
    proposal = approvals.propose(work, Matter("run", run.id, content, Money(total, run.currency), base_minor=base))
    run.proposal_id = proposal.id
    work.session.flush()
    work.record("run.proposed", [run.id], run=str(run.id), proposal=str(proposal.id), revision=proposal.revision)


def _refuse_above(work: Work, run: Run, ids: list[UUID]) -> None:
    """Refuse a run with which its channel would carry more than it lets through by now."""
    limit = limit_on(work.session, run.channel, run.currency)
    if limit.bounds and above(work.session, limit, run.opened_at.date(), asked_for(work.session, ids)):
        raise Refusal(N_("This run holds more than its channel lets through. Abandon it and gather again."))


def _proposal(work: Work, run: Run) -> Proposal:
    proposal = work.session.get(Proposal, run.proposal_id)
    if proposal is None:
        raise NotFound
    return proposal
