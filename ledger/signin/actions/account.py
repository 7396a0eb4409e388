"""One's own account: changing the passphrase, new recovery codes."""

from __future__ import annotations

from sqlalchemy import delete

from ledger.actor import Actor
from ledger.errors import N_, Refusal
from ledger.keys import quality, recovery
from ledger.keys.passphrase import KNOWN_BROWSERS
from ledger.signin.actions.leaving import send_away
from ledger.signin.actions.prove import Proved, profile_of
from ledger.signin.actions.register import write_recovery_codes
from ledger.signin.actions.sealed import put_into, put_under
from ledger.signin.models import Account, Person, RecoveryCode
from ledger.signin.registry import refuse_strange_key
from ledger.work import Store, Work


def judge_passphrase(store: Store, actor: Actor, present: str, new: str) -> None:
    """Refuse a new passphrase that is weak or no new one, before a one-time code is spent on it."""
    if new == present:
        raise Refusal(N_("This is the passphrase that you have. Choose another."), field="new")
    with store.reading() as session:
        hints = [session.get_one(Person, actor.id).name, session.get_one(Account, actor.id).sign_in_name]
    quality.judge(new, hints)


def change_passphrase(store: Store, actor: Actor, proved: Proved, new: str) -> None:
    """Wrap one's keys under a new passphrase that was judged; all sessions and known browsers end."""
    with store.reading() as session:
        profile = profile_of(session.get_one(Account, actor.id))
    with KNOWN_BROWSERS.pass_through():
        columns = put_under(new, proved.unlocked.keys, actor.id, profile)
    with store.work(actor) as work:
        # Between the proof and this moment the keys may have been replaced: old ones are not put back.
        refuse_strange_key(work.session, actor.id, proved.unlocked)
        account = work.session.get_one(Account, actor.id)
        put_into(account, columns)
        account.must_change = False
        send_away(work, actor.id)
        work.record("account.passphrase_changed", [actor.id], person=actor.name)


def renew_recovery_codes(work: Work) -> list[str]:
    """Make ten new recovery codes for whoever acts; the old ones end. Returns them to be shown once."""
    codes = recovery.new_codes()
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == work.actor.id))
    write_recovery_codes(work, work.actor.id, codes)
    work.record("account.recovery_codes_renewed", [work.actor.id], person=work.actor.name)
    return codes
