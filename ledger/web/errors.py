"""Pages for what goes wrong: what happened, that nothing was saved by half, what to do.

What is written to the error log is the kind of trouble and the place in the program, never the address and never
what was typed: both may say who somebody is.
"""

from __future__ import annotations

import logging
from types import TracebackType
from urllib.parse import urlsplit

from flask import Flask, flash, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from ledger.errors import NotFound, Refusal
from ledger.keys.trouble import TooBusy
from ledger.web.refusals import refusal_of
from ledger.web.repeats import lead_on
from ledger.work import AlreadyDone

PAGES = {400, 404, 405, 413, 429, 500, 503}
HEADERS = {429: {"Retry-After": "60"}, 503: {"Retry-After": "5"}}
BARE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not now</title></head><body>'
    "<h1>Not now</h1><p>Nothing was saved by half. Try again in a few minutes.</p></body></html>"
)
"""Where even the frame of a page cannot be drawn, since the database does not answer."""

_log = logging.getLogger("almoner.trouble")

Page = tuple[str, int, dict[str, str]]
Answer = Page | Response


def add_error_pages(app: Flask) -> None:
    """Answer every kind of trouble with a page."""
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(NotFound, lambda _error: _page(404))
    app.register_error_handler(TooBusy, lambda _error: _page(503))
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(IntegrityError, _integrity)
    app.register_error_handler(OperationalError, _away)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _page(status: int) -> Page:
    name = status if status in PAGES else 500
    try:
        page = render_template(f"errors/{name}.html")
    except Exception as error:  # noqa: BLE001 - the frame asks the database too, and may meet the same trouble
        _note(error)
        page = BARE
    return page, status, HEADERS.get(status, {})


def _already_done(error: AlreadyDone) -> Answer:
    return lead_on(error.location)


def _refused(refusal: Refusal) -> Answer:
    """Say a refusal that met no form: on the page that holds the button, or on a page of its own."""
    sentence = gettext(refusal.sentence, **refusal.values) if refusal.values else gettext(refusal.sentence)
    if request.method in {"GET", "HEAD"}:
        return render_template("errors/refused.html", sentence=sentence), 409, {}
    flash(sentence, "refusal")
    return redirect(_back(), 303)


def _integrity(error: IntegrityError) -> Answer:
    try:
        refusal = refusal_of(error)
    except IntegrityError:
        return _unforeseen(error)
    return _refused(refusal)


def _away(error: OperationalError) -> Answer:
    _note(error)
    return _page(503)


def _http(error: HTTPException) -> Answer:
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        return _unforeseen(error.original_exception)
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 - a redirect is no trouble
        found = error.get_response()
        return Response(found.get_data(), found.status_code, found.headers)
    if code == 403:  # noqa: PLR2004 - what one may not see is not there
        return _page(404)
    body, status, headers = _page(code)
    allowed = getattr(error, "valid_methods", None)
    return body, status, {**headers, "Allow": ", ".join(sorted(allowed))} if allowed else headers


def _unforeseen(error: Exception) -> Answer:
    _note(error)
    return _page(500)


def _note(error: Exception) -> None:
    _log.error("%s at %s in %s", type(error).__name__, _place(error.__traceback__), request.endpoint)


def _place(trace: TracebackType | None) -> str:
    place = "?"
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in {"ledger", "audit", "app"}:
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _back() -> str:
    here = urlsplit(request.referrer or "")
    if here.netloc != request.host or not here.path:
        return "/"
    return f"{here.path}?{here.query}" if here.query else here.path
