"""What of a signal can be changed without its rule: figures of a ready one, how long and how often, who is told, its task."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.actions.signals import LONGEST_NAME
from tenure.calc.ready_words import kept, said
from tenure.calc.signal import MOST_DAYS, Signal, SignalError, TaskWanted
from tenure.calc.signals.template import Template
from tenure.console.signals import words
from tenure.records.models import Signal as Row
from tenure.values.voice import worded

_SETTING = "setting-"


class SignalForm(forms.Form):
    """The fields of the template's settings come first, under ``setting-`` and their name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), choices=tuple(words.SEVERITIES.items()))
    holds_days = forms.IntegerField(label=gettext_lazy("Days it has to hold"), min_value=0, max_value=MOST_DAYS)
    cooldown_days = forms.IntegerField(
        label=gettext_lazy("Days of quiet after an alert"), min_value=0, max_value=MOST_DAYS
    )
    routing = forms.ChoiceField(label=gettext_lazy("Who is told"), choices=tuple(words.ROUTINGS.items()))
    wants_task = forms.BooleanField(label=gettext_lazy("Make a task"), required=False)
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=300, required=False)
    due_days = forms.IntegerField(
        label=gettext_lazy("Due after so many days"), min_value=0, max_value=365, required=False
    )
    script = forms.CharField(
        label=gettext_lazy("Steps, or what to say"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    row: Row
    signal: Signal
    template: Template | None

    @classmethod
    def of(cls, row: Row, signal: Signal, template: Template | None, data: Any = None) -> "SignalForm":
        """The form of a signal, as it is or with what was typed."""
        task = signal.task or TaskWanted("")
        form = cls(
            data,
            initial={
                "name": said(row.name), "severity": signal.severity, "holds_days": signal.holds_days,
                "cooldown_days": signal.cooldown_days, "routing": signal.routing, "wants_task": signal.task is not None,
                "title": said(task.title), "due_days": task.due_days, "script": said(task.script),
            },
        )  # fmt: skip
        form.row, form.signal, form.template = row, signal, template if signal.settings else None
        for one in template.settings if form.template and template else ():
            value = signal.settings.get(one.name, one.usual)
            field = (
                forms.CharField(label=worded(one.words), max_length=200, required=False, initial=value)
                if one.kind == "text"
                else forms.IntegerField(label=worded(one.words), min_value=one.least, max_value=one.most, initial=value)
            )
            form.fields[_SETTING + one.name] = field
        form.order_fields(["name", *(name for name in form.fields if name.startswith(_SETTING))])
        return form

    def clean(self) -> dict[str, Any]:
        """A task that is wanted has a title; the settings make a rule."""
        typed = super().clean() or {}
        if typed.get("wants_task") and not typed.get("title"):
            self.add_error("title", _("Say what is to be done."))
        if not self.errors:
            try:
                self.made()
            except SignalError as error:
                place = _SETTING + error.path
                self.add_error(place if place in self.fields else None, error.problem)
        return typed

    def made(self) -> Signal:
        """The signal that was said. Raises SignalError."""
        typed = self.cleaned_data
        signal = self.signal
        if self.template is not None:
            values = {one.name: typed[_SETTING + one.name] for one in self.template.settings}
            if values != dict(signal.settings):
                signal = self.template.changed(signal, values)
        return replace(
            signal,
            severity=typed["severity"],
            holds_days=typed["holds_days"],
            cooldown_days=typed["cooldown_days"],
            routing=typed["routing"],
            task=self._task(signal.task),
        )

    def new_name(self) -> str:
        """The name as it is kept: a ready one that nobody changed stays ours."""
        return kept(self.cleaned_data["name"], self.row.name)

    def _task(self, was: TaskWanted | None) -> TaskWanted | None:
        typed = self.cleaned_data
        if not typed["wants_task"]:
            return None
        before = was or TaskWanted("")
        due = typed["due_days"]
        return TaskWanted(
            kept(typed["title"], before.title),
            before.due_days if due is None else due,
            kept(typed["script"], before.script),
        )
