"""Which language a reader gets, and from which side it is written."""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from flask import Flask, request
from flask_babel import Babel, get_locale

TRANSLATIONS = Path(__file__).parent / "translations"
COOKIE = "l"
FROM_THE_RIGHT = {"ar", "fa", "he", "ur"}


def languages() -> list[str]:
    """Return the codes of the languages that there are: English, and those with a compiled catalogue."""
    found = {path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")}
    return ["en", *sorted(found - {"en"})]


def chosen_language() -> str:
    """Return the language asked for in the address, remembered by the browser, or preferred by it."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in languages():
            return str(wanted)
    return request.accept_languages.best_match(languages()) or "en"


def add_languages(app: Flask) -> None:
    """Set up translation; a choice made by `?lang=` is remembered."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=chosen_language, timezone_selector=lambda: "UTC")

    @app.after_request
    def remember(answer):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - Flask's own types
        wanted = request.args.get("lang")
        if wanted in languages():
            secure = not app.extensions["settings"].plain_http
            answer.set_cookie(
                COOKIE, str(wanted), max_age=31536000, httponly=True, secure=secure, samesite="Strict"
            )
        return answer


def language_links() -> list[tuple[str, str, str]]:
    """Return code, own name and address of each language, for the foot of the page."""
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    query = "&".join(f"{name}={value}" for name, value in kept.items() if _plain(name + value))
    tail = f"&{query}" if query else ""
    return [
        (code, Locale.parse(code).get_display_name() or code, f"?lang={code}{tail}") for code in languages()
    ]


def direction() -> str:
    """Return `rtl` for languages written from the right."""
    return "rtl" if str(get_locale())[:2] in FROM_THE_RIGHT else "ltr"


def _plain(text: str) -> bool:
    return text.replace("-", "").replace("_", "").isalnum()
