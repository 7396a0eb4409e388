"""Headers of every answer: no script, nothing from elsewhere, nothing kept."""

from __future__ import annotations

import io
from typing import IO

from flask import Flask, Request, request
from werkzeug.wrappers import Response

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    # With no-referrer every POST over TLS would fail its token check.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST_UPLOAD = 60 * 1024 * 1024


class MemoryRequest(Request):
    """A request whose files never touch the disk: Werkzeug would put larger ones into a temporary file, in clear."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's own signature
        content_type: str | None,  # noqa: ARG002 - likewise
        filename: str | None = None,  # noqa: ARG002 - likewise
        content_length: int | None = None,  # noqa: ARG002 - likewise
    ) -> IO[bytes]:
        return io.BytesIO()


def protect(app: Flask) -> None:
    """Put the headers on every answer."""
    app.request_class = MemoryRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024 * 1024

    @app.after_request
    def harden(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers[name] = value
        if request.endpoint == "static":
            answer.headers["Cache-Control"] = "public, max-age=3600"
        else:
            answer.headers["Cache-Control"] = "no-store"
        if not app.extensions["settings"].plain_http:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        return answer
