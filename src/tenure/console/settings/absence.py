"""From when until when is somebody away, and who stands in? The form for it, on the members' page and on one's own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.records.models import Member


class AbsenceForm(forms.Form):
    """Empty days end an absence."""

    away_from = forms.DateField(
        label=gettext_lazy("Away from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    away_until = forms.DateField(
        label=gettext_lazy("Last day away"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    cover = forms.ChoiceField(label=gettext_lazy("Stands in"), required=False)

    def __init__(self, of: Member, data: Any = None, among: Sequence[Member] | None = None) -> None:
        initial = {"away_from": of.away_from, "away_until": of.away_until, "cover": of.cover_id or ""}
        super().__init__(data, prefix=f"absence-{of.pk}", initial=initial)
        if among is None:
            among = list(Member.objects.filter(workspace=of.workspace_id, ended_at=None).order_by("name", "pk"))
        names = [("", _("Nobody")), *((str(one.pk), one.name) for one in among if one.pk != of.pk)]
        self.fields["cover"].choices = names  # type: ignore[attr-defined] # a ChoiceField

    def said(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        said = self.cleaned_data
        return {
            "away_from": said["away_from"],
            "away_until": said["away_until"],
            "cover_id": int(said["cover"]) if said["cover"] else None,
        }
