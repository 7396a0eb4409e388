"""START-HERE.txt: what a bundle is, and three ways to check it without trusting anybody here."""

from __future__ import annotations

TEXT = """\
ALMONER BUNDLE

This file holds the whole ledger of {origin} as it stood at {at}:
the log of everything that was done, the books, and every signature.
It names no beneficiary. People stand under pseudonyms.

THE HEAD OF THE LOG
    origin   {origin}
    entries  {size}
    root     {root}   (base64)
             {hexroot}   (hex)
Compare these with the head that you wrote down last time or that was
published elsewhere. If the log here is shorter, or the proof from your old
head fails, something was taken out.

FIRST WAY: the verifier
Python 3.11 or newer, nothing else. In the folder that holds the bundle:
    unzip -q BUNDLE.zip -d bundle
    python3 bundle/data/audit.pyz verify BUNDLE.zip
It re-performs every control on every entry. 0: all holds, 1: findings,
2: cannot be read. With your old head: --since OLD-CHECKPOINT. With the log's
key as you received it from elsewhere: --log-key FILE. If you do not trust
the verifier in here, take one from an older bundle, or write one:
docs/log-format.md of the project says every byte.

SECOND WAY: tools that nobody here wrote. In the unzipped folder:
  every file is as it was written
    sha256sum -c manifest-sha256.txt
  each decision, and each consent to open what is sealed, was signed by that
  person, exactly so, with the key they had then (OpenSSH 9.1 or newer)
    cd data/decisions
    for f in *.json ../consents/*.json; do
      [ -e "$f" ] || continue
      case "$f" in ../*) use=consent ;; *) use=decision ;; esac
      person=$(sed 's/.*"person":"\\([^"]*\\)".*/\\1/' "$f")
      at=$(sed 's/.*"at":"\\([^"]*\\)".*/\\1/' "$f" | tr -cd 0-9Z)
      ssh-keygen -Y verify -f ../keys/allowed_signers -I "$person" \\
        -n "$use@almoner.v1" -Overify-time="$at" -s "$f.sig" < "$f" \\
        || echo "BAD $f"
    done
  the head was signed by the log's key; still in the folder of decisions,
  these five lines cut the signed head into what openssl wants
python3 - <<'PY'
import base64
body, line = open("../log/checkpoint", encoding="utf-8").read().split("\\n\\n")
open("/tmp/body", "w").write(body + "\\n")
open("/tmp/sig", "wb").write(base64.b64decode(line.split()[2])[4:])
key = base64.b64decode(open("../keys/log.vkey").read().split("+", 2)[2])[1:]
open("/tmp/key.der", "wb").write(bytes.fromhex("302a300506032b6570032100") + key)
PY
openssl pkeyutl -verify -pubin -inkey /tmp/key.der -keyform DER \\
  -rawin -in /tmp/body -sigfile /tmp/sig
cd ../..
  the books balance, line by line
    hledger -f data/journal.hledger check -s ordereddates
The tiles below data/log/ are the public C2SP tlog-tiles layout.

THIRD WAY: a spreadsheet
Open data/workbook.xlsx, let it recalculate, and look at the sheet Contents:
the column Difference must be nothing. data/tables/ has everything as CSV,
described by data/datapackage.json; field names follow the AICPA audit data
standards where they exist. Left out on purpose: names and addresses of
payees, and names of staff.
"""


def start_here(*, origin: str, at: str, size: int, root: str, hexroot: str) -> bytes:
    """Return the text with the head of the log in words."""
    filled = TEXT
    for name, value in (
        ("origin", origin),
        ("at", at),
        ("size", str(size)),
        ("root", root),
        ("hexroot", hexroot),
    ):
        filled = filled.replace("{" + name + "}", value)
    return filled.encode()
