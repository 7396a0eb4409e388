"""Where data lives and how the installation is served; read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {
    "ALMONER_HOME": "folder where data lives: database, log key, demo's people (default: var, in the current folder)",
    "ALMONER_DATABASE_URL": "another database, as an SQLAlchemy URL (default: SQLite in ALMONER_HOME)",
    "ALMONER_PLAIN_HTTP": "1 to send cookies without TLS: a demo or a test on the loopback address only",
    "ALMONER_QUICK_EXIT": "where the quick exit leads (default: a page with today's date)",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration of one installation."""

    home: Path
    database_url: str
    plain_http: bool = False
    quick_exit: str = "/today"

    @property
    def log_key(self) -> Path:
        """The file that holds the log's signing key, outside the database."""
        return self.home / "log.key"

    @property
    def demo_people(self) -> Path:
        """The file that makes an installation a demo: its people's passphrases, in clear on purpose."""
        return self.home / "demo-people.json"

    @property
    def demo_mark(self) -> Path:
        """The file that stands while a demo is being built: half a demo is built anew."""
        return self.home / "demo-unfinished"

    @property
    def restore_mark(self) -> Path:
        """The file that stands while a restore into this home is not finished: nothing is served meanwhile."""
        return self.home / "restore-unfinished"

    @property
    def demo_outsiders(self) -> tuple[Path, Path]:
        """Where a demo keeps its two outsiders' identities, in clear on purpose, to try drills and restoring with."""
        return self.home / "demo-outsider-1.txt", self.home / "demo-outsider-2.txt"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; unknown names are left alone, nothing secret has a default."""
    home = Path(environment.get("ALMONER_HOME") or "var").absolute()
    url = environment.get("ALMONER_DATABASE_URL") or f"sqlite:///{home / 'almoner.db'}"
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    return Settings(
        home=home,
        database_url=url,
        plain_http=environment.get("ALMONER_PLAIN_HTTP") == "1",
        quick_exit=environment.get("ALMONER_QUICK_EXIT") or "/today",
    )
