"""How do the goals of the business stand, and who sets them?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure import clock
from tenure.actions.goals import GoalError, end_goal, set_goal
from tenure.answers.months import Period, shifted
from tenure.calc.figures import FIGURES, Progress, progress
from tenure.console.access import actor, for_managers, may_manage, may_see_margin
from tenure.console.locale import day, locale_of
from tenure.console.number_field import NumberField, NumbersForm
from tenure.console.retention import written
from tenure.console.retention.asked import Looked
from tenure.console.retention.words import WORDS
from tenure.console.undo import told
from tenure.records.models import AuditEntry, Goal, Member
from tenure.values.money import minor_digits


@dataclass(frozen=True, slots=True)
class Shown:
    """One goal as it stands, with its way as shares of the target for a bar."""

    goal: Goal
    title: str
    target: str
    now: str
    expected: str
    due: str
    standing: str  # reached, on_track, behind or unknown
    words: str
    asked: str  # the part of an address that asks why it stands so


class GoalForm(NumbersForm):
    """A figure, its target as people write it (82 for 82 %, 1500 for 1,500 euros) and the day."""

    figure = forms.ChoiceField(label=gettext_lazy("Figure"))
    target = NumberField(label=gettext_lazy("Target"), least=0)
    due_on = forms.DateField(label=gettext_lazy("By"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [one for one in FIGURES.values() if may_see_margin(member) or not one.is_margin]
        self.fields["figure"].choices = [(one.name, WORDS[one.name].title) for one in shown]  # type: ignore[attr-defined]  # a choice field


def goals_of(looked: Looked, member: Member, locale: Locale) -> dict[str, object]:
    """Goals that nobody has ended, the nearest first, and the form for another."""
    rows = Goal.objects.filter(workspace=member.workspace, ended_at=None).order_by("due_on", "pk")
    seen = [
        one for one in rows if one.figure in FIGURES and (may_see_margin(member) or not FIGURES[one.figure].is_margin)
    ]
    return {
        "rows": [_shown(one, looked, locale) for one in seen],
        "form": GoalForm(member, locale=locale) if may_manage(member) else None,
    }


def _shown(goal: Goal, looked: Looked, locale: Locale) -> Shown:
    figure, today = FIGURES[goal.figure], clock.now().date()

    def at(end: date) -> float | None:
        return looked.of(Period(shifted(end, -12), end, so_far=end == today)).answer(goal.figure).value

    found = progress(figure, at(goal.since), goal.target, at(today), goal.since, goal.due_on, today)

    def text(value: float | None) -> str:
        return written.value(goal.figure, value, looked.currency, locale)

    standing = _standing(found)
    return Shown(
        goal, str(WORDS[goal.figure].title), text(goal.target), text(found.now), text(found.expected),
        day(goal.due_on, locale), standing, _words(standing), looked.asked.address(month=today.replace(day=1)),
    )  # fmt: skip


def _standing(found: Progress) -> str:
    if found.is_reached:
        return "reached"
    return {True: "on_track", False: "behind", None: "unknown"}[found.is_on_track]


def _words(standing: str) -> str:
    return {
        "reached": _("reached"),
        "on_track": _("on track"),
        "behind": _("behind"),
        "unknown": _("cannot be told yet"),
    }[standing]


@for_managers
@require_POST
def make_goal(request: HttpRequest, member: Member) -> HttpResponse:
    """Set a goal; one that cannot be taken is told why."""
    form = GoalForm(member, request.POST, locale=locale_of(request))
    if not form.is_valid():
        wrong = _("A goal needs a figure, a target and a day: %(wrong)s") % {"wrong": _wrong(form)}
        return _told(request, member, wrong, went_well=False)
    said = form.cleaned_data
    try:
        entry = set_goal(
            workspace=member.workspace,
            figure=said["figure"],
            target=_stored(said["figure"], float(said["target"]), member),
            due_on=said["due_on"],
            by=actor(member),
        )
    except GoalError as error:
        return _told(request, member, str(error), went_well=False)
    return _told(request, member, _("The goal is set: %(title)s."), said["figure"], entry)


@for_managers
@require_POST
def drop_goal(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """End a goal; one that is not there is no error."""
    goal = Goal.objects.filter(workspace=member.workspace_id, pk=number).first()
    entry = end_goal(workspace=member.workspace, number=number, by=actor(member))
    if goal is None or entry is None:
        return _told(request, member, _("That goal is ended already."), went_well=False)
    return _told(request, member, _("The goal is ended: %(title)s."), goal.figure, entry)


def _told(
    request: HttpRequest,
    member: Member,
    said: str,
    figure: str = "",
    entry: AuditEntry | None = None,
    *,
    went_well: bool = True,
) -> HttpResponse:
    sentence = said % {"title": WORDS[figure].title} if figure else said
    back = reverse("retention", args=[member.workspace.slug])
    entries = [entry.pk] if entry else []
    return told(request, sentence, back=back, events=("goals",), entries=entries, went_well=went_well)


def _stored(figure: str, target: float, member: Member) -> float:
    unit = FIGURES[figure].unit
    if unit == "share":
        return target / 100
    return target * 10 ** minor_digits(member.workspace.currency) if unit == "money" else target


def _wrong(form: GoalForm) -> str:
    return " ".join(f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items())
