"""The page checker itself goes red for each thing that it looks for."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from tests.pages import POLICY, faults

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>Desk · Almoner</title></head><body><h1>Desk</h1>{more}</body></html>'
)


def answer(more: str = "", headers: dict[str, str] | None = None) -> TestResponse:
    """A page as the test client would give it."""
    body = GOOD.format(more=more)
    made = Response(body, headers={**HEADERS, **(headers or {})}, mimetype="text/html")
    return TestResponse([body.encode()], "200 OK", made.headers, Request({}).__class__({}))


def test_a_good_page_has_no_fault() -> None:
    """A labelled field in a guarded form."""
    form = (
        '<form method="post" action="/x"><input type="hidden" name="csrf_token"><input type="hidden" name="request">'
        '<label for="a">A</label><input id="a" name="a"></form>'
    )
    assert faults(answer(form)) == []


@pytest.mark.parametrize(
    "more",
    [
        "<h1>Second</h1>",
        '<p id="x"></p><p id="x"></p>',
        '<input name="a">',
        "<script>1</script>",
        '<p style="color:red">x</p>',
        '<a onclick="x()">x</a>',
        '<a href="javascript:x()">x</a>',
        "<svg></svg>",
        '<form method="post" action="/x"><input type="hidden" name="request"></form>',
        '<form method="post" action="/x"><input type="hidden" name="csrf_token"></form>',
        "<form></form>",
        "<p><div></p>",
        '<p aria-describedby="nothing">x</p>',
    ],
)
def test_each_fault_is_noticed(more: str) -> None:
    """One at a time."""
    assert faults(answer(more))


@pytest.mark.parametrize("name", list(HEADERS))
def test_each_header_is_looked_at(name: str) -> None:
    """A missing or weaker one is a fault."""
    assert faults(answer(headers={name: "x"}))
