"""Forms: the request's own id, amounts, days, choices, and the step-up. What was typed is never lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from babel import Locale
from babel.numbers import NumberFormatError, get_decimal_symbol, get_group_symbol, parse_decimal
from flask_babel import get_locale, get_timezone, gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from ledger.errors import N_, Refusal
from ledger.money import minor_units
from ledger.web.context import drawn
from ledger.web.twins import fresh, sent_by

_ARABIC_POINT, _ARABIC_GROUP, _APOSTROPHE = "\u066b", "\u066c", "\u2019"
_AMOUNT = re.compile(rf"[\d.,'{_APOSTROPHE} \u00a0\u202f]+")
"""Digits of any script and the marks between them: what Python reads as a number besides (1e3, 1_000) is no amount."""


class RequestField(HiddenField):
    """A random id born with the form: the same form sent twice does one thing (H13)."""

    def __init__(self, **kwargs: Any) -> None:
        """Begin with a fresh id."""
        super().__init__(default=lambda: fresh(drawn()), **kwargs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' own signature
        """Refuse anything that is not an id."""
        try:
            sent_by(self.data or "")
        except ValueError as error:
            raise ValidationError(gettext("This form is damaged. Open the page again.")) from error


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A form that changes something."""

    request = RequestField()

    def refuse(self, refusal: Refusal) -> None:
        """Put the sentence of a refusal beside its field, or on top where it belongs to none."""
        sentence = gettext(refusal.sentence, **refusal.values) if refusal.values else gettext(refusal.sentence)
        if refusal.field and refusal.field in self:
            field = self[refusal.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


class StepUpForm(Form):
    """A form that signs, releases or opens: passphrase and code again."""

    passphrase = PasswordField(lazy_gettext("Passphrase"), [InputRequired(), Length(max=200)])
    code = StringField(
        lazy_gettext("One-time code"),
        [InputRequired(), Length(max=30)],
        description=lazy_gettext("Six digits from your authenticator, or a recovery code."),
    )


class MoneyField(StringField):
    """An amount as the reader writes it, with or without grouping; `minor_in(currency)` gives minor units."""

    def minor_in(self, currency: str) -> int:
        """Return the minor units of a currency. Raises Refusal that names this field."""
        try:
            return minor_units(plain_from(self.data or "", get_locale()), currency)
        except Refusal as refusal:
            raise Refusal(refusal.sentence, field=self.short_name, **refusal.values) from None


def plain_from(typed: str, locale: Locale) -> str:
    """Return an amount as written in a language as a plain decimal, `1250.50`. Raises Refusal."""
    group, point = get_group_symbol(locale), get_decimal_symbol(locale)
    written = typed.strip().replace(_ARABIC_GROUP, group).replace(_ARABIC_POINT, point)
    if group.isspace():
        written = re.sub(r"\s", group, written)
    if group == _APOSTROPHE:
        written = written.replace("'", group)
    try:
        plain = parse_decimal(written, locale=locale, strict=True) if _AMOUNT.fullmatch(written) else None
    except NumberFormatError:
        plain = None
    if plain is None:
        raise Refusal(N_("Write the amount as a number, for example 1250.50."))
    return format(plain, "f")


class DayField(DateField):
    """A day; `day` gives it where the form has asked for one."""

    @property
    def day(self) -> date:
        """Return the day. Raises Refusal that names this field where there is none."""
        if self.data is None:
            raise Refusal(N_("Write a day."), field=self.short_name)
        return self.data


class MomentField(DateTimeLocalField):
    """A moment in the reader's zone; `moment` gives it in UTC where the form has asked for one."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        """Take what browsers send, with or without seconds."""
        kwargs.setdefault("tz", get_timezone)
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    @property
    def moment(self) -> datetime:
        """Return the moment. Raises Refusal that names this field where there is none."""
        if self.data is None:
            raise Refusal(N_("Write a day and a time."), field=self.short_name)
        return self.data.astimezone(UTC).replace(microsecond=0)


def choices_of(codes: Mapping[str, str], *, empty: str | None = None) -> list[tuple[str, str]]:
    """Return a code list as choices in the reader's language, sorted as it stands."""
    found = [(code, gettext(words)) for code, words in codes.items()]
    return [("", empty), *found] if empty is not None else found


class CodeField(SelectField):
    """One of a list of codes that is only known when the page is drawn."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        """Begin without choices; the view gives them."""
        kwargs.setdefault("choices", [])
        super().__init__(label, [InputRequired()], **kwargs)


class FilterForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A form that only looks: sent by GET, without token or request id."""

    class Meta:
        """No token: nothing is changed."""

        csrf = False


__all__ = [
    "CodeField",
    "DayField",
    "Field",
    "FilterForm",
    "Form",
    "MomentField",
    "MoneyField",
    "StepUpForm",
    "choices_of",
]
