"""What does a member say of a task?"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenure.actions.tasks import LONGEST_REASON, LONGEST_TITLE
from tenure.console.account_field import AccountField
from tenure.records.models import Member, Task, Workspace

REPEATS = (
    ("", _("Never")),
    ("daily", _("Every day")),
    ("weekly", _("Every week")),
    ("fortnightly", _("Every two weeks")),
    ("monthly", _("Every month")),
    ("quarterly", _("Every three months")),
    ("yearly", _("Every year")),
)

FIRST_YEAR, LAST_YEAR = 1900, 2199


def day_field(**more: Any) -> forms.DateField:
    """A field for one day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    errors = {"invalid": _("Choose a day, or leave it empty."), "required": _("Choose a day.")}
    return forms.DateField(
        widget=widget, input_formats=["%Y-%m-%d"], error_messages=errors, validators=[in_calendar], **more
    )


def in_calendar(day: date) -> None:
    """Refuses what is no day of anybody's work, and where counting on from it leaves the calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        told = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Choose a day between the years %(first)s and %(last)s."), params=told)


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """One of the members of the workspace, or nobody."""

    def label_from_instance(self, obj: Member) -> str:
        """The member's name."""
        return obj.name


class TaskForm(forms.Form):
    """Everything that may be said; ``workspace`` is whose accounts and members can be chosen."""

    title = forms.CharField(max_length=LONGEST_TITLE, error_messages={"required": _("Say what is to be done.")})
    reason = forms.CharField(max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = day_field(required=False)
    account = AccountField(required=False)
    owner = OwnerField(queryset=Member.objects.none(), required=False, empty_label=_("Nobody yet"))
    repeat = forms.ChoiceField(choices=REPEATS, required=False)

    def __init__(self, *arguments: Any, workspace: Workspace, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["account"].workspace = workspace  # type: ignore[attr-defined]  # an AccountField
        self.fields["owner"].queryset = members(workspace)  # type: ignore[attr-defined]  # an OwnerField

    @classmethod
    def of(cls, task: Task, workspace: Workspace) -> "TaskForm":
        """Filled with what the task is."""
        known = {
            "title": task.title,
            "reason": task.reason,
            "due_on": task.due_on,
            "account": task.account.key if task.account else "",
            "owner": task.owner_id,
            "repeat": task.repeat,
        }
        return cls(initial=known, workspace=workspace, auto_id=f"task-{task.pk}-%s")


class TogetherForm(forms.Form):
    """What is to become of several tasks: ``do`` is shift, shift-to, assign, finish or drop."""

    DOINGS = ("shift", "shift-to", "assign", "finish", "drop", "reopen")

    do = forms.ChoiceField(choices=[(one, one) for one in DOINGS])
    days = forms.IntegerField(required=False, min_value=-3660, max_value=3660)
    first = day_field(required=False)
    owner = OwnerField(queryset=Member.objects.none(), required=False)

    def __init__(self, *arguments: Any, workspace: Workspace, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["owner"].queryset = members(workspace)  # type: ignore[attr-defined]  # an OwnerField

    def clean(self) -> dict[str, Any]:
        """Days to shift by, or the day to shift to, must be there where they are asked for."""
        said = super().clean() or {}
        if said.get("do") == "shift" and not said.get("days"):
            raise forms.ValidationError(_("Say by how many days the tasks move."))
        if said.get("do") == "shift-to" and not isinstance(said.get("first"), date):
            raise forms.ValidationError(_("Choose the day on which the first of them is due."))
        return said


def members(workspace: Workspace) -> Any:
    """Those who may own tasks now, by name."""
    return Member.objects.filter(workspace=workspace, ended_at=None).order_by("name", "pk")
