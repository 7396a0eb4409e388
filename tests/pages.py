"""What must hold on every page that any test opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NEEDS_NO_LABEL = {"hidden", "submit", "button"}


def faults(answer: TestResponse) -> list[str]:
    """Say everything that is wrong with a page, one sentence each."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(answer.text)
    found = [f"not HTML5: {error[1]} at {error[0]}" for error in parser.errors]
    found += [*_headings(tree), *_ids(tree), *_labels(tree), *_scripts(tree), *_forms(tree), *_headers(answer)]
    return found


def _headings(tree: Element) -> Iterator[str]:
    heads = ["".join(h.itertext()).split() for h in tree.iter("h1")]
    title = "".join("".join(t.itertext()) for t in tree.iter("title")).split()
    if len(heads) != 1:
        yield f"{len(heads)} headings h1"
    elif title[: len(heads[0])] != heads[0]:
        yield f"the title {title} does not begin with the heading {heads[0]}"


def _ids(tree: Element) -> Iterator[str]:
    counts = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    yield from (f"the id {name} stands {count} times" for name, count in counts.items() if count > 1)
    known = set(counts)
    for one in tree.iter():
        for name in (one.get("aria-describedby") or "").split():
            if name not in known:
                yield f"described by {name}, which is not there"


def _labels(tree: Element) -> Iterator[str]:
    labelled = {one.get("for") for one in tree.iter("label")}
    inside = {id(field) for label in tree.iter("label") for field in label.iter() if field is not label}
    for kind in ("input", "select", "textarea"):
        for one in tree.iter(kind):
            named = (
                one.get("aria-label") or one.get("aria-labelledby") or one.get("id") in labelled or id(one) in inside
            )
            if one.get("type") not in NEEDS_NO_LABEL and not named:
                yield f"the field {one.get('name')} has no label"


def _scripts(tree: Element) -> Iterator[str]:
    for one in tree.iter():
        tag: Any = str(one.tag).rpartition("}")[2]
        if tag in {"script", "style", "svg", "iframe", "object"}:
            yield f"an element {tag}"
        for name, value in one.attrib.items():
            if name == "style" or name.startswith("on") or re.match(r"\s*javascript:", value, re.IGNORECASE):
                yield f"an attribute {name}={value}"


def _forms(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        names = {field.get("name") for field in form.iter("input")}
        if not form.get("action") or not form.get("method"):
            yield "a form without action or method"
        if form.get("method") == "post" and "csrf_token" not in names:
            yield f"the form to {form.get('action')} has no token"
        if form.get("method") == "post" and "request" not in names and form.get("data-no-request") is None:
            yield f"the form to {form.get('action')} has no request id"


def _headers(answer: TestResponse) -> Iterator[str]:
    wanted = {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    for name, value in wanted.items():
        if answer.headers.get(name) != value:
            yield f"the header {name} is {answer.headers.get(name)}"
