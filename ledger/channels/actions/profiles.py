"""Writing down the table that an operator takes."""

from __future__ import annotations

import re

from ledger.actor import Role
from ledger.banking.mobile_csv import Profile
from ledger.channels.models import MobileProfile
from ledger.channels.rules.profiles import kept
from ledger.errors import N_, Refusal
from ledger.work import Work

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}")


def set_profile(work: Work, code: str, profile: Profile) -> MobileProfile:
    """Keep a table under a code; the log says the code alone."""
    work.actor.require(Role.FINANCE)
    if not CODE.fullmatch(code):
        raise Refusal(N_("A code has up to sixteen letters, digits, dots and hyphens."), field="code")
    profile.check()
    content = kept(profile)
    found = work.session.get(MobileProfile, code)
    if found is None:
        found = MobileProfile(code=code, content=content)
        work.session.add(found)
    found.content = content
    work.session.flush()
    work.record("profile.set", [], code=code)
    return found
