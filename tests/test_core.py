"""A crash of a command leaves no picture of its memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_command_that_crashes_writes_no_core(tmp_path: Path) -> None:
    """The limit is set before anything else is done, whatever the shell allows."""
    program = (
        "import resource, sys; sys.path.insert(0, sys.argv[1])\n"
        "from ledger.commands import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "main(['verify', 'nothing.zip'])\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(ROOT)], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert said.stdout.splitlines()[-1] == "(0, 0)"
