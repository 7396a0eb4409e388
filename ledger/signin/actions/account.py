"""One's own account: changing the passphrase, new recovery codes."""

from __future__ import annotations

from sqlalchemy import delete, select

from ledger.actor import Actor
from ledger.errors import N_, Refusal
from ledger.keys import quality, recovery
from ledger.keys.passphrase import new_salt, stretch
from ledger.keys.personal import seal
from ledger.signin.actions.prove import Proved, profile_of
from ledger.signin.actions.register import write_recovery_codes
from ledger.signin.models import Account, Person, RecoveryCode, SignInSession
from ledger.work import Store


def change_passphrase(store: Store, actor: Actor, proved: Proved, new: str) -> None:
    """Wrap one's keys under a new passphrase; all sessions end."""
    with store.reading() as session:
        person = session.get_one(Person, actor.id)
        account = session.get_one(Account, actor.id)
    quality.judge(new, [person.name, account.sign_in_name])
    salt = new_salt()
    root = stretch(new, salt, profile_of(account))
    if stretch(new, account.salt, profile_of(account)).proves(account.verifier):
        raise Refusal(N_("This is the passphrase that you have. Choose another."), field="new")
    wrapped = seal(proved.unlocked.keys, root, actor.id)
    with store.work(actor) as work:
        account = work.session.get_one(Account, actor.id)
        account.salt, account.verifier, account.must_change = salt, root.verifier(), False
        account.wrapped_signing, account.wrapped_reading = wrapped.signing, wrapped.reading
        account.wrapped_seed = wrapped.seed
        work.session.execute(delete(SignInSession).where(SignInSession.person_id == actor.id))
        work.record("account.passphrase_changed", [actor.id], person=str(actor.id))


def renew_recovery_codes(store: Store, actor: Actor) -> list[str]:
    """Make ten new recovery codes; the old ones end. Returns them to be shown once."""
    codes = recovery.new_codes()
    with store.work(actor) as work:
        work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == actor.id))
        write_recovery_codes(work, actor.id, codes)
        work.record("account.recovery_codes_renewed", [actor.id], person=str(actor.id))
    return codes


def recovery_codes_left(store: Store, actor: Actor) -> int:
    """Count the recovery codes that one has not used."""
    with store.reading() as session:
        return len(session.scalars(select(RecoveryCode.hash).where(RecoveryCode.person_id == actor.id)).all())
