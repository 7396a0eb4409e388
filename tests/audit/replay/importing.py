"""An import of past awards in a history: proposed, decided, carried out in one unit of work."""

import hashlib
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid

PAST = "PAST"
RATE = {"base": "EUR", "rate": "2", "source": "ecb", "date": "2025-12-31"}
Row = tuple[str, str, int, str]


def propose(history: History, name: str, rows: list[Row], currency: str = "GBP", **content: Any) -> None:
    """Propose to take in a file; a row is award, pseudonym, minor units and day."""
    history.work("Olga")
    listing = "".join(
        f"{uid(award)},{who},{uid(f'fund {name}')},{minor},{currency},{day}\n" for award, who, minor, day in rows
    )
    total = sum(row[2] for row in rows)
    file_sha256 = hashlib.sha256(name[:4].encode()).hexdigest()
    members = {
        "import": uid(name),
        "file_sha256": file_sha256,
        "rows": len(rows) + 2,
        "taken": len(rows),
        "refused": 2,
        "totals": {currency: total},
        "rates": {currency: RATE},
        "rows_sha256": hashlib.sha256(listing.encode()).hexdigest(),
        **content,
    }
    proposal = {
        "proposal": uid(f"proposal {name}"),
        "kind": "import",
        "subject": uid(name),
        "base_minor": total * 2,
        "content": members,
    }
    deeds.make_proposal(history, proposal)
    history.write(
        "import.proposed",
        **{"import": uid(name)},
        proposal=uid(f"proposal {name}"),
        file_sha256=members["file_sha256"],
    )
    for row in (7, 9):
        reason = {"row": row, "field": "amountAwarded", "reason": "zero"}
        history.write("import.left_out", **{"import": uid(name)}, rows=[reason])


def carry_out(history: History, name: str, rows: list[Row], currency: str = "GBP", extra: int = 0) -> None:
    """Approve an import with two people and write everything it brings, as the second of them."""
    proposal = uid(f"proposal {name}")
    total = sum(row[2] for row in rows)
    deeds.decide(history, proposal, "Ada")
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write("rate.recorded", currency=currency, proposal=proposal, **RATE)
    open_gift(history, name, currency, total + extra)
    for who in sorted({row[1] for row in rows}):
        deeds.write_beneficiary(history, who)
    for row in rows:
        take_row(history, name, row, currency)
    history.write(
        "import.carried_out",
        **{"import": uid(name)},
        awards=len(rows),
        totals={currency: total},
    )


def open_gift(history: History, name: str, currency: str, total: int) -> None:
    """Write donor, fund and the contribution that covers the awards of a file."""
    fund = f"fund {name}"
    donor, gift = uid(f"donor {fund}"), uid(f"gift {fund}")
    history.write("donor.recorded", donor=donor, code=fund)
    if currency not in history.usual:
        deeds.open_cash(history, PAST, currency)
    history.write(
        "fund.opened",
        fund=uid(fund),
        code=fund,
        donor=donor,
        currency=currency,
        digits=2,
        opens="2025-01-01",
        closes="2025-12-31",
        purposes=[],
    )
    history.write(
        "contribution.imported",
        **{"import": uid(name)},
        contribution=gift,
        fund=uid(fund),
        donor=donor,
        minor=total,
        currency=currency,
        date="2025-01-01",
    )
    give = ((uid(fund), "1000", total, "PAST"), (uid(fund), "4000", -total, ""))
    history.post("contribution", ("contribution", gift), currency, *give)


def take_row(history: History, name: str, row: Row, currency: str) -> None:
    """Write one past award, and the three entries that carry it through the books."""
    award, who, minor, day = row
    fund, payment = uid(f"fund {name}"), uid(f"payment {award}")
    history.write(
        "award.imported",
        **{"import": uid(name)},
        award=uid(award),
        reference=f"A-{award}",
        kind="emergency_grant",
        beneficiary=who,
        fund=fund,
        minor=minor,
        currency=currency,
        date=day,
        purpose="other",
        disbursement=payment,
    )
    owed = ((fund, "5100", minor, ""), (fund, "2100", -minor, ""))
    sent = ((fund, "2100", minor, ""), (fund, "2150", -minor, ""))
    paid = ((fund, "2150", minor, ""), (fund, "1000", -minor, "PAST"))
    history.post("award_unconditional", ("award", uid(award)), currency, *owed)
    history.post("payment_sent", ("disbursement", payment), currency, *sent)
    history.post("payment_debited", ("disbursement", payment), currency, *paid)
