"""Writes small bundles as the log format says, so that tests can damage them.

The log, its head and the bag are written by hand here. Tables come from the rows the verifier
expects: that they are those of the ledger is tested where the ledger writes its bundle.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from audit.comparison import FREE, written
from audit.facts import Facts
from audit.replay.state import Key, State
from audit.tables import CHART, LOG, TABLES
from tests.audit.replay.histories import canonical
from tests.audit.replay.replaying import replay
from tests.audit.replay.signing import key_of
from tests.audit.replay.story import tell
from tests.audit.sheets import workbook

ORIGIN = "almoner.example/books"
LOG_SECRET = key_of("the log")
NAMES = {
    "1000": "Cash",
    "1200": "Receivable",
    "1300": "Advances",
    "1400": "Loans",
    "1490": "Allowance for loans",
    "1900": "Conversion",
    "2100": "Payable",
    "2150": "In transit",
    "2300": "Due to donors",
    "2400": "Received in advance",
    "3000": "Accumulated",
    "3900": "Transfers",
    "4000": "Contributions",
    "4050": "Interest",
    "4090": "Refunds",
    "5100": "Emergency grants",
    "5200": "Stipends",
    "5300": "Family support",
    "5500": "Loan losses",
    "5700": "Exchange, realised",
    "5710": "Exchange, unrealised",
    "5800": "Charges",
    "5850": "Losses of money",
    "9100": "Commitments",
    "9190": "Commitments, contra",
}
KINDS = {"1900": "clearing", "1": "asset", "2": "liability", "3": "fund", "4": "income", "5": "expense", "9": "memo"}

Files = dict[str, bytes]


def verifier_key(name: str = ORIGIN, kind: int = 1, holder: str = "the log") -> str:
    """Return the verifier key of the log, or of a witness (kind 4)."""
    public = key_of(holder).public_key().public_bytes_raw()
    key_id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]
    return f"{name}+{key_id.hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def key_id_of(key: str) -> bytes:
    """Return the id that a verifier key names."""
    return bytes.fromhex(key.split("+")[1])


def root_of(entries: list[bytes]) -> bytes:
    """Return the root by the words of RFC 6962, section 2.1."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + root_of(entries[:split]) + root_of(entries[split:])).digest()


def head_text(entries: list[bytes]) -> str:
    """Return what is signed over a log."""
    return f"{ORIGIN}\n{len(entries)}\n{base64.b64encode(root_of(entries)).decode()}\n"


def checkpoint(entries: list[bytes], *more: str) -> bytes:
    """Return the signed head over a log, with further signature lines."""
    text = head_text(entries)
    signature = key_id_of(verifier_key()) + LOG_SECRET.sign(text.encode())
    return f"{text}\n— {ORIGIN} {base64.b64encode(signature).decode()}\n{''.join(more)}".encode()


def cosignature(entries: list[bytes], name: str, time: int) -> str:
    """Return the signature line of a witness, whose name is that of its key."""
    message = f"cosignature/v1\ntime {time}\n{head_text(entries)}".encode()
    signature = time.to_bytes(8, "big") + key_of(name).sign(message)
    line = key_id_of(verifier_key(name, 4, name)) + signature
    return f"— {name} {base64.b64encode(line).decode()}\n"


@cache
def _story() -> str:
    history = tell().entries
    history[0]["data"]["log_key"] = verifier_key()
    return json.dumps(history)


def story() -> list[dict[str, Any]]:
    """Return the entries of a whole valid history, founded with the key of the tests' log."""
    entries: list[dict[str, Any]] = json.loads(_story())
    return entries


def packed(entries: list[dict[str, Any]]) -> list[bytes]:
    """Return entries as they are stored."""
    return [canonical(entry).encode() for entry in entries]


def log_files(entries: list[bytes]) -> Files:
    """Return checkpoint, tiles and entry bundles of a log of at most 65,536 entries."""
    files = {"data/log/checkpoint": checkpoint(entries)}
    above = []
    for start in range(0, len(entries), 256):
        part = entries[start : start + 256]
        name = f"{start // 256:03}" + ("" if len(part) == 256 else f".p/{len(part)}")
        files[f"data/log/tile/entries/{name}"] = b"".join(len(one).to_bytes(2, "big") + one for one in part)
        files[f"data/log/tile/0/{name}"] = b"".join(hashlib.sha256(b"\x00" + one).digest() for one in part)
        if len(part) == 256:
            above.append(root_of(part))
    if above:
        files[f"data/log/tile/1/000.p/{len(above)}"] = b"".join(above)
    return files


