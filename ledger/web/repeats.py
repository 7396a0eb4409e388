"""The same form sent twice: whatever the second would meet on its way, it leads to what the first one did (H13).

A form that was carried out often fits no more. What it chose has left the list, its one-time code is spent, its button
is gone, the server was started anew and does not know its token. None of that is the person's fault, so it is asked
first whether the form was carried out, and once more before any other answer goes out: of two that come at once, the
second may pass the first question and be refused a moment later.
"""

from __future__ import annotations

from uuid import UUID

from flask import Flask, flash, g, redirect, request, session
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ledger.errors import N_
from ledger.log.models import UnitOfWork
from ledger.web.context import store, viewer_or_none

SERVER_FAULT = 500
"""From here on the database may be what is at fault: it is not asked once more, and sending the form again is right."""

SENTENCE = N_(
    "This form was carried out before, and nothing was done a second time. This is where it led."
    " For something new, open its form again."
)


def answer_repeats(app: Flask) -> None:
    """Lead whoever sends a form again to where it led; to be hung in behind the guard of the pages."""
    app.before_request(_led)

    @app.after_request
    def instead(answer: Response) -> Response:
        return answer if answer.status_code >= SERVER_FAULT or "carried_out" in g else _led() or answer


def lead_on(location: str) -> Response:
    """Say that a form was carried out before, and lead to what it did."""
    g.carried_out = True
    # A refusal that the second met on its way is not what became of the form.
    session.pop("_flashes", None)
    flash(gettext(SENTENCE), "done")
    return redirect(location or "/", 303)


def _led() -> Response | None:
    ident = _sent_id()
    if ident is None or viewer_or_none() is None:
        return None
    with store().reading() as reading:
        done = reading.get(UnitOfWork, ident)
    return lead_on(done.location) if done else None


def _sent_id() -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.form.get("request", ""))
    except (ValueError, HTTPException):
        # No form of ours, or one that is too large to be read at all: its answer says so.
        return None
