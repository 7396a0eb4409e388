"""The characters that banks carry: everything else is written in them, or refused by the name of its field."""

from __future__ import annotations

import unicodedata

from ledger.errors import N_, Refusal

CARRIED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")
"""The set of SWIFT and SEPA (EPC217-08, section 6.2)."""

_WRITTEN = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
    "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ə": "e",
    "Ə": "E", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D", "ƙ": "k", "Ƙ": "K", "ŧ": "t", "Ŧ": "T", "ŉ": "n", "ĸ": "k",
    "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɩ": "i", "Ɩ": "I", "ʋ": "v", "Ʋ": "V", "ʊ": "u", "Ʊ": "U", "ɣ": "g",
    "Ɣ": "G", "ɖ": "d", "Ɖ": "D", "ƒ": "f", "Ƒ": "F", "ɲ": "n", "Ɲ": "N", "ƴ": "y", "Ƴ": "Y", "ƥ": "p", "Ƥ": "P",
    "ƭ": "t", "Ƭ": "T", "ɦ": "h", "ǝ": "e", "Ǝ": "E", "ʌ": "a", "ʒ": "z", "Ʒ": "Z", "ǥ": "g", "Ǥ": "G", "ɠ": "g",
    "Ɠ": "G", "ɨ": "i", "Ɨ": "I", "ʉ": "u", "Ʉ": "U", "ɇ": "e", "ɍ": "r", "ɂ": "'", "ʔ": "'", "\ua78c": "'",
    "&": "+", "_": "-", "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'", "`": "'", '"': "'", "“": "'",
    "”": "'", "„": "'", "«": "'", "»": "'", ";": ",", "\u02bb": "'", "\u02bc": "'", "\u02bf": "'", "\u02be": "'",
    "!": ".", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "\\": "/", "*": ".", "#": ".", "@": "(at)",
    "%": ".", "=": "-", "<": "(", ">": ")", "~": "-", "^": ".", "$": ".", "№": "No", "º": "o", "ª": "a", "€": "EUR",
}  # fmt: skip


_LETTERS = {
    "payer": N_("The payer of the file holds letters that banks do not carry. Write it in Latin letters."),
    "holder": N_(
        "The holder of payment %(about)s holds letters that banks do not carry. Write the name in Latin letters."
    ),
    "statement_payer": N_(
        "The payer that payment %(about)s shows holds letters that banks do not carry. Write Latin ones."
    ),
    "statement_reference": N_("What payment %(about)s is for holds letters that banks do not carry. Write Latin ones."),
}
_NEEDED = {
    "payer": N_("The file has no payer. Write the name of the organisation as banks show it."),
    "holder": N_("Payment %(about)s has no holder of its account. Write the name."),
}
_LONGER = {
    "payer": N_("The payer of the file is longer than the %(most)s characters that banks carry. Shorten it."),
    "holder": N_("The holder of payment %(about)s is longer than the %(most)s characters that banks carry."),
    "statement_payer": N_(
        "The payer that payment %(about)s shows is longer than the %(most)s characters that banks carry."
    ),
    "statement_reference": N_("What payment %(about)s is for is longer than the %(most)s characters that banks carry."),
}


def carried(text: str, field: str, most: int, about: str = "") -> str:
    """Return a text in the characters that banks carry, spaces made single.

    Latin letters lose their marks. Raises Refusal that names the field, and `about` (a payment's code), for letters of
    another script, and for what is longer than `most`: who receives money is not shortened to somebody else.
    """
    plain = " ".join((text if CARRIED.issuperset(text) else _folded(text)).split())
    if not set(plain) <= CARRIED:
        raise Refusal(_LETTERS[field], field=field, about=about)
    if len(plain) > most:
        raise Refusal(_LONGER[field], field=field, about=about, most=most)
    return plain


def carried_name(text: str, field: str, most: int, about: str = "") -> str:
    """Return a name as `carried` does. Raises Refusal also where nothing of it is left: a bank takes no empty one."""
    plain = carried(text, field, most, about)
    if not plain:
        raise Refusal(_NEEDED[field], field=field, about=about)
    return plain


def _folded(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    folded = unicodedata.normalize("NFKD", "".join(_WRITTEN.get(one, one) for one in composed))
    plain = "".join(" " if one.isspace() else one for one in folded if not _is_unseen(one))
    return "".join(_WRITTEN.get(one, one) for one in plain)


def _is_unseen(one: str) -> bool:
    """Whether it is a mark on a letter, or a sign without a shape that came along when a text was copied."""
    return bool(unicodedata.combining(one)) or unicodedata.category(one) == "Cf"
