"""`demo`: build a living organisation by the product's own actions, and serve it."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from typing import Any

from ledger.commands.outcome import DONE, Failure
from ledger.commands.serve import serve
from ledger.demo.build import build, clear, is_half
from ledger.settings import settings_from


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("demo", help="build a living demo and serve it", description=__doc__)
    command.add_argument("--no-serve", action="store_true", help="build only")
    command.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    command.add_argument("--awards", type=int, default=150, help="awards in the year (default: 150)")
    command.add_argument("--seed", type=int, default=2026, help="the seed of the story (default: 2026)")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Build the demo where there is none yet, say how to step in, serve."""
    settings = dataclasses.replace(settings_from(), plain_http=True)
    if is_half(settings):
        _say("A demo was begun here and not finished; it is built anew.")
        clear(settings)
    if (settings.log_key.exists() or settings.restore_mark.exists()) and not settings.demo_people.exists():
        raise Failure(f"There is a real installation in {settings.home}. Choose another ALMONER_HOME for a demo.")
    if not settings.demo_people.exists():
        started = time.monotonic()
        build(settings, seed=chosen.seed, awards=chosen.awards)
        _say(f"The demo was built in {time.monotonic() - started:.1f} s in {settings.home}")
    if chosen.no_serve:
        return DONE
    _say(f"Open http://127.0.0.1:{chosen.port}/sign-in and step in as anyone on the list there. Stop with Ctrl+C.")
    serve(settings, "127.0.0.1", chosen.port, 2)
    return DONE


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
