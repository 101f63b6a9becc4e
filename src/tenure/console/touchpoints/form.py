"""What does a member say of a touchpoint: of one that took place, and of one that is planned?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure import clock
from tenure.actions.touchpoints import MOST_MINUTES, Said
from tenure.console.access import may_see_sentiment
from tenure.console.account_field import AccountField
from tenure.console.tasks.form import day_field, in_calendar
from tenure.console.touchpoints.words import CHANNELS, FELT, PLANNED, next_reason
from tenure.records.models import Contact, Member, Touchpoint, Workspace
from tenure.values.zone import moment_in, time_in

WHEN = "%Y-%m-%dT%H:%M"
USUAL_MINUTES = 30  # of a meeting, where nobody says
EARLIER, LATER = timedelta(days=1), timedelta(days=3_653)  # around now, for what is planned
MINUTES = {"max_value": MOST_MINUTES, "min_value": 0, "required": False}


def text(longest: int, **more: Any) -> forms.CharField:
    """A line that may be left empty."""
    return forms.CharField(max_length=longest, required=False, **more)


class TouchpointForm(forms.Form):
    """What both kinds have; ``workspace`` is whose accounts and contacts can be named, in whose time zone."""

    account = AccountField(error_messages={"required": gettext_lazy("Say whom it was with.")})
    at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN),
        input_formats=[WHEN, "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": gettext_lazy("Choose a day and a time.")},
        validators=[in_calendar],
    )
    minutes = forms.IntegerField(**MINUTES)  # type: ignore[arg-type]  # three arguments by name
    service = text(200)
    summary = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, workspace: Workspace, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.workspace = workspace
        self.fields["account"].workspace = workspace  # type: ignore[attr-defined]  # an AccountField
        for name in {"contact", "invited"} & self.fields.keys():
            self.fields[name].queryset = Contact.objects.filter(workspace=workspace)  # type: ignore[attr-defined]  # a ModelChoiceField

    def moment(self) -> datetime:
        """When it is or was, as the clocks of the workspace show it; now when nothing is said."""
        at: datetime | None = self.cleaned_data["at"]
        return clock.now() if at is None else moment_in(at.replace(tzinfo=None), self.workspace.time_zone)


class LogForm(TouchpointForm):
    """Of what took place."""

    channel = forms.ChoiceField(choices=list(CHANNELS.items()), initial=Touchpoint.Channel.CALL)
    contact = forms.ModelChoiceField(queryset=Contact.objects.none(), required=False)
    outcome = text(200)
    sentiment = forms.TypedChoiceField(choices=list(FELT.items()), coerce=int, empty_value=None, required=False)
    next_step = text(300)
    next_on = day_field(required=False)

    def clean(self) -> dict[str, Any]:
        """A day alone is no step."""
        said = super().clean() or {}
        if said.get("next_on") and not said.get("next_step"):
            self.add_error("next_step", _("Say what is to be done on that day."))
        contact, account = said.get("contact"), said.get("account")
        if contact is not None and account is not None and contact.account_id not in (None, account.pk):
            self.add_error("contact", _("This contact is at another account."))
        return said

    def said(self, member: Member) -> Said:
        """What is to be logged; of those who may not see how relationships feel no rating is taken."""
        found = self.cleaned_data
        at = self.moment()
        return Said(
            channel=found["channel"], at=at, contact=found["contact"], minutes=found["minutes"],
            service=found["service"], summary=found["summary"], outcome=found["outcome"],
            sentiment=found["sentiment"] if may_see_sentiment(member) else None,
            next_step=found["next_step"], next_on=found["next_on"],
            next_reason=next_reason(found["channel"], time_in(at, self.workspace.time_zone).date()),
        )  # fmt: skip


class HoldForm(LogForm):
    """Of a plan that was kept: the account and the time are the plan's."""

    account = None  # type: ignore[assignment]  # how Django takes a field of a parent away

    def __init__(self, *arguments: Any, touchpoint: Touchpoint, **more: Any) -> None:
        self.touchpoint = touchpoint
        forms.Form.__init__(self, *arguments, **more)
        self.workspace = touchpoint.workspace
        self.fields["contact"].queryset = Contact.objects.filter(workspace=touchpoint.workspace)  # type: ignore[attr-defined]  # a ModelChoiceField

    def moment(self) -> datetime:
        """When it was planned, unless something else is said."""
        return self.touchpoint.at if self.cleaned_data["at"] is None else super().moment()


