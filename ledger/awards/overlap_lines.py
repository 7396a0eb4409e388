"""Awards that overlap, as pages show them to who proposes and to who approves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Overlap
from ledger.approvals.kinds import kind_of
from ledger.approvals.models import Proposal, ProposalStage
from ledger.approvals.overlaps import read
from ledger.approvals.queries import content_of, decisions_on, said
from ledger.awards.models import Award
from ledger.awards.words import KINDS
from ledger.vocabulary import PURPOSES


def lines_of(awards: Iterable[Award]) -> list[Overlap]:
    """Return awards as lines of a table, in their order."""
    return [
        Overlap(
            award.reference,
            url_for("awards.show", reference=award.reference),
            award.beneficiary,
            _("%(kind)s: %(purpose)s", kind=_(KINDS[award.kind.value]), purpose=_(PURPOSES[award.purpose])),
            award.supports_from,
            award.supports_until,
            award.minor,
            award.currency,
            award.stage.value,
        )
        for award in awards
    ]


def overlaps_shown(session: Session, proposal: Proposal) -> list[Overlap]:
    """Return what overlaps with a proposal: now, while it is open; afterwards what was accepted with signatures."""
    if proposal.stage is ProposalStage.OPEN:
        ids = kind_of(proposal).overlaps(session, proposal, said(content_of(session, proposal)))
    else:
        ids = accepted(session, proposal)
    if not ids:
        return []
    return lines_of(session.scalars(select(Award).where(Award.id.in_(ids)).order_by(Award.supports_from, Award.id)))


def accepted(session: Session, proposal: Proposal) -> frozenset[UUID]:
    """Return what those who approved a proposal named as overlapping with it."""
    named = [read(json.loads(one.bytes)["overlap"]) for one in decisions_on(session, proposal)]
    return frozenset().union(*named)
