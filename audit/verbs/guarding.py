"""Verbs for bad days and what is taken away: suspension, lock-down, backups, exports, bundles."""

from __future__ import annotations

from audit import shapes as s

_LOCKDOWN: s.Shape = {"lockdown": s.uuid}

VERBS: dict[str, s.Shape] = {
    "access.suspended": {"person": s.uuid, "until": s.day},
    "lockdown.raised": _LOCKDOWN,
    "lockdown.lift_signed": {**_LOCKDOWN, "bytes": s.text, "signature": s.text},
    "lockdown.lifted": _LOCKDOWN,
    "backup.made": {"size": s.natural},
    "backup.restored": {"size": s.natural, "erased": s.natural},
    "export.made": {"what": s.code, "rows": s.natural},
    "bundle.made": {"size": s.natural},
}
