"""What does a member say instead of the computed band, why, and until when?"""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from tenure import clock
from tenure.actions.overrides import LONGEST_REASON
from tenure.console.bands import BANDS, SETTABLE
from tenure.console.tasks.form import in_calendar
from tenure.values.moment import Moment


class OverrideForm(forms.Form):
    """``until`` is a day; the override holds to its end (UTC)."""

    band = forms.ChoiceField(
        choices=[(slug, BANDS[slug].word) for slug in SETTABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a band.")},
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("What the figures do not show")}),
        error_messages={"required": _("Say why, for those who read it later.")},
    )
    until = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day, or leave it empty.")},
        validators=[in_calendar],
    )

    def clean_until(self) -> datetime | None:
        """The end of the day, which must not be over."""
        day = self.cleaned_data.get("until")
        if day is None:
            return None
        if day < clock.now().date():
            raise forms.ValidationError(_("That day is over: choose today or a later one."))
        return Moment.end_of(day).at


class MinimumForm(forms.Form):
    """The score below which the account is poor; empty for none."""

    minimum = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "invalid": _("Write a whole number from 0 to 100, or leave it empty."),
            "min_value": _("Write a whole number from 0 to 100, or leave it empty."),
            "max_value": _("Write a whole number from 0 to 100, or leave it empty."),
        },
    )
