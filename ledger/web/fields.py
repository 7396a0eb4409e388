"""Forms: the request's own id, amounts, days, choices, and the step-up. What was typed is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from ledger.errors import Refusal
from ledger.money import minor_units


class RequestField(HiddenField):
    """A random id born with the form: the same form sent twice does one thing (H13)."""

    def __init__(self, **kwargs: Any) -> None:
        """Begin with a fresh id."""
        super().__init__(default=lambda: str(uuid4()), **kwargs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' own signature
        """Refuse anything that is not an id."""
        try:
            UUID(self.data or "")
        except ValueError as error:
            raise ValidationError(gettext("This form is damaged. Open the page again.")) from error


class Form(FlaskForm):
    """A form that changes something."""

    request = RequestField()

    def refuse(self, refusal: Refusal) -> None:
        """Put the sentence of a refusal beside its field, or on top where it belongs to none."""
        sentence = (
            gettext(refusal.sentence, **refusal.values) if refusal.values else gettext(refusal.sentence)
        )
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
            plain = parse_decimal((self.data or "").strip(), locale=get_locale(), strict=True)
            return minor_units(format(plain, "f"), currency)
        except NumberFormatError:
            sentence = "Write the amount as a number, for example 1250.50."
            raise Refusal(sentence, field=self.short_name) from None
        except Refusal as refusal:
            raise Refusal(refusal.sentence, field=self.short_name, **refusal.values) from None


class DayField(DateField):
    """A day."""


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


class FilterForm(FlaskForm):
    """A form that only looks: sent by GET, without token or request id."""

    class Meta:
        """No token: nothing is changed."""

        csrf = False


__all__ = ["CodeField", "DayField", "Field", "FilterForm", "Form", "MoneyField", "StepUpForm", "choices_of"]
