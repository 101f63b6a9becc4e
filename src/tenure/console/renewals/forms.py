"""What may be said about a renewal or a departure?"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenure.actions.departures import LONGEST_NAME, LONGEST_NOTE, Ending
from tenure.actions.renewals import LONGEST_NOTE as LONGEST_WORD_NOTE
from tenure.actions.renewals import LONGEST_NOTICE, LONGEST_TERM
from tenure.console.number_field import NumberField, NumbersForm
from tenure.console.renewals.words import FORECASTS
from tenure.console.tasks.form import day_field
from tenure.records.models import ChurnReason, Workspace
from tenure.values.money import minor_digits

AS_HEALTH = "health"
_YES_NO = (("", _("Nobody said")), ("yes", _("Yes")), ("no", _("No")))


class WordForm(forms.Form):
    """Whether it will renew, and why one thinks so; or that health is to speak again."""

    word = forms.ChoiceField(
        choices=[*FORECASTS.items(), (AS_HEALTH, _("As health suggests"))],
        error_messages={"required": _("Choose what you expect."), "invalid_choice": _("Choose one of the four.")},
    )
    note = forms.CharField(max_length=LONGEST_WORD_NOTE, required=False)


class TermsForm(forms.Form):
    """By when notice is due, and whether it renews by itself."""

    notice_days = forms.IntegerField(required=False, min_value=0, max_value=LONGEST_NOTICE)
    renews_itself = forms.ChoiceField(choices=_YES_NO, required=False)

    def clean_renews_itself(self) -> bool | None:
        """Yes, no, or that nobody said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["renews_itself"])

    @classmethod
    def of(cls, notice_days: int | None, renews_itself: bool | None, auto_id: str) -> "TermsForm":
        """Filled with what is known."""
        said = {True: "yes", False: "no", None: ""}[renews_itself]
        return cls(initial={"notice_days": notice_days, "renews_itself": said}, auto_id=auto_id)


class RenewForm(NumbersForm):
    """For how many months, and at which MRR in whole and parts of the currency; after which end, as the page showed it."""

    after = day_field()
    months = forms.IntegerField(min_value=1, max_value=LONGEST_TERM)
    mrr = NumberField(least=0)

    @classmethod
    def of(cls, months: int, mrr: int, currency: str, **options: Any) -> "RenewForm":
        """Filled with the term and the price that there are."""
        return cls(initial={"months": months, "mrr": Decimal(mrr).scaleb(-minor_digits(currency))}, **options)

    def minor(self, currency: str) -> int:
        """The MRR in minor units."""
        return int((self.cleaned_data["mrr"] * 10 ** minor_digits(currency)).to_integral_value())


class ReasonField(forms.ChoiceField):
    """A reason of the workspace: the first level as groups, each with its finer ones, or nobody knows."""

    def of(self, workspace: Workspace, kept: int | None) -> None:
        """Offer those that are not retired, and the one that was given before."""
        rows = list(ChurnReason.objects.filter(workspace=workspace))
        offered = [row for row in rows if row.retired_at is None or row.pk == kept]
        groups: list[Any] = [("", _("Nobody knows yet"))]
        tops = {row.pk: row for row in rows if row.parent_id is None}
        for top in tops.values():
            finer = [(str(row.pk), row.words) for row in offered if row.parent_id == top.pk]
            if top not in offered and not finer:
                continue
            own = [(str(top.pk), _("%(reason)s, nothing finer") % {"reason": top.words})] if top in offered else []
            groups.append((top.words, [*finer, *own]))
        self.choices = groups


class WhyForm(forms.Form):
    """Why it leaves: asked when a contract is ended, and later where nobody said."""

    reason = ReasonField(
        required=False, error_messages={"invalid_choice": _("That reason is no longer there: choose another.")}
    )
    competitor = forms.CharField(max_length=LONGEST_NAME, required=False)
    notice_on = day_field(required=False)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, workspace: Workspace, kept: int | None = None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["reason"].of(workspace, kept)  # type: ignore[attr-defined]  # a ReasonField

    @property
    def ending(self) -> Ending:
        """What was said, as the register takes it."""
        said = self.cleaned_data
        reason = int(said["reason"]) if said["reason"] else None
        return Ending(reason, said["competitor"], said["note"], said["notice_on"])


class EndForm(WhyForm):
    """The same with the first day without the contract."""

    ends_on = day_field()
