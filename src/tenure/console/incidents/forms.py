"""What does a member say of an incident: what is wrong, what the affected have in common, and how it is made good?"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.actions.incidents import LONGEST_GOODWILL, LONGEST_TEXT, LONGEST_TITLE
from tenure.answers.affected import KIND, OPTION, PLATFORM, VERSION
from tenure.answers.incident_choices import Choices, trait_value
from tenure.facts.profile_rows import TRAIT
from tenure.records.models import Asset, Segment, Workspace
from tenure.rules.comparison import Comparison, Op
from tenure.rules.parse import RuleError, parse
from tenure.rules.tree import AllOf, Not, Rule

_USED: Final = (
    ("", gettext_lazy("Whether they used it or not")),
    ("active_days_7", gettext_lazy("Those who used it in the last 7 days")),
    ("active_days_28", gettext_lazy("Those who used it in the last 28 days")),
    ("active_days_90", gettext_lazy("Those who used it in the last 90 days")),
)
_ALL: Final = Not(Comparison("is_former", Op.EQ, True))


class WhoForm(forms.Form):
    """What the affected have in common: all that is chosen holds for each of them."""

    option = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    platform = forms.ChoiceField(required=False)
    version = forms.ChoiceField(required=False)
    trait = forms.ChoiceField(required=False)
    value = forms.CharField(max_length=300, required=False)
    segment = forms.ModelChoiceField(Segment.objects.none(), required=False, to_field_name="slug")
    used = forms.ChoiceField(choices=_USED, required=False)
    everybody = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, workspace: Workspace, choices: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.workspace = workspace
        offered: dict[str, Iterable[tuple[str, Any]]] = {
            "option": _same(choices.options), "kind": Asset.Kind.choices, "platform": _same(choices.platforms),
            "version": _same(choices.versions), "trait": _same(choices.traits),
        }  # fmt: skip
        for name, some in offered.items():
            self.fields[name].choices = [("", _("Any")), *some]  # type: ignore[attr-defined]  # a choice field
        segments = Segment.objects.filter(workspace=workspace, of="accounts", retired_at=None).order_by("name")
        self.fields["segment"].queryset = segments  # type: ignore[attr-defined]  # a choice of rows
        self.fields["segment"].empty_label = _("Any")  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        """The rule under ``rule``; refused where nothing is said, and a trait without its value."""
        said = super().clean() or {}
        if bool(said.get("trait")) != bool(said.get("value")):
            self.add_error("value", _("Say which value of which trait."))
        parts = list(self._parts(said))
        if said.get("everybody") and not parts:
            parts = [_ALL]
        if not parts and not self.errors:
            raise forms.ValidationError(_("Say what the affected have in common, or that everybody is affected."))
        if parts:
            said["rule"] = parts[0] if len(parts) == 1 else AllOf(tuple(parts))
        return said

    def _parts(self, said: dict[str, Any]) -> Iterator[Rule]:
        for name, fact in (("option", OPTION), ("kind", KIND), ("platform", PLATFORM), ("version", VERSION)):
            if said.get(name):
                yield Comparison(fact, Op.EQ, said[name])
        if said.get("trait") and said.get("value"):
            value = trait_value(self.workspace, said["trait"], said["value"])
            yield Comparison(f"{TRAIT}{said['trait']}", Op.EQ, value)
        if said.get("used"):
            yield Comparison(said["used"], Op.GE, 1)
        if said.get("segment"):
            try:
                yield parse(said["segment"].rule)
            except RuleError:
                self.add_error("segment", _("The rule of this segment cannot be read any more."))


class IncidentForm(WhoForm):
    """The same, with what is wrong; ``ticket`` is the key of the ticket that reports it."""

    title = forms.CharField(
        max_length=LONGEST_TITLE, error_messages={"required": gettext_lazy("Say what is wrong, in a few words.")}
    )
    description = forms.CharField(max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    ticket = forms.CharField(max_length=255, required=False, widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """What closing brings to all of them: an apology, something given, or neither."""

    apology = forms.CharField(max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    goodwill = forms.CharField(max_length=LONGEST_GOODWILL, required=False)


def _same(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in values]
