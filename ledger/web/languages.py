"""Which language a reader gets, and from which side it is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, request
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response

from ledger.web.zones import chosen_zone

TRANSLATIONS = Path(__file__).parent / "translations"
COOKIE = "l"
YEAR = 31_536_000
FROM_THE_RIGHT = {"ar", "fa", "he", "ur"}


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are: English, and those with a compiled catalogue."""
    found = {path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")}
    return ("en", *sorted(found - {"en"}))


def chosen_language() -> str:
    """Return the language asked for in the address, remembered by the browser, or preferred by it."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in languages():
            return str(wanted)
    return request.accept_languages.best_match(languages()) or "en"


def add_languages(app: Flask) -> None:
    """Set up translation and zones; a language chosen by `?lang=` is remembered."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=chosen_language, timezone_selector=lambda: ZoneInfo(chosen_zone()))

    @app.after_request
    def remember(answer: Response) -> Response:
        wanted = request.args.get("lang")
        if wanted in languages():
            secure = not app.extensions["settings"].plain_http
            answer.set_cookie(COOKIE, str(wanted), max_age=YEAR, httponly=True, secure=secure, samesite="Strict")
        return answer


def language_links() -> list[tuple[str, str, str]]:
    """Return code, own name and address of each language, for the foot of the page."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [
        (code, Locale.parse(code).get_display_name() or code, "?" + urlencode([*kept, ("lang", code)]))
        for code in languages()
    ]


def direction() -> str:
    """Return `rtl` for languages written from the right."""
    return "rtl" if get_locale().language in FROM_THE_RIGHT else "ltr"
