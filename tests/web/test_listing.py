"""Long lists: a page far on holds the rows that belong there, and a file the same as the list."""

from __future__ import annotations

import csv
import io

import pytest

from ledger.disbursements.listed import DisbursementFilter, disbursement_cells, disbursements_where
from ledger.disbursements.models import Disbursement
from ledger.disbursements.views import columns
from ledger.web import listing
from ledger.web.listing import Listing
from tests.builders import approved, paid
from tests.office import Office


@pytest.mark.parametrize("query", ["", "?sort=amount", "?sort=due&down=1"])
def test_pages_and_file_are_the_list_cut_into_parts(little_office: Office, query: str) -> None:
    """In the order of the list or of a column, with amounts that are the same among them."""
    office = little_office
    for minor in (300, 100, 300, 200, 100):
        approved(office.world, minor)
    paid(office.world)
    wanted = DisbursementFilter()
    with office.app.test_request_context(f"/disbursements{query}"), office.world.store.reading() as session:
        told = Listing(
            "x", "x", columns(), disbursements_where(wanted), key=Disbursement.id, flat=disbursement_cells(wanted)
        )
        whole = [row[0].reference for row in listing._rows(session, told, 9, 0)]
        assert len(whole) == 5
        pages = [listing._rows(session, told, 2, skipped) for skipped in (0, 2, 4)]
        assert [row[0].reference for page in pages for row in page] == whole
    with (
        office.app.test_request_context(f"/disbursements{query or '?'}&format=csv"),
        office.world.store.reading() as session,
    ):
        response = listing.answer(session, told)
        plain = listing.answer(session, Listing("x", "x", columns(), disbursements_where(wanted)))
        assert not isinstance(response, str)
        assert not isinstance(plain, str)
        assert response.get_data(as_text=True) == plain.get_data(as_text=True)
        assert [row[0] for row in csv.reader(io.StringIO(response.get_data(as_text=True)))][1:] == whole
