"""An independent bank in this process: it takes our payment files over HTTP and sends its own statements."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from mockbank.server import Config, make_server

OURS = "OURS"


@dataclass(frozen=True)
class Bank:
    """The bank's doors."""

    address: str

    def ask(self, method: str, path: str, content: bytes | None = None) -> Any:
        """Send a request and return the answer's JSON."""
        with urlopen(Request(self.address + path, data=content, method=method), timeout=30) as answer:  # noqa: S310 - our own address
            return json.loads(answer.read())

    def advance(self, days: int) -> None:
        """Let days pass."""
        self.ask("POST", f"/_mock/advance?days={days}")

    def behave(self, behaviour: str, **parameters: object) -> None:
        """Let the bank do something else with what our account sends."""
        told = {"behaviour": behaviour, "parameters": parameters}
        self.ask("PATCH", f"/_mock/accounts/{OURS}", json.dumps(told).encode())

    def statements(self) -> list[bytes]:
        """Collect the statements of our account that were not collected yet."""
        found = self.ask("GET", "/_mock/mailbox?type=camt.053")
        return [one["body"].encode() for one in found if one["account"] == OURS]


@contextmanager
def bank(iban: str, balance: int, clock: str = "2026-03-02T09:00:00") -> Iterator[Bank]:
    """Open a bank with our account in it."""
    server = make_server(Config(port=0, quiet=True, clock=clock))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        opened = Bank(f"http://127.0.0.1:{server.server_address[1]}")
        account = {
            "id": OURS,
            "name": "Meridian Services",
            "iban": iban,
            "bic": "COBADEFFXXX",
            "currency": "EUR",
            "balance": balance,
        }
        opened.ask("POST", "/_mock/accounts", json.dumps(account).encode())
        yield opened
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
