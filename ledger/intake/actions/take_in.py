"""Taking in a signed file of past awards: everything in one unit of work."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from ledger.actor import Role
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalContent, ProposalStage
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage, Recognition
from ledger.awards.rules.overlaps import span_of
from ledger.beneficiaries.actions.register import register_recipients
from ledger.books.actions import About, Happening, Journal, past_journal
from ledger.books.models import ExchangeRate
from ledger.books.rules.chart import CASH, CONTRIBUTIONS, EXPENSE, IN_TRANSIT, PAYABLE
from ledger.books.rules.lines import Line, pair
from ledger.books.rules.rates import Rate, in_base
from ledger.clock import day_text
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.actions import FundTerms, write_donor, write_fund
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.intake.models import AwardImport, ImportFund, ImportRow, ImportStage
from ledger.intake.rules.rows import rows_sha256
from ledger.reference import new_reference
from ledger.work import Work

BATCH = 500


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    entering, content = _import(work, proposal), said["content"]
    rows = list(
        work.session.scalars(select(ImportRow).where(ImportRow.import_id == entering.id).order_by(ImportRow.place))
    )
    if rows_sha256(_plain(row) for row in rows) != content["rows_sha256"]:
        raise Refusal(N_("The rows of this import are not those that were proposed. Refuse it and propose again."))
    rates = _record_rates(work, proposal, content["rates"])
    officer = work.session.get_one(ProposalContent, (proposal.id, proposal.revision)).proposer_id
    with past_journal(work) as books:
        funds = {fund.fund_id: _open(work, books, fund, officer, rates) for fund in _import_funds(work, entering)}
        register_recipients(work, list(dict.fromkeys(row.pseudonym for row in rows)))
        for start in range(0, len(rows), BATCH):
            _take(work, books, proposal, officer, rows[start : start + BATCH], funds)
            books.write()
    entering.stage = ImportStage.CARRIED_OUT
    work.session.flush()
    work.record(
        "import.carried_out",
        [entering.id],
        **{"import": str(entering.id)},
        awards=len(rows),
        totals=content["totals"],
    )


def _plain(row: ImportRow) -> dict[str, Any]:
    names = ("award_id", "pseudonym", "fund_id", "minor", "currency", "date")
    return {name: getattr(row, name) for name in names}


def _import_funds(work: Work, entering: AwardImport) -> list[ImportFund]:
    query = select(ImportFund).where(ImportFund.import_id == entering.id).order_by(ImportFund.fund_code)
    return list(work.session.scalars(query))


def _record_rates(work: Work, proposal: Proposal, written: dict[str, dict[str, str]]) -> dict[str, Rate]:
    rates = {}
    for currency, said in written.items():
        rates[currency] = Rate(said["rate"], said["source"], date.fromisoformat(said["date"]))
        seq = work.record("rate.recorded", [proposal.id], currency=currency, proposal=str(proposal.id), **said)
        row = ExchangeRate(
            id=uuid4(),
            currency=currency,
            base=said["base"],
            rate=said["rate"],
            source=said["source"],
            date=rates[currency].date,
            log_seq=seq,
            proposal_id=proposal.id,
        )
        work.session.add(row)
    return rates


def _open(work: Work, books: Journal, entering: ImportFund, officer: UUID, rates: dict[str, Rate]) -> Fund:
    donor = work.session.scalar(select(Donor).where(Donor.code == entering.donor_code))
    if donor is None:
        donor = write_donor(work, entering.donor_code, entering.donor_code)
    fund = work.session.scalar(select(Fund).where(Fund.code == entering.fund_code))
    if fund is None:
        terms = FundTerms(
            code=entering.fund_code,
            name=entering.fund_code,
            currency=entering.currency,
            opens=entering.opens,
            closes=entering.closes,
            donor=donor,
        )
        fund = write_fund(work, terms, entering.fund_id)
    _receive(work, books, fund, donor, entering, officer, rates)
    return fund


def _receive(
    work: Work,
    books: Journal,
    fund: Fund,
    donor: Donor,
    entering: ImportFund,
    officer: UUID,
    rates: dict[str, Rate],
) -> None:
    gift = Contribution(
        id=uuid4(),
        fund_id=fund.id,
        donor_id=donor.id,
        minor=entering.minor,
        currency=entering.currency,
        stage=ContributionStage.RECEIVED,
        announced_by=officer,
        announced_at=work.at,
        received_by=work.actor.id,
        received_on=entering.opens,
    )
    work.session.add(gift)
    work.session.flush()
    work.record(
        "contribution.imported",
        [gift.id, fund.id, donor.id],
        contribution=str(gift.id),
        fund=str(fund.id),
        donor=str(donor.id),
        minor=gift.minor,
        currency=gift.currency,
        date=day_text(entering.opens),
        **{"import": str(entering.import_id)},
    )
    base = in_base(gift.minor, gift.currency, books.base, rates.get(gift.currency))
    what = Happening("contribution", entering.opens, fund.id, gift.currency, About("contribution", gift.id))
    books.post(what, [Line(CASH, gift.minor, base, fund.cash_account), Line(CONTRIBUTIONS, -gift.minor, -base)])


def _take(
    work: Work,
    books: Journal,
    proposal: Proposal,
    officer: UUID,
    rows: list[ImportRow],
    funds: dict[UUID, Fund],
) -> None:
    awards, instalments, disbursements = [], [], []
    for row in rows:
        award, disbursement = _award(work, proposal, officer, row), uuid4()
        base = books.cash_cost(row.fund_id, row.currency, funds[row.fund_id].cash_account, row.minor)
        awards.append(award)
        instalments.append(
            {
                "award_id": row.award_id,
                "number": 1,
                "due": row.date,
                "minor": row.minor,
                "base_minor": base,
                "stage": InstalmentStage.RECOGNISED,
            }
        )
        disbursements.append(_disbursement(row, disbursement, base))
        work.record(
            "award.imported",
            [row.award_id, row.pseudonym, row.fund_id, disbursement],
            award=str(row.award_id),
            reference=award["reference"],
            kind=row.kind.value,
            beneficiary=row.pseudonym,
            fund=str(row.fund_id),
            minor=row.minor,
            currency=row.currency,
            date=day_text(row.date),
            purpose=row.purpose,
            disbursement=str(disbursement),
            **{"import": str(row.import_id)},
        )
        _post(books, row, disbursement, funds[row.fund_id].cash_account, base)
    for model, written in ((Award, awards), (Instalment, instalments), (Disbursement, disbursements)):
        work.session.execute(insert(model), written)


def _award(work: Work, proposal: Proposal, officer: UUID, row: ImportRow) -> dict[str, Any]:
    helped = span_of([row.date])
    return {
        "id": row.award_id,
        "reference": new_reference("A"),
        "kind": row.kind,
        "beneficiary": row.pseudonym,
        "fund_id": row.fund_id,
        "purpose": row.purpose,
        "reason": "past_award",
        "supports_from": helped.first,
        "supports_until": helped.last,
        "minor": row.minor,
        "currency": row.currency,
        "emergency": False,
        "recognition": Recognition.NOTIFICATION,
        "stage": AwardStage.COMPLETED,
        "drafted_at": work.at,
        "drafted_by": officer,
        "proposal_id": proposal.id,
    }


def _disbursement(row: ImportRow, disbursement: UUID, base: int) -> dict[str, Any]:
    return {
        "id": disbursement,
        "reference": new_reference("D"),
        "award_id": row.award_id,
        "number": 1,
        "minor": row.minor,
        "base_minor": base,
        "cost_minor": base,
        "currency": row.currency,
        "due": row.date,
        "stage": DisbursementStage.CONFIRMED,
        "run_id": None,
        "replaces": None,
        "settled_on": row.date,
    }


def _post(books: Journal, row: ImportRow, disbursement: UUID, cash: str, base: int) -> None:
    steps = (
        (
            "award_unconditional",
            About("award", row.award_id),
            pair(EXPENSE[row.kind.value], PAYABLE, row.minor, base),
        ),
        ("payment_sent", About("disbursement", disbursement), pair(PAYABLE, IN_TRANSIT, row.minor, base)),
        (
            "payment_debited",
            About("disbursement", disbursement),
            [Line(IN_TRANSIT, row.minor, base), Line(CASH, -row.minor, -base, cash)],
        ),
    )
    for event, about, lines in steps:
        books.post(Happening(event, row.date, row.fund_id, row.currency, about), lines)


def _let_go(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    withdrawn = proposal.stage is ProposalStage.WITHDRAWN
    _import(work, proposal).stage = ImportStage.WITHDRAWN if withdrawn else ImportStage.REFUSED


def _import(work: Work, proposal: Proposal) -> AwardImport:
    entering = work.session.get(AwardImport, proposal.subject)
    if entering is None:
        raise NotFound
    return entering


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody beyond H3."""


register(Kind("import", frozenset({Role.OFFICER}), _carry_out, _let_go, _anyone))
