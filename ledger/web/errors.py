"""Pages for what goes wrong: what happened, that nothing was saved by half, what to do."""

from __future__ import annotations

import logging

from flask import Flask, flash, redirect, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ledger.errors import NotFound, Refusal
from ledger.keys.trouble import TooBusy
from ledger.web.refusals import refusal_of
from ledger.work import AlreadyDone

PAGES = {400, 404, 405, 413, 429, 500, 503}

_log = logging.getLogger("almoner")

Answer = tuple[str, int] | Response


def add_error_pages(app: Flask) -> None:
    """Answer every kind of trouble with a page."""
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(NotFound, lambda _error: _page(404))
    app.register_error_handler(TooBusy, lambda _error: _page(503))
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(IntegrityError, _integrity)
    app.register_error_handler(CSRFError, lambda _error: _page(400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _page(status: int) -> Answer:
    return render_template(f"errors/{status if status in PAGES else 500}.html"), status


def _already_done(error: AlreadyDone) -> Answer:
    return redirect(error.location or "/", 303)


def _refused(refusal: Refusal) -> Answer:
    # A refusal without a form: a button on a page. Say it there, and stay.
    flash(
        gettext(refusal.sentence, **refusal.values) if refusal.values else gettext(refusal.sentence),
        "refusal",
    )
    return redirect(_back(), 303)


def _integrity(error: IntegrityError) -> Answer:
    try:
        return _refused(refusal_of(error))
    except IntegrityError:
        return _unforeseen(error)


def _http(error: HTTPException) -> Answer:
    if error.code is not None and error.code < 400:  # noqa: PLR2004 - a redirect is no trouble
        return Response(error.get_response())
    return _page(404 if error.code == 403 else error.code or 500)  # noqa: PLR2004 - 404 for what one may not see


def _unforeseen(error: Exception) -> Answer:
    # Neither the address nor what was typed is written down: both may say who somebody is.
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_name}:{where.tb_lineno}" if where else "?"
    _log.error("%s at %s in %s", type(error).__name__, place, request.endpoint)
    return _page(500)


def _back() -> str:
    here = request.referrer or ""
    return here if here.startswith(request.host_url) else "/"
