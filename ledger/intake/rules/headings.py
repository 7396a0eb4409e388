"""What the headings of a 360Giving spreadsheet and the paths of its JSON mean (standard 1.4)."""

from __future__ import annotations

import re

ID, AMOUNT, CURRENCY, AWARDED = "id", "amount", "currency", "awarded"
FUNDER, ORGANISATION, INDIVIDUAL = "funder", "organisation", "individual"
NAMED, PURPOSE = "named", "purpose"
PLANNED_START, PLANNED_END = "planned_start", "planned_end"
ACTUAL_START, ACTUAL_END = "actual_start", "actual_end"

REQUIRED = {
    AMOUNT: "Amount Awarded",
    CURRENCY: "Currency",
    AWARDED: "Award Date",
    FUNDER: "Funding Org:Identifier",
}
"""What every row needs besides a recipient, by the title that the standard gives it."""

_KNOWN = {
    "identifier": ID,
    "id": ID,
    "amountawarded": AMOUNT,
    "currency": CURRENCY,
    "awarddate": AWARDED,
    "fundingorg:identifier": FUNDER,
    "fundingorganization:id": FUNDER,
    "fundingorganization:identifier": FUNDER,
    "recipientorg:identifier": ORGANISATION,
    "recipientorganization:id": ORGANISATION,
    "recipientorganization:identifier": ORGANISATION,
    "recipientind:identifier": INDIVIDUAL,
    "recipientindividual:id": INDIVIDUAL,
    "recipientindividual:identifier": INDIVIDUAL,
    "recipientorg:name": NAMED,
    "recipientorganization:name": NAMED,
    "recipientind:name": NAMED,
    "recipientindividual:name": NAMED,
    "planneddates:startdate": PLANNED_START,
    "planneddates:enddate": PLANNED_END,
    "actualdates:startdate": ACTUAL_START,
    "actualdates:enddate": ACTUAL_END,
    "toindividualsdetails:grantpurpose": PURPOSE,
    "granttoindividualsdetails:grantpurpose": PURPOSE,
}
_INDEX = re.compile(r":\d+(?=:|$)")


def meaning_of(heading: object) -> str | None:
    """Return what a heading or a path means, however it is spaced or cased; None where it is not needed."""
    if not isinstance(heading, str):
        return None
    plain = re.sub(r"[\s_\-.]+", "", heading.strip().casefold()).replace("/", ":")
    return _KNOWN.get(_INDEX.sub("", plain))
