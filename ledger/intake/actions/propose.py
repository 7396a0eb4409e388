"""Proposing a file of past awards: what is stored names nobody; who is who is handed over once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.models import Proposal
from ledger.books.rules.rates import Rate, in_base
from ledger.errors import N_, Refusal
from ledger.funds.models import Fund
from ledger.intake.models import AwardImport, ImportFund, ImportRow, ImportStage
from ledger.intake.rules.records import Reading
from ledger.intake.rules.rows import rows_sha256
from ledger.money import Money
from ledger.organisation import base_currency
from ledger.reference import new_reference
from ledger.work import Work

CHUNK = 100
"""Refused rows in one log entry."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The list that joins the file's recipients to pseudonyms: handed over once and not kept."""

    rows: tuple[tuple[str, str], ...]


def propose_import(work: Work, reading: Reading, rates: Mapping[str, Rate], *, without: int) -> tuple[Proposal, Joined]:
    """Propose to take in what a file says.

    `rates` has one rate for each currency of the file other than the base currency. `without` is the number of
    refused rows that the officer says may be left out; it must be the number that there are.
    """
    work.actor.require(Role.OFFICER)
    _check(work, reading, rates, without)
    pseudonyms = {row.recipient_key: "" for row in reading.taken}
    for key in pseudonyms:
        pseudonyms[key] = new_reference("B")
    funds = _funds(work, reading)
    entering = AwardImport(
        id=uuid4(),
        file_sha256=reading.sha256,
        stage=ImportStage.PROPOSED,
        rows=reading.rows,
        taken=len(reading.taken),
        proposed_at=work.at,
    )
    work.session.add(entering)
    work.session.flush()
    rows = [
        {
            "import_id": entering.id,
            "place": place,
            "award_id": uuid4(),
            "pseudonym": pseudonyms[row.recipient_key],
            "fund_id": funds[row.funder_id, row.currency]["fund_id"],
            "kind": row.kind,
            "purpose": row.purpose,
            "minor": row.minor,
            "currency": row.currency,
            "date": row.date,
        }
        for place, row in enumerate(reading.taken, start=1)
    ]
    work.session.execute(insert(ImportRow), rows)
    work.session.execute(insert(ImportFund), [{"import_id": entering.id, **fund} for fund in funds.values()])
    proposal = _propose(work, entering, reading, rates, rows)
    _log_left_out(work, entering, reading)
    return proposal, Joined(tuple(pseudonyms.items()))


def _check(work: Work, reading: Reading, rates: Mapping[str, Rate], without: int) -> None:
    if not reading.taken:
        raise Refusal(N_("No row of this file can be taken."))
    if without != len(reading.refused_rows()):
        raise Refusal(
            N_("%(count)s rows cannot be taken. Say that the others shall be taken without them, or mend the file."),
            field="without",
            count=len(reading.refused_rows()),
        )
    missing = sorted(set(reading.totals()) - set(rates) - {base_currency(work.session)})
    if missing:
        raise Refusal(N_("An exchange rate is missing for %(codes)s."), field="rates", codes=", ".join(missing))
    standing = select(AwardImport.id).where(
        AwardImport.file_sha256 == reading.sha256,
        AwardImport.stage.in_([ImportStage.PROPOSED, ImportStage.CARRIED_OUT]),
    )
    if work.session.scalar(standing):
        raise Refusal(N_("This very file was proposed or taken in before. It is not taken twice."))


def _funds(work: Work, reading: Reading) -> dict[tuple[str, str], dict[str, Any]]:
    funds: dict[tuple[str, str], dict[str, Any]] = {}
    for row in reading.taken:
        fund = funds.setdefault(
            (row.funder_id, row.currency),
            {
                "fund_id": _fund_id(work, fund_code(row.funder_id, row.currency)),
                "donor_code": row.funder_id,
                "fund_code": fund_code(row.funder_id, row.currency),
                "currency": row.currency,
                "minor": 0,
                "opens": row.date,
                "closes": row.date,
            },
        )
        fund["minor"] += row.minor
        fund["opens"], fund["closes"] = min(fund["opens"], row.date), max(fund["closes"], row.date)
    return funds


def fund_code(funder: str, currency: str) -> str:
    """Return the code of the fund for a funder's past awards in one currency."""
    return f"{funder}/{currency}"


def _fund_id(work: Work, code: str) -> UUID:
    return work.session.scalar(select(Fund.id).where(Fund.code == code)) or uuid4()


def _propose(
    work: Work,
    entering: AwardImport,
    reading: Reading,
    rates: Mapping[str, Rate],
    rows: Sequence[Mapping[str, Any]],
) -> Proposal:
    totals, base = reading.totals(), base_currency(work.session)
    in_one = Money(next(iter(totals.values())), next(iter(totals))) if len(totals) == 1 else None
    content = {
        "import": str(entering.id),
        "file_sha256": reading.sha256,
        "rows": reading.rows,
        "taken": len(reading.taken),
        "refused": len(reading.refused_rows()),
        "totals": totals,
        "rates": {code: rates[code].written(base) for code in sorted(totals) if code != base},
        "rows_sha256": rows_sha256(rows),
    }
    worth = sum(in_base(minor, code, base, rates.get(code)) for code, minor in totals.items())
    proposal = approvals.propose(work, Matter("import", entering.id, content, in_one, worth))
    entering.proposal_id = proposal.id
    work.session.flush()
    work.record(
        "import.proposed",
        [entering.id, proposal.id],
        **{"import": str(entering.id)},
        proposal=str(proposal.id),
        file_sha256=reading.sha256,
    )
    return proposal


def _log_left_out(work: Work, entering: AwardImport, reading: Reading) -> None:
    refused = [{"row": r.row, "field": r.field[:80], "reason": r.code} for r in reading.refused]
    for start in range(0, len(refused), CHUNK):
        work.record(
            "import.left_out",
            [entering.id],
            **{"import": str(entering.id)},
            rows=refused[start : start + CHUNK],
        )
