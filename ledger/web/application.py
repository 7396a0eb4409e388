"""The frame into which the composition root puts the slices: tokens, languages, headers, error pages, guards."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from ledger.organisation import Organisation
from ledger.settings import Settings
from ledger.web.access import access_of, guard
from ledger.web.errors import add_error_pages
from ledger.web.formats import add_filters
from ledger.web.frame import frame_pages
from ledger.web.languages import add_languages
from ledger.web.repeats import answer_repeats
from ledger.web.security import protect
from ledger.work import Store


def frame_for(app: Flask, settings: Settings, store: Store, organisation: Organisation, key: bytes) -> None:
    """Prepare an application over a store. `key` seals the form tokens; it is born when the server starts."""
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME="f" if settings.plain_http else "__Host-f",
        SESSION_COOKIE_SECURE=not settings.plain_http,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions.update(store=store, settings=settings, organisation=organisation.name, is_demo=organisation.demo)
    CSRFProtect(app)
    add_languages(app)
    add_filters(app)
    protect(app)
    add_error_pages(app)
    # Both would write addresses and what was typed; `ledger.web.errors` writes what may be written.
    app.logger.disabled = True
    logging.getLogger("werkzeug").disabled = True


def open_pages(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    """Hang in the slices' pages. Raises LookupError where one does not say who may open it."""
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    guard(app)
    answer_repeats(app)
    frame_pages(app)
    for endpoint in app.view_functions:
        access_of(app, endpoint)
