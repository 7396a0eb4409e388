"""People with unusual names, and every form in which a planted text could turn up again."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

COMMON = {"passport", "Signal"}
"""Words of planted texts that stand on pages by themselves."""

STATEMENT = {"statement_payer": "Northlight Services", "statement_reference": "Invoice 4411"}
CASE = {"country": "KE", "gender": "woman", "age": "30_44", "group": "journalists", "threat": "arrest"}
CONSENT = {"consent_version": "2026-1", "scope": "support", "given_on": "2026-01-05"}

PEOPLE: tuple[dict[str, str], ...] = (
    {
        "name_to_use": "Vexillia",
        "phones": "+254 798 765431",
        "email": "vexillia@quorvex.example",
        "messenger": "Signal quorvex.77",
        "safe_hours": "after the muezzin of Zanfara",
        "contact_note": "ring twice, ask for the blue tailor",
        "full_name": "Vexillia Quorvex-Nightjar",
        "other_names": "Mama Zylphia",
        "birth_date": "1979-11-03",
        "documents": "KE passport XK9988776",
        "address": "17 Nightjar Terrace, Zanfara Lane",
        "identity_note": "hides with her cousin Quillon",
        "method": "bank",
        "holder": "Vexillia Quorvex-Nightjar",
        "account": "GB33 BUKB 2020 1555 5555 55",
        "bank_name": "Bank of Zanfara",
        "payment_note": "never on a Thursday, says Quillon",
    },
    {
        "name_to_use": "زليخة",
        "phones": "٠٧٩٨١٢٣٤٥٦\n+20 100 222 3344",
        "full_name": "زليخة الكويلفذر",
        "address": "حارة الزنفرة ١٧",
        "documents": "EG بطاقة ٢٩٩٠١٠١٢٣",
        "method": "mobile_money",
        "holder": "زليخة الكويلفذر",
        "mobile_number": "+20 100 222 3344",
    },
    {
        "name_to_use": "祖莱哈",
        "phones": "+86 139 1234 9876",
        "full_name": "欧尔斯·祖莱哈",
        "other_names": "Зулейха Квиллфезер",
        "identity_note": "Ж" * 1999,
        "method": "bank",
        "holder": "   Zuléïkha   Ångström-Quill   ",
        "account": "0099 8877 6655 4433",
    },
)


def form_of(person: dict[str, str]) -> dict[str, str]:
    """The whole form for somebody."""
    return {**CASE, **person, **STATEMENT, **CONSENT}


def plants() -> list[str]:
    """Every text that names or reaches somebody, each line of it."""
    found = [
        line.strip()
        for person in PEOPLE
        for key, text in person.items()
        if key != "method"
        for line in text.splitlines()
    ]
    words = {word for text in found for word in re.split(r"[\s,]+", text) if len(word) > 5} - COMMON
    return sorted({*found, *words, *filter(None, map(_compact, found))}, key=len)


def _compact(text: str) -> str:
    plain = "".join(one for one in text if one.isalnum())
    digits = "".join(str(unicodedata.decimal(one)) for one in text if unicodedata.decimal(one, None) is not None)
    return digits if len(digits) > 7 else plain if len(plain) > 7 else ""


def forms() -> dict[bytes, str]:
    """Byte sequences to look for, each with the text that it stands for."""
    found: dict[bytes, str] = {}
    for text in plants():
        for spelt in {text, text.lower(), text.upper(), unicodedata.normalize("NFD", text)}:
            for one in _written(spelt):
                if len(one) >= 6:
                    found[one] = text
    return found


def _written(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield json.dumps(text)[1:-1].encode()
    yield html.escape(text).encode()
    yield quote(text).encode()
    yield quote(text, safe="").replace("%20", "+").encode()
    yield text.encode().hex().encode()
    raw = text.encode()
    if len(raw) > 8:
        for shift in range(3):
            # The middle of its base64, wherever in a stream it begins.
            yield base64.b64encode(bytes(shift) + raw)[4 : (len(raw) + shift) // 3 * 4]


FORMS = forms()
PLAIN = {text.encode(): text for text in plants()}


def named_in(content: bytes, known: dict[bytes, str] = FORMS) -> set[str]:
    """Which planted texts stand in some bytes, also in zips inside them."""
    found = {text for form, text in known.items() if form in content}
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found |= named_in(archive.read(name), known) | named_in(name.encode(), known)
    return found


def named_in_files(*folders: Path, known: dict[bytes, str] = FORMS) -> dict[str, set[str]]:
    """Which planted texts stand in the files below some folders, names of files included."""
    files: Iterable[Path] = (path for folder in folders for path in folder.rglob("*"))
    found = {
        str(path): named_in(str(path).encode()) | (named_in(path.read_bytes(), known) if path.is_file() else set())
        for path in files
    }
    return {path: names for path, names in found.items() if names}
