"""Asking again for passphrase and code before something is signed, released or opened."""

from __future__ import annotations

from flask import current_app

from ledger.signin.actions.prove import Proof, Proved
from ledger.signin.demo import DemoPerson, demo_person
from ledger.signin.gate import CookieGate
from ledger.web.context import refuse_repeat, viewer
from ledger.web.fields import StepUpForm


def gate() -> CookieGate:
    """Return the application's gate."""
    found: CookieGate = current_app.extensions["gate"]
    return found


def step_up(form: StepUpForm) -> Proved:
    """Check passphrase and code of the person who is signed in.

    Raises NotProved or TooBusy, and AlreadyDone for a form that was carried out before: its code is spent, and the
    person should see what they did, not a refusal.
    """
    refuse_repeat(form)
    proof = proof_in(form)
    # Where the page is drawn again, whatever for: this code is spent, and the next one belongs there.
    form.code.data = ""
    return gate().door.unlock(viewer().actor.id, proof)


def proof_in(form: StepUpForm) -> Proof:
    """Return what was typed as a proof."""
    return Proof(form.passphrase.data or "", (form.code.data or "").strip())


def demo_hint() -> DemoPerson | None:
    """On a demo, return the passphrase and the next usable code of the person who is signed in."""
    return demo_person(viewer().actor.id)
