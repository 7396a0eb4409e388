"""What a household is promised already, shown to the officer before something that overlaps is proposed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Overlap
from ledger.awards.actions.propose import AwardTerms
from ledger.awards.forms import AwardForm
from ledger.awards.models import Award
from ledger.awards.overlap_lines import lines_of
from ledger.awards.overlapping import Support, overlapping
from ledger.beneficiaries.queries import beneficiary_by_pseudonym


def overlaps_unseen(
    session: Session, form: AwardForm, terms: AwardTerms, award: Award | None = None
) -> list[Overlap] | None:
    """Return what overlaps with these terms; None where the page has shown exactly that, or nothing overlaps.

    The form remembers what is shown, so that sending it once more goes on.
    """
    household = beneficiary_by_pseudonym(session, terms.beneficiary).household_id
    own = award.id if award else None
    found = overlapping(session, Support(household, terms.purpose, terms.span, own))
    shown = " ".join(sorted(one.reference for one in found))
    if shown == (form.seen_overlaps.data or ""):
        return None
    form.seen_overlaps.data = shown
    return lines_of(found)
