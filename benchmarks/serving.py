"""The memory of one serving process: idle, and after an XLSX of every disbursement, a statement and a bundle.

.venv/bin/python benchmarks/serving.py [disbursements]

A worker of gunicorn as `serve` starts it, asked over the loopback address. The rows are written straight into the
tables, as in lists.py, which takes the same number.
"""

from __future__ import annotations

import http.cookiejar
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import IO

from ground import house  # noqa: F401 - makes the repository importable
from lists import COUNT, fill_lists, founded, path_of, without_triggers
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ledger.banking.statement import Statement, StatementLine
from ledger.clock import SystemClock
from ledger.keys import onetime
from ledger.signin.actions.register import NewAccount
from tests.banking.written import IBAN, camt_of
from tests.web.browsing import form_on

ROOT = Path(__file__).resolve().parents[1]
LINES = 8_192
OPENING = 990_000
"""What the gift of the house and its one payment leave in the account."""


class Visitor:
    """Somebody at a browser, over the network."""

    def __init__(self, address: str) -> None:
        """Begin without cookies."""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._address, self._open = address, urllib.request.build_opener(jar).open

    def get(self, path: str) -> int:
        """Read a page or a file to its end, part by part; returns its bytes."""
        with self._open(self._address + path) as answer:
            return _drained(answer)

    def send(self, path: str, action: str, **fields: object) -> int:
        """Open a page and send its form; returns the bytes of what came of it."""
        with self._open(self._address + path) as answer:
            hidden, where = form_on(answer.read().decode(), action)
        boundary, body = encode_multipart({**hidden, **fields})
        head = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Referer": self._address + path}
        with self._open(urllib.request.Request(self._address + where, body, head)) as answer:  # noqa: S310 - our own
            return _drained(answer)

    def sign_in(self, person: NewAccount) -> None:
        """Sign in now."""
        counter = onetime.counter_at(SystemClock().now())
        code = onetime.code_of(person.seed, counter)
        self.send("/sign-in", "/sign-in", name=person.sign_in_name, passphrase=person.passphrase, code=code)


def main() -> None:
    """Fill a house, serve it, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        office = founded(Path(folder) / "home")
        without_triggers(office, lambda: fill_lists(path_of(office)))
        people, home = office.world.people, office.home
        office.world.store.engine.dispose()
        address, server = _serve(home)
        try:
            farah, ilse = Visitor(address), Visitor(address)
            farah.get("/sign-in")
            _tell("idle, its first page answered", server)
            farah.sign_in(people["farah"])
            ilse.sign_in(people["ilse"])
            farah.get("/")
            _tell("signed in, one page", server)
            size = farah.get("/disbursements?format=xlsx")
            _tell(f"XLSX of {COUNT:,} disbursements, {size / 1e6:.1f} MB", server)
            for act in ("look", "take"):
                file = FileStorage(io.BytesIO(_statement()), "statement.xml")
                farah.send("/statements/new", "/statements/new", cash="main-eur", act=act, file=file)
            _tell(f"a statement of {LINES:,} lines, looked at and taken in", server)
            size = ilse.send("/log/heads", "/bundle")
            _tell(f"a bundle, {size / 1e6:.1f} MB", server)
        finally:
            server.terminate()
            server.wait(120)


def _serve(home: Path) -> tuple[str, subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--workers", "1"]
    environment = os.environ | {"ALMONER_HOME": str(home), "ALMONER_PLAIN_HTTP": "1"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return f"http://127.0.0.1:{port}", server
    raise TimeoutError("it does not serve")


def _tell(after: str, server: subprocess.Popen[bytes]) -> None:
    """What the worker holds now, and the most it ever held, in MB."""
    (worker,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    lines = Path(f"/proc/{worker}/status").read_text().splitlines()
    held, most = (
        int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024 for name in ("VmRSS", "VmHWM")
    )
    print(f"{after:<56} {held:6.0f} MB, at most {most:6.0f} MB", flush=True)


def _statement() -> bytes:
    """A statement of today that follows the ones of the house: debits of nobody's, and as much back."""
    today = SystemClock().now().date()
    lines = tuple(StatementLine(n, today, 100 if n % 2 else -100, ()) for n in range(1, LINES + 1))
    return camt_of(Statement(IBAN, "EUR", 3, 1, today, today, OPENING, OPENING, lines)).encode()


def _drained(answer: IO[bytes]) -> int:
    size = 0
    while part := answer.read(1 << 16):
        size += len(part)
    return size


if __name__ == "__main__":
    main()
