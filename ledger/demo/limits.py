"""What an operator carries in a month, and to one payee: signed on the last day, and a payment stays behind for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from ledger.actor import Role
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Planned
from ledger.beneficiaries.actions.whole import record_anew
from ledger.channels.actions.rules import propose_rules
from ledger.channels.rules.table import table_in
from ledger.demo.channels import FUND, RULES
from ledger.demo.registering import register_somebody
from ledger.demo.stage import Stage
from ledger.funds.models import Fund
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails

BOUNDS = "limit | mobile_money | EUR | 2500.00 | - | 60000.00 | - | 3000.00"
"""In one payment, in a month, to one payee in a month: a day of its own would end with this month on its last."""
PARTS = (190_000, 140_000)
"""Each is carried; both are more than one payee gets in a month."""
PHONE = PaymentDetails(
    method="mobile_money",
    holder="Amani Juma",
    mobile_number="+999005550142",
    statement_payer="Northlight Services",
    statement_reference="Goods",
)


def leave_something_behind(stage: Stage, fund: UUID, enough: Callable[[str, int], None]) -> None:
    """Have the operator's bounds signed, and promise somebody more by it than one payee gets in a month."""
    clerk, officer = stage.holding(Role.FINANCE)[0], stage.holding(Role.OFFICER)[0]
    approvers = stage.holding(Role.APPROVER)[:2]
    with stage.act(clerk) as work:
        proposal = propose_rules(work, table_in("\n".join([BOUNDS, *RULES.splitlines()[1:]]), "EUR")).id
    stage.sign(approvers[0], proposal)
    enough(FUND, sum(PARTS))
    with stage.act(officer) as work:
        who = register_somebody(stage, work, officer)
    with stage.act(officer) as work:
        record_anew(work, officer.signer, who, Compartment.PAYMENT, PHONE)
    days = (stage.today, stage.today + timedelta(days=2))
    plan = tuple(Planned(number, *part) for number, part in enumerate(zip(days, PARTS, strict=True), start=1))
    with stage.act(officer) as work:
        whole = work.session.get_one(Fund, fund)
        terms = AwardTerms(AwardKind.EMERGENCY_GRANT, who, whole, "HUM", "risk_and_need", plan)
        award = propose_award(work, terms).proposal_id
    for approver in approvers:
        stage.sign(approver, award)
