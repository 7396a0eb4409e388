"""Running commands as scripts do: in a process of their own, in a home of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.builders import OUTSIDERS

ROOT = Path(__file__).parents[2]
PEOPLE = [
    {"name": "Ada", "sign_in_name": "ada", "roles": ["officer"]},
    {"name": "Ben", "sign_in_name": "ben", "roles": ["approver", "finance"]},
    {"name": "Cy", "sign_in_name": "cy", "roles": ["approver", "custodian", "steward"]},
    {"name": "Dee", "sign_in_name": "dee", "roles": ["finance"]},
]
RECIPIENTS = [outsider.recipient for outsider in OUTSIDERS]


def run(
    home: Path, *words: str, typed: str = "", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a home of its own, with what is typed into it and more of its environment."""
    return subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        env={"ALMONER_HOME": str(home), "PATH": "/usr/bin:/bin", **(more or {})},
        capture_output=True,
        text=True,
        check=False,
        input=typed,
    )


def start(
    home: Path, people: object = PEOPLE, outsiders: Sequence[str] = RECIPIENTS, more: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Start an installation."""
    home.parent.mkdir(parents=True, exist_ok=True)
    path = home.parent / "people.json"
    path.write_text(json.dumps(people))
    words = ["--name", "House", "--origin", "house.example/books", "--currency", "EUR", "--people", str(path), *more]
    for outsider in outsiders:
        words += ["--recovery", outsider]
    return run(home, "init", *words)


def plainly_refused(answer: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command ended with code 2 and one sentence, without a traceback."""
    said = answer.stderr
    return answer.returncode == 2 and said.count("\n") == 1 and "Traceback" not in said + answer.stdout
