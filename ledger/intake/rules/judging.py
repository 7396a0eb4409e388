"""Judging one record: an award that can be taken, or the fields that stand in its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ledger.intake.rules import headings as h
from ledger.intake.rules.purposes import support_for
from ledger.intake.rules.records import Cell, Record, Refused, SourceRow
from ledger.intake.rules.values import Unfit, day_of, minor_of, readable_day, shown
from ledger.money import digits_of


@dataclass(slots=True)
class Judge:
    """Judges records in the order of the file; knows how its dates are written and which ids came before."""

    names: dict[str, str]
    today: date
    day_first: bool | None
    serials: bool
    seen: set[str] = field(default_factory=set)

    def judge(self, record: Record) -> SourceRow | list[Refused]:
        """Return the award, or why the record cannot be taken, field by field."""
        refused: list[Refused] = []
        currency = self._currency(record, refused)
        minor = self._amount(record, currency, refused)
        day = self._award_day(record, refused)
        self._spans(record, refused)
        funder = self._one(record, h.FUNDER, "funder", refused)
        recipient = self._recipient(record, refused)
        self._identifier(record, refused)
        if refused or currency is None or minor is None or day is None or funder is None or recipient is None:
            return refused
        purposes = record.all(h.PURPOSE)
        purpose = support_for(purposes[0].value) if purposes else "OTH"
        return SourceRow(record.row, funder, recipient, minor, currency, day, purpose)

    def _name(self, meaning: str) -> str:
        return self.names.get(meaning, h.REQUIRED.get(meaning, meaning))

    def _missing(self, record: Record, meaning: str, refused: list[Refused], what: str) -> None:
        refused.append(
            Refused(
                record.row, self._name(meaning), "missing", f"The {what} is missing. Write it, or leave the row out."
            )
        )

    def _one(self, record: Record, meaning: str, what: str, refused: list[Refused]) -> str | None:
        cells = record.all(meaning)
        values = {str(cell.value).strip() for cell in cells}
        if not cells:
            self._missing(record, meaning, refused, what)
        elif len(values) > 1:
            reason = f"The row names more than one {what}. Split it into one row for each."
            refused.append(Refused(record.row, cells[-1].heading, "several", reason))
        else:
            return values.pop()
        return None

    def _currency(self, record: Record, refused: list[Refused]) -> str | None:
        code = self._one(record, h.CURRENCY, "currency", refused)
        if code is not None and digits_of(code.upper()) is None:
            reason = f"The currency {shown(code)} is not one of ISO 4217. Write a code like GBP."
            refused.append(Refused(record.row, record.all(h.CURRENCY)[0].heading, "currency_unknown", reason))
            return None
        return code.upper() if code else None

    def _amount(self, record: Record, currency: str | None, refused: list[Refused]) -> int | None:
        cells = record.all(h.AMOUNT)
        if not cells:
            self._missing(record, h.AMOUNT, refused, "amount")
            return None
        try:
            found = {minor_of(cell.value, currency or "EUR") for cell in cells}
        except Unfit as unfit:
            # Without a currency the number of decimal places cannot be judged, but nothing and nonsense can.
            if currency is not None or unfit.code != "amount_digits":
                refused.append(Refused(record.row, cells[0].heading, unfit.code, str(unfit)))
            return None
        if len(found) > 1:
            refused.append(
                Refused(
                    record.row, cells[-1].heading, "amounts_disagree", "Two amounts of this row disagree. Correct one."
                )
            )
            return None
        return found.pop()

    def _award_day(self, record: Record, refused: list[Refused]) -> date | None:
        cells = record.all(h.AWARDED)
        if not cells:
            self._missing(record, h.AWARDED, refused, "date")
            return None
        found = set()
        for cell in cells:
            try:
                found.add(day_of(cell.value, day_first=self.day_first, today=self.today, serials=self.serials))
            except Unfit as unfit:
                refused.append(Refused(record.row, cell.heading, unfit.code, str(unfit)))
                return None
        if len(found) > 1:
            both = " and ".join(shown(day) for day in sorted(found))
            refused.append(
                Refused(
                    record.row, cells[-1].heading, "dates_disagree", f"Two award dates disagree: {both}. Correct one."
                )
            )
            return None
        return found.pop()

    def _spans(self, record: Record, refused: list[Refused]) -> None:
        for start, end in ((h.PLANNED_START, h.PLANNED_END), (h.ACTUAL_START, h.ACTUAL_END)):
            days: dict[str, date] = {}
            for meaning in (start, end):
                for cell in record.all(meaning)[:1]:
                    self._readable(record, meaning, cell, days, refused)
            if start in days and end in days and days[end] < days[start]:
                reason = f"Two dates disagree: it ends on {days[end]} before it begins on {days[start]}. Correct one."
                refused.append(Refused(record.row, record.all(end)[0].heading, "dates_disagree", reason))

    def _readable(
        self, record: Record, meaning: str, cell: Cell, days: dict[str, date], refused: list[Refused]
    ) -> None:
        try:
            days[meaning] = readable_day(cell.value, day_first=self.day_first, serials=self.serials)
        except Unfit as unfit:
            refused.append(Refused(record.row, cell.heading, unfit.code, str(unfit)))

    def _recipient(self, record: Record, refused: list[Refused]) -> str | None:
        found = {
            f"{kind}:{str(cell.value).strip()}": cell.heading
            for kind, meaning in (("org", h.ORGANISATION), ("ind", h.INDIVIDUAL))
            for cell in record.all(meaning)
        }
        if len(found) == 1:
            return next(iter(found))
        field_name = self.names.get(h.ORGANISATION) or self.names.get(h.INDIVIDUAL) or "Recipient Org:Identifier"
        if found:
            reason = "The row names more than one recipient. Split it into one row for each."
            refused.append(Refused(record.row, list(found.values())[-1], "several", reason))
        elif record.all(h.NAMED):
            reason = "The recipient has no identifier, and people cannot be told apart by name. Write an identifier."
            refused.append(Refused(record.row, field_name, "no_identifier", reason))
        else:
            refused.append(
                Refused(record.row, field_name, "missing", "The recipient is missing. Write it, or leave the row out.")
            )
        return None

    def _identifier(self, record: Record, refused: list[Refused]) -> None:
        for cell in record.all(h.ID)[:1]:
            known = str(cell.value).strip()
            if known in self.seen:
                reason = "A row before has the same identifier. Leave one of the two out."
                refused.append(Refused(record.row, cell.heading, "repeated", reason))
            self.seen.add(known)