class EditForm(LogForm):
    """Of a touchpoint that took place, to put it right; when its next step is due stands with the task."""

    next_on = None  # type: ignore[assignment]  # how Django takes a field of a parent away

    def __init__(self, *arguments: Any, touchpoint: Touchpoint, **more: Any) -> None:
        super().__init__(*arguments, workspace=touchpoint.workspace, **more)
        self.touchpoint = touchpoint

    def clean(self) -> dict[str, Any]:
        """Whoever it was with stays behind where the account changes and they are at another."""
        said = forms.Form.clean(self) or {}
        contact, account = said.get("contact"), said.get("account")
        if contact is not None and account is not None and contact.account_id not in (None, account.pk):
            if account.pk == self.touchpoint.account_id:
                self.add_error("contact", _("This contact is at another account."))
            said["contact"] = None
        return said

    def moment(self) -> datetime:
        """When it was, unless something else is said: to the second, as it is known."""
        at, was = self.cleaned_data["at"], self.touchpoint.at
        known = self.touchpoint.shown_at(self.workspace.time_zone).replace(second=0, microsecond=0)
        return was if at is None or at.replace(tzinfo=None, second=0, microsecond=0) == known else super().moment()

    def said(self, member: Member) -> Said:
        """What it is to say; a rating that the member may not see stays as it is."""
        self.cleaned_data["next_on"] = None
        found = super().said(member)
        return found if may_see_sentiment(member) else replace(found, sentiment=self.touchpoint.sentiment)


class PlanForm(TouchpointForm):
    """Of what is to come; ``was`` is when it was planned before, which may have gone by meanwhile."""

    channel = forms.ChoiceField(choices=list(PLANNED.items()), initial=Touchpoint.Channel.VIDEO)
    place = text(500)
    invited = forms.ModelMultipleChoiceField(queryset=Contact.objects.none(), required=False)

    def __init__(self, *arguments: Any, was: datetime | None = None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.was = was
        self.fields["at"].required = True
        self.fields["at"].error_messages["required"] = _("Choose a day and a time.")

    def clean_at(self) -> datetime:
        """Ahead, today at least, and within years that somebody plans for."""
        at: datetime = self.cleaned_data["at"]
        moment, now = self.moment(), clock.now()
        if not now - EARLIER <= moment <= now + LATER and moment != self.was:
            raise forms.ValidationError(
                _("A plan is for the next ten years. What took place already is logged as a touchpoint.")
            )
        return at

    def clean(self) -> dict[str, Any]:
        """Who is invited can be written to, and is at this account."""
        said = super().clean() or {}
        account = said.get("account")
        for contact in said.get("invited") or ():
            if account is not None and contact.account_id != account.pk:
                self.add_error("invited", _("%(who)s is at another account.") % {"who": contact})
            elif "@" not in contact.email:
                self.add_error("invited", _("%(who)s has no e-mail address to invite.") % {"who": contact})
        return said

    def said(self) -> Said:
        """What is planned."""
        found = self.cleaned_data
        invited = list(found["invited"])
        return Said(
            channel=found["channel"], at=self.moment(), contact=invited[0] if invited else None,
            minutes=USUAL_MINUTES if found["minutes"] is None and not found["service"] else found["minutes"],
            service=found["service"], summary=found["summary"], place=found["place"],
        )  # fmt: skip
