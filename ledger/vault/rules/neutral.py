"""What the outside may read: a beneficiary's own statement must not tell who pays, nor why. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ledger.errors import N_, Refusal
from ledger.reference import read_reference

TELLING = (
    # English
    "human right", "defender", "activis", "journalis", "protest", "grant", "stipend", "relocat", "asylum", "refugee",
    "exile", "prison", "detain", "detention", "arrest", "bail", "emergency", "solidarity", "torture", "lgbt",
    "dissident", "opposition", "freedom", "democra", "donat", "charit", "ngo", "beneficiar", "whistleblow", "amnesty",
    # French, Spanish, Portuguese, German
    "droits", "défenseur", "militant", "subvention", "réfugié", "exil", "urgence", "dissiden",
    "derechos", "defensor", "subvencion", "refugiad", "preso", "emergencia", "direitos", "ativist", "jornalis",
    "periodis", "menschenrecht", "stipendium", "flüchtling", "spende", "notfall",
    # Russian, Arabic, Persian, Turkish, Chinese
    "правозащит", "активист", "грант", "беженец", "журналист", "حقوق", "ناشط", "منحة", "لاجئ", "صحفي", "فعال",
    "پناهنده", "insan hak", "gazeteci", "mülteci", "hibe", "人权", "维权", "记者", "活动家",
)  # fmt: skip
"""Beginnings of words that say what the money is for; a bank's clerk reads statements too."""

_LATIN = re.compile(r"[a-zà-ɏа-я]")
_REFERENCE = re.compile(r"(?<![0-9A-Z])[A-Z]-?[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z](?![0-9A-Z])")
_SHORT, _HYPHENS = 3, 3


def refuse_telling(text: str, names: Iterable[str], field: str) -> None:
    """Refuse a text for somebody's statement that holds a reference of ours, one of these names, or a telling word."""
    plain = _plain(text)
    if any(_is_reference(found[0]) for found in _REFERENCE.finditer(text.upper())):
        raise Refusal(N_("This holds a reference of the ledger. Write what anybody might pay for."), field=field)
    for name in _words(names):
        if _stands_in(name, plain):
            raise Refusal(
                N_("This names the organisation. Write a payer and a reference that say nothing."), field=field
            )
    for word in TELLING:
        if _stands_in(_plain(word), plain):
            raise Refusal(N_("“%(word)s” tells what the money is for. Choose another word."), field=field, word=word)


def _is_reference(text: str) -> bool:
    # Ten characters in a row may be anything; with the hyphens of a reference they are one, mistyped or not.
    return text.count("-") == _HYPHENS or read_reference(f"{text[0]}-{text[1:]}") is not None


def _words(names: Iterable[str]) -> set[str]:
    """Return names whole and, where one is long enough to be told by it, each of its words."""
    found = {_plain(name) for name in names if name.strip()}
    return found | {word for name in found for word in re.split(r"[\W_]+", name) if len(word) > _SHORT}


def _stands_in(word: str, text: str) -> bool:
    # Where words are set apart by spaces, only the beginning of one counts: "migrant" holds no grant.
    if _LATIN.match(word):
        return re.search(rf"(?<!\w){re.escape(word)}", text) is not None
    return word in text


def _plain(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in marked if not unicodedata.combining(one))
