"""Making a backup: two files of one moment, each sealed to both outsiders whom the log names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger.actor import SYSTEM
from ledger.backups.folder import forget, free_names, give_name, held, keep_names, older_sealed, write_half
from ledger.backups.head import BackupHead, Half
from ledger.backups.packing import packed
from ledger.errors import N_, Refusal
from ledger.keys.logkey import LogKey
from ledger.organisation import the_organisation
from ledger.vault.queries.recovery import outsiders
from ledger.work import Store


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds, and where."""

    ledger: Path
    sealed: Path
    size: int
    root: str
    removed: int
    """How many older files with sealed records were removed."""
    older: int
    """How many older files with sealed records still stand in the folder."""


def make_backup(store: Store, key: LogKey, folder: Path, keep: int | None) -> Made:
    """Write both files into a folder; it is on the log first. With `keep`, only so many files of sealed records stay.

    Raises Refusal where the folder is not there or in use, or where the key is not the one that the log began with.
    """
    if keep is not None and keep < 1:
        raise Refusal(N_("At least one file with sealed records is kept: the one that is made now."))
    with store.reading() as session:
        organisation = the_organisation(session)
        if organisation is None or organisation.log_key != key.verifier_key:
            raise Refusal(N_("The log key here is not the one that this log was founded with. Restore the right one."))
    with held(folder):
        with store.work(SYSTEM) as work:
            work.record("backup.made", [], size=work.head.size)
        made = _write(store, key, folder)
        too_many = older_sealed(folder, made.sealed.name, keep) if keep is not None else []
        for path in too_many:
            path.unlink()
        keep_names(folder)
        left = len(older_sealed(folder, made.sealed.name, 1))
    return Made(made.ledger, made.sealed, made.size, made.root, len(too_many), left)


def _write(store: Store, key: LogKey, folder: Path) -> Made:
    names = free_names(folder, store.clock.now().date())
    try:
        # Both files are read in one transaction: the same moment, whoever writes meanwhile.
        with store.reading() as session:
            recipients = outsiders(session)
            for half in Half:
                head = BackupHead.of(session, store, half)
                write_half(folder, names.of(half), packed(session, head, key), recipients)
        # The ledger first: without it, sealed records are of no use.
        for half in Half:
            give_name(folder, names.of(half))
    except BaseException:
        forget(folder, [names.of(half) for half in Half])
        raise
    return Made(folder / names.of(Half.LEDGER), folder / names.of(Half.SEALED), head.size, head.root, 0, 0)
