"""Backing up and restoring 100,000 log entries, each in a process of its own with its memory, beside a plain copy."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from ground import house, take_in

from ledger.backups.filling import Files
from ledger.backups.making import make_backup
from ledger.backups.restoring import restore
from ledger.clock import SystemClock
from ledger.database import open_engine
from ledger.keys.age import Identity
from ledger.keys.logkey import load_log_key
from ledger.settings import Settings
from ledger.work import Store, watch
from tests.builders import ORIGIN

ENTRIES = 100_000


def main() -> None:
    """Build a ledger, and let other processes work on it."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with house() as (world, _key, folder):
        take_in(world, entries * 3 // 13)
        world.store.engine.dispose()
        (folder / "out").mkdir()
        (folder / "identity").write_text(world.outsiders[0].secret)
        for what in ("back up", "restore"):
            done = subprocess.run([sys.executable, __file__, what, str(folder)], check=True, stdout=subprocess.PIPE)
            print(what, json.loads(done.stdout))
        print("VACUUM INTO another file", round(_floor(folder), 1), "seconds")
        sizes = {path.name: path.stat().st_size for path in (*(folder / "out").iterdir(), folder / "almoner.db")}
    print(sizes)


def act(what: str, folder: Path) -> None:
    """Back up, or restore, and print what it took."""
    before, started, worked = _most_memory(), time.perf_counter(), time.process_time()
    size = _back_up(folder) if what == "back up" else _restore(folder)
    took = {
        "entries": size,
        "seconds": round(time.perf_counter() - started, 1),
        "seconds of processor": round(time.process_time() - worked, 1),
        "megabytes before": before,
        "megabytes at the most": _most_memory(),
    }
    print(json.dumps(took))


def _back_up(folder: Path) -> int:
    engine = open_engine(f"sqlite:///{folder / 'almoner.db'}")
    watch(engine)
    store = Store(engine, SystemClock(), ORIGIN)
    return make_backup(store, load_log_key(folder / "log.key"), folder / "out", None).size


def _restore(folder: Path) -> int:
    ledger, sealed = sorted((folder / "out").iterdir())
    files = Files(ledger, sealed, Identity.read((folder / "identity").read_text()), None)
    home = folder / "new"
    filled = restore(Settings(home, f"sqlite:///{home / 'almoner.db'}"), files, None, SystemClock())
    return filled.head.size if filled else 0


def _floor(folder: Path) -> float:
    started = time.perf_counter()
    connection = sqlite3.connect(folder / "almoner.db")
    connection.execute("VACUUM INTO ?", (str(folder / "copy.db"),))
    connection.close()
    return time.perf_counter() - started


def _most_memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


if len(sys.argv) == 3:
    act(sys.argv[1], Path(sys.argv[2]))
else:
    main()
