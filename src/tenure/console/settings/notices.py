"""What does a member want to be told of alerts, where and when? The form for it, and what could not be told lately."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure import clock
from tenure.actions.notices import Chosen
from tenure.actions.secret_text import UnreadableSecret, decrypt
from tenure.channels.chat import NoChat, chat_at
from tenure.console.scope import words_of
from tenure.console.settings.workspace import DAYS
from tenure.records.models import Member, Notice, NoticeChoice, Workspace

SHOWN: Final = timedelta(days=14)
_WHEN: Final = (
    (NoticeChoice.When.NEVER, gettext_lazy("Never")),
    (NoticeChoice.When.AT_ONCE, gettext_lazy("At once")),
    (NoticeChoice.When.DAILY, gettext_lazy("Once a day")),
)
_WAYS: Final[Mapping[str, Any]] = {
    Notice.Way.EMAIL: gettext_lazy("By e-mail"),
    Notice.Way.CHAT: gettext_lazy("By chat"),
}


def _hours(first: int) -> list[tuple[int, str]]:
    return [(hour, f"{hour:02}:00") for hour in range(first, first + 24)]


class NoticesForm(forms.Form):
    """The address of a chat is a secret: it is never shown again, and kept while nothing is typed."""

    scope = forms.ChoiceField(label=gettext_lazy("Alerts of which accounts"))
    by_email = forms.ChoiceField(label=gettext_lazy("By e-mail"), choices=_WHEN)
    by_chat = forms.ChoiceField(label=gettext_lazy("By chat"), choices=_WHEN)
    chat = forms.CharField(
        label=gettext_lazy("Address of the chat"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "translate": "no"}),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days on which you work"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    starts_at = forms.TypedChoiceField(label=gettext_lazy("From"), choices=_hours(0), coerce=int)
    ends_at = forms.TypedChoiceField(label=gettext_lazy("Until"), choices=_hours(1), coerce=int)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), required=False, widget=forms.Select(attrs={"translate": "no"})
    )

    def __init__(self, member: Member, data: Any = None) -> None:
        found = NoticeChoice.objects.filter(workspace=member.workspace_id, member=member).first()
        kept = found or _as_the_workspace(member.workspace)
        names = ("scope", "by_email", "by_chat", "starts_at", "ends_at", "time_zone")
        super().__init__(data, initial={name: getattr(kept, name) for name in names} | {"days": list(kept.days)})
        self.kept_chat = kept.chat
        zones = [(zone, zone) for zone in sorted(available_timezones())]
        as_theirs = _("The workspace’s: %(zone)s") % {"zone": member.workspace.time_zone}
        self.fields["scope"].choices = list(words_of(member).items())  # type: ignore[attr-defined]  # a choice field
        self.fields["time_zone"].choices = [("", as_theirs), *zones]  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> Chosen:
        """What was chosen, as the action takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "chat"}
        return Chosen(**said | {"days": "".join(said["days"])})

    def chat_kept(self) -> str:
        """What the chat is called whose address is kept; empty without one, or where it cannot be read any more."""
        try:
            return chat_at(decrypt(self.kept_chat)) if self.kept_chat else ""
        except (NoChat, UnreadableSecret):
            return ""


def _as_the_workspace(workspace: Workspace) -> NoticeChoice:
    """What is offered to who never chose: nothing told, and the hours that all work."""
    until = workspace.work_until
    return NoticeChoice(
        days=workspace.work_days,
        starts_at=workspace.work_from.hour,
        ends_at=until.hour + (until.minute > 0),
    )


def troubles(member: Member) -> list[dict[str, Any]]:
    """What the member was not told lately and why: the way, how often, and whether it is tried again."""
    found = Notice.objects.filter(
        workspace=member.workspace_id, member=member, created_at__gt=clock.now() - SHOWN,
        state__in=(Notice.State.WAITING, Notice.State.GIVEN_UP),
    ).exclude(error="")  # fmt: skip
    rows = found.values("way", "state", "error").annotate(n=Count("pk"), due_at=Max("due_at")).order_by("-due_at")
    return [row | {"way": _WAYS[row["way"]], "again": row["state"] == Notice.State.WAITING} for row in rows[:5]]
