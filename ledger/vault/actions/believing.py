"""What makes a wish to read believable: the log's own words about it, and a signed consent."""

from __future__ import annotations

import json
import secrets
from typing import Protocol

from ledger.approvals.rules import canonical
from ledger.clock import moment_text
from ledger.keys import envelope as envelopes
from ledger.keys.trouble import WrongKey
from ledger.vault.models import Envelope, Opening
from ledger.vault.queries.locks import Opener
from ledger.vault.queries.opening import context_of
from ledger.vault.queries.trust import said_in, said_last
from ledger.vault.rules.contexts import consent_info
from ledger.vault.trouble import Tampered
from ledger.work import Work


class Consenter(Opener, Protocol):
    """A person whose reading and signing keys are unlocked for this request (`ledger.keys.personal.Unlocked`)."""

    @property
    def fingerprint(self) -> str:
        """Their key, as `ssh-keygen -l` prints it."""
        ...

    def sign(self, message: bytes, namespace: str) -> str:
        """Sign for one purpose."""
        ...


def believe(work: Work, opening: Opening) -> None:
    """Hold a wish to what the log says: who asked, for what, until when, and that it was never shown."""
    asked = said_last(work.session, opening.id, ("opening.asked",))
    ended = said_last(work.session, opening.id, ("opening.shown", "opening.refused"))
    if asked is None or ended is not None:
        raise Tampered("exchanged_opening", opening.pseudonym, opening.id)
    said = said_in(asked)
    row = (str(opening.requester_id), opening.pseudonym, str(opening.envelope_id), moment_text(opening.until))
    if row != (asked.actor, said["beneficiary"], said["envelope"], said["until"]):
        raise Tampered("exchanged_opening", opening.pseudonym, opening.id)


def passed_half(work: Work, opener: Opener, opening: Opening, envelope: Envelope, place: int) -> bytes:
    """Open the half that another passed for this one opening. Raises Tampered for any other."""
    info = consent_info(work.organisation, opening.id, envelope.id, work.actor.id, moment_text(opening.until))
    said = said_last(work.session, opening.id, ("opening.consented",))
    try:
        if said is None or json.loads(said_in(said)["bytes"])["sha256"] != envelopes.digest(envelope.body):
            raise Tampered("exchanged_envelope", opening.pseudonym, envelope.id)
        half = opener.open(opening.passed or b"", info)
        envelopes.check_half(envelope.body, place, half, context_of(work.organisation, envelope))
    except WrongKey as error:
        raise Tampered("exchanged_opening", opening.pseudonym, opening.id) from error
    return half


def consent_statement(work: Work, consenter: Consenter, opening: Opening, envelope: Envelope) -> bytes:
    """Return what a consenting person signs: canonical JSON of the wish, what it is about, and themselves."""
    return canonical(
        {
            "v": 1,
            "organisation": work.organisation,
            "opening": str(opening.id),
            "beneficiary": opening.pseudonym,
            "compartment": opening.compartment.value,
            "envelope": str(envelope.id),
            "sha256": envelopes.digest(envelope.body),
            "requester": str(opening.requester_id),
            "reason": opening.reason,
            "until": moment_text(opening.until),
            "person": work.actor.name,
            "key": consenter.fingerprint,
            "at": moment_text(work.at),
            "nonce": secrets.token_hex(16),
        }
    )
