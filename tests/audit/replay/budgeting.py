"""Budgets of funds in a history."""

from typing import Any

from tests.audit.replay import treasury
from tests.audit.replay.histories import History, uid

LINE = {"code": "A1", "items": ["legal", "charges"], "minor": 40_000}


def ask(history: History, name: str, version: int = 1, fund: str = "F1", **changed: Any) -> None:
    """Propose a budget."""
    content = {
        "budget": uid(f"budget {name}"),
        "version": version,
        "currency": "EUR",
        "method": "tranches",
        "lines": [LINE, {"code": "A2", "items": ["medical"], "minor": 5_000}],
    }
    treasury.ask(history, "budget", name, {**content, **changed}, by="Olga", fund=uid(fund))


def approve(history: History, name: str) -> None:
    """Approve it and put it in force."""
    proposal = treasury.agree(history, "budget", name)
    history.write("budget.set", budget=uid(f"budget {name}"), proposal=proposal)


def set_budget(history: History, name: str, version: int = 1, **changed: Any) -> None:
    """Propose, approve and put in force a budget."""
    ask(history, name, version, **changed)
    approve(history, name)
