"""Asking again for passphrase and code before something is signed, released or opened."""

from __future__ import annotations

from flask import current_app

from ledger.signin.actions.prove import Proof, Proved
from ledger.signin.demo import demo_people
from ledger.signin.gate import CookieGate
from ledger.web.context import settings, store, viewer
from ledger.web.fields import StepUpForm


def gate() -> CookieGate:
    """Return the application's gate."""
    found: CookieGate = current_app.extensions["gate"]
    return found


def step_up(form: StepUpForm) -> Proved:
    """Check passphrase and code of the person who is signed in. Raises a Refusal for a wrong one."""
    proof = Proof(form.passphrase.data or "", (form.code.data or "").strip())
    return gate().door.unlock(viewer().actor.id, proof)


def demo_hint() -> dict[str, str] | None:
    """On a demo, return the passphrase and the next usable code of the person who is signed in."""
    people = demo_people(settings(), store().clock.now()) or []
    return next((one for one in people if one["person"] == str(viewer().actor.id)), None)
