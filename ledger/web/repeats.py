"""The same form sent twice, or from two tabs: whatever the second would meet, it leads to what the first one did (H13).

A form that was carried out often fits no more. What it chose has left the list, its one-time code is spent, its button
is gone, the server was started anew and does not know its token. None of that is the person's fault, so it is asked
first whether the form was carried out, and once more before any other answer goes out: of two that come at once, the
second may pass the first question and be refused a moment later.
"""

from __future__ import annotations

from flask import Flask, flash, g, redirect, request, session
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ledger.errors import N_
from ledger.web.context import store, viewer_or_none
from ledger.web.twins import Sent, sent_by, twin_of
from ledger.work import carried_out

SERVER_FAULT = 500
"""From here on the database may be what is at fault: it is not asked once more, and sending the form again is right."""

SENTENCE = N_(
    "This was carried out before, and nothing was done a second time. This is where it led."
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
    sent = _sent()
    who = viewer_or_none() if sent else None
    if sent is None or who is None:
        return None
    twin = twin_of(request, sent, who.token)
    with store().reading() as reading:
        done = carried_out(reading, sent.id, twin)
    return lead_on(done.location) if done else None


def _sent() -> Sent | None:
    if request.method != "POST":
        return None
    try:
        return sent_by(request.form.get("request", ""))
    except (ValueError, HTTPException):
        # No form of ours, or one that is too large to be read at all: its answer says so.
        return None