def key_files(state: State) -> Files:
    """Return the keys of the log, of witnesses (none) and of people."""
    lines = [f"{signer(key)} {key.signing_key}\n" for key in state.keys]
    return {
        "data/keys/log.vkey": f"{verifier_key()}\n".encode(),
        "data/keys/witnesses.vkey": b"",
        "data/keys/allowed_signers": "".join(lines).encode(),
    }


def signer(key: Key) -> str:
    """Return whose a key is, for what, and when it was in force."""
    purposes = ",".join(f"{name}@almoner.v1" for name in ("decision", "envelope", "consent", "lift"))
    since, until = (re.sub("[-:T]", "", moment or "") for moment in (key.since, key.until))
    times = f'valid-after="{since}"' + (f',valid-before="{until}"' if until else "")
    return f'{key.person} namespaces="{purposes}",{times}'


def signed_files(entries: list[dict[str, Any]]) -> Files:
    """Return each decision and each consent, and its signature."""
    files = {}
    for entry in entries:
        data, name = entry["data"], ""
        if entry["verb"] == "decision.signed":
            name = f"data/decisions/{data['proposal']}-{data['revision']}-{data['person']}.json"
        if entry["verb"] == "opening.consented":
            name = f"data/consents/{data['opening']}.json"
        if name:
            files[name], files[f"{name}.sig"] = data["bytes"].encode(), data["signature"].encode()
    return files


def table_files(entries: list[dict[str, Any]], facts: Facts) -> Files:
    """Return all tables."""
    accounts = "".join(
        written([number, name, KINDS.get(number, KINDS[number[0]])]) for number, name in sorted(NAMES.items())
    )
    files = {CHART: f"GL_Account_Number,GL_Account_Name,Account_Type\n{accounts}".encode()}
    for columns, rows in TABLES:
        lines = "".join(rows(facts)).replace(FREE, "")
        files[columns.file] = (written(columns.heads()) + lines).encode()
    rows = [
        [
            *(entry[name] for name in ("seq", "at", "work", "actor", "verb")),
            hashlib.sha256(b"\x00" + content).hexdigest(),
        ]
        for entry, content in zip(entries, packed(entries), strict=True)
    ]
    files[LOG.file] = (written(LOG.heads()) + "".join(map(written, rows))).encode()
    return files


def journal(state: State) -> bytes:
    """Return the journal as hledger reads it; all currencies of the story have two digits."""
    text = ["; a journal", "commodity 1000.00 EUR", "account 1000 Cash", ""]
    for entry in state.entries:
        posted = entry.at[:10]
        dates = posted if posted == entry.date else f"{posted}={entry.date}"
        text.append(f"{dates} ({entry.number}) {entry.event}  ; log:{entry.seq}")
        for line in entry.lines:
            name = f"{line['account']} {NAMES[line['account']]}:{line['fund'][:8]}:{line['currency']}:{line['holder']}"
            figures = [f"{line[which] / 100:.2f} {line['currency']}" for which in ("minor", "balance")]
            text.append(f"    {name.rstrip(':')}  {' = '.join(figures)}")
        text.append("")
    return "\n".join(text).encode()


def payload(entries: list[dict[str, Any]]) -> Files:
    """Return everything below `data/` for a history."""
    state = replay(copy.deepcopy(entries)).state
    facts = Facts(state, dict(NAMES))
    return {
        **log_files(packed(entries)),
        **key_files(state),
        **signed_files(entries),
        **table_files(entries, facts),
        "data/journal.hledger": journal(state),
        "data/workbook.xlsx": workbook(facts),
        "data/START-HERE.txt": b"Start here.\n",
    }


@cache
def _sound() -> tuple[tuple[str, bytes], ...]:
    return tuple(payload(story()).items())


def sound() -> Files:
    """Return the payload of a bundle in which everything holds."""
    return dict(_sound())


def bagged(files: Files) -> Files:
    """Return a payload with the tag files of its bag."""
    listed = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    octets = sum(map(len, files.values()))
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"Payload-Oxum: {octets}.{len(files)}\n".encode(),
        "manifest-sha256.txt": listed.encode(),
    }
    sums = "".join(f"{hashlib.sha256(tags[name]).hexdigest()}  {name}\n" for name in sorted(tags))
    return {**files, **tags, "tagmanifest-sha256.txt": sums.encode()}


def zipped(files: Files) -> bytes:
    """Return files as a zip."""
    written_to = io.BytesIO()
    with zipfile.ZipFile(written_to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return written_to.getvalue()


def write_zip(path: Path, files: Files) -> Path:
    """Write a payload as a zipped bundle, bagged."""
    path.write_bytes(zipped(bagged(files)))
    return path


def write_folder(path: Path, files: Files) -> Path:
    """Write files as they are below a folder."""
    for name, content in files.items():
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return path
