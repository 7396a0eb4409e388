"""What random histories do about channels: limits that change, payments split where they force it."""

from __future__ import annotations

from datetime import timedelta

from ledger.channels.actions.rules import propose_rules
from ledger.channels.rules.table import table_in
from ledger.disbursements.actions.splitting import split_due
from ledger.disbursements.models import Channel
from tests.agreement.life import Life
from tests.builders import sign

STEPS = ("limit", "split", "pay_in_parts", "pay_in_parts", "pay", "pay", "confirm", "fail", "again", "cancel")


class Channelling(Life):
    """Acts about what channels let through."""

    def do_limit(self) -> None:
        """Let the bank channel carry other amounts from now on."""
        most = self.dice.choice(
            ["500.00 | -", "300.00 | 2000.00", "- | 900.00", "- | -", "- | - | 4000.00", "- | - | - | 400.00 | 900.00"]
        )
        with self.work_of("farah") as work:
            proposal = propose_rules(work, table_in(f"limit | bank | EUR | {most}", "EUR")).id
        sign(self.world, "carla", proposal)

    def do_pay_in_parts(self) -> None:
        """Promise something large, and pay it through a channel that does not take it whole."""
        for step in ("propose", "sign_all", "limit", "split", "gather", "sign_all", "payees", "send"):
            self.step(step)

    def do_split(self) -> None:
        """Split what is due and above the limit."""
        with self.work_of("goran") as work:
            split_due(work, "EUR", Channel.BANK, work.at.date() + timedelta(days=40))
