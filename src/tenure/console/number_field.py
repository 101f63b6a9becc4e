"""How does a form ask for a number? As this person writes numbers, 12.50 or 12,50."""

from decimal import Decimal
from typing import Any, Final

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator

from tenure.console.locale import DEFAULT, NumberError, plain, typed_number

MOST: Final = Decimal(10) ** 12


class NumberField(forms.Field):
    """A number; ``places`` are the decimals that it may have and is shown with, where they are known."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, least: int | None = None, places: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.locale: Locale = DEFAULT
        self.places = places
        self.validators.append(MaxValueValidator(MOST))
        self.validators.append(MinValueValidator(-MOST if least is None else least))
        if places is not None:
            self.validators.append(DecimalValidator(None, places))

    def to_python(self, value: str | None) -> Decimal | None:
        """What was typed; None for nothing."""
        if value is None or not value.strip():
            return None
        try:
            return typed_number(value, self.locale)
        except NumberError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """A number as this person writes it; what was typed stays as it was."""
        if not isinstance(value, int | float | Decimal):
            return value
        return plain(value, self.locale) if self.places is None else plain(value, self.locale, self.places, self.places)


class NumbersForm(forms.Form):
    """A form that reads its numbers as this person writes them."""

    def __init__(self, *arguments: Any, locale: Locale, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.locale = locale
        for name, field in self.fields.items():
            self.add(name, field)

    def add(self, name: str, field: forms.Field) -> None:
        """Ask for one more thing."""
        if isinstance(field, NumberField):
            field.locale = self.locale
        self.fields[name] = field
