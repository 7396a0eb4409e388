"""What stands round every page: navigation, who is signed in, languages, the quick exit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template
from flask_babel import get_locale, gettext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from ledger.actor import Role
from ledger.errors import N_
from ledger.web.access import STAFF, public
from ledger.web.context import Viewer, settings, store, viewer_or_none
from ledger.web.languages import direction, language_links
from ledger.web.navigation import navigation

bp = Blueprint("frame", __name__)

ROLE_WORDS = {
    Role.OFFICER: N_("programme officer"),
    Role.APPROVER: N_("approver"),
    Role.FINANCE: N_("finance"),
    Role.CUSTODIAN: N_("custodian"),
    Role.AUDITOR: N_("auditor"),
    Role.DONOR: N_("donor"),
    Role.STEWARD: N_("steward"),
}


def role_words(roles: Any) -> str:
    """Say roles in the reader's language."""
    return ", ".join(gettext(ROLE_WORDS[Role(role)]) for role in sorted(roles))


def frame_pages(app: Flask) -> None:
    """Give every page what stands round it."""
    app.add_template_filter(role_words, "role_words")

    @app.context_processor
    def around() -> dict[str, Any]:
        who = viewer_or_none()
        return {
            "navigation": navigation(),
            "viewer": _shown(who) if who else None,
            "organisation": app.extensions["organisation"],
            "is_demo": app.extensions["is_demo"],
            "languages": language_links(),
            "language": str(get_locale()).replace("_", "-"),
            "direction": direction(),
            "quick_exit_url": settings().quick_exit,
        }


def _shown(who: Viewer) -> dict[str, Any]:
    words = role_words(who.actor.roles)
    return {"name": who.name, "role_words": words, "has": who.has, "is_staff": who.has(*STAFF)}


@bp.get("/today")
@public
def today() -> str:
    """Show a page that says nothing but the date: where the quick exit leads."""
    return render_template("today.html", today=store().clock.now())


@bp.get("/health")
@public
def health() -> Response:
    """Say whether the ledger can be read: 200 or 503, and nothing about it."""
    try:
        with store().reading() as session:
            session.execute(text("SELECT COUNT(*) FROM organisation"))
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
