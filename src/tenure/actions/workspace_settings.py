"""Changes how a workspace works and counts."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, Final
from zoneinfo import available_timezones

from django.db import transaction

from tenure.actions.changing import change
from tenure.actions.staleness import mark_all_stale
from tenure.records.workspace import Workspace
from tenure.sources.money import currency_code
from tenure.sources.problems import CellError
from tenure.values.voice import worded

MOST_STAGES: Final = 30
LONGEST_STAGE: Final = 60
LONGEST_NAME: Final = 200
LONGEST_LAPSE: Final = 3_650
MOST_TASKS: Final = 100  # that plays and signals may give a member a day
WHOLE: Final = 100  # per cent
SHARES: Final = ("commit_share", "likely_share", "at_risk_share")  # of a forecast, none larger than the one before
# What facts and health read: whoever changes it wants every account computed again.
_READ_BY_FACTS: Final = {"currency", "lapse_days", "hourly_cost", "time_zone"}


class SettingRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """A setting that cannot be; ``field`` names it, and the sentence says what to write instead."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def change_workspace(*, workspace: Workspace, by: str, **values: Any) -> bool:
    """Give the workspace some of its settings anew, by the names of its fields; False when nothing differs.

    ``stages`` is text with one stage a line, ``work_days`` digits (1 is Monday). Raises SettingRefused.
    """
    values = {name: _CHECKS[name](value) for name, value in values.items()}
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before = {name: getattr(row, name) for name in values}
        work_from, work_until = (values.get(name, getattr(row, name)) for name in ("work_from", "work_until"))
        if work_from >= work_until:
            raise SettingRefused("work_until", worded("The working day has to end after it begins."))
        shares = [values.get(name, getattr(row, name)) for name in SHARES]
        if shares != sorted(shares, reverse=True):
            raise SettingRefused(
                "likely_share",
                worded(
                    "No more is counted on of what is likely than of what is committed, and no less than of what is at risk."
                ),
            )
        if not change(row, values, workspace=row, noun="workspace", by=by):
            return False
        if any(before[name] != values[name] for name in _READ_BY_FACTS & values.keys()):
            mark_all_stale(row)
    for name in values:
        setattr(workspace, name, getattr(row, name))
    return True


def _name(value: str) -> str:
    value = " ".join(value.split())
    if not 1 <= len(value) <= LONGEST_NAME:
        raise SettingRefused(
            "name", worded("A workspace needs a name of at most {most} characters.", most=str(LONGEST_NAME))
        )
    return value


def _currency(value: str) -> str:
    try:
        return currency_code(value)
    except CellError:
        raise SettingRefused(
            "currency", worded("“{value}” is no currency: write its three letters, such as EUR.", value=value.strip())
        ) from None


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise SettingRefused(
            "time_zone", worded("“{value}” is no time zone: write one such as Europe/Amsterdam.", value=str(value))
        )
    return value


def _stages(value: str) -> str:
    stages = list(dict.fromkeys(" ".join(line.split()) for line in value.splitlines() if line.strip()))
    if not 1 <= len(stages) <= MOST_STAGES:
        raise SettingRefused(
            "stages", worded("Write between one and {most} stages, one a line.", most=str(MOST_STAGES))
        )
    if long := next((stage for stage in stages if len(stage) > LONGEST_STAGE), None):
        raise SettingRefused(
            "stages", worded("“{long}…” is longer than {most} characters.", long=long[:20], most=str(LONGEST_STAGE))
        )
    return "\n".join(stages)


def _work_days(value: str) -> str:
    days = "".join(sorted(set(value)))
    if not days or set(days) - set("1234567"):
        raise SettingRefused("work_days", worded("Choose at least one day on which you work."))
    return days


def _time(value: time) -> time:
    return value.replace(second=0, microsecond=0)


def _hourly_cost(value: int | None) -> int | None:
    if value is not None and value < 0:
        raise SettingRefused("hourly_cost", worded("What an hour costs is 0 or more."))
    return value


def _lapse_days(value: int | None) -> int | None:
    if value is not None and not 1 <= value <= LONGEST_LAPSE:
        raise SettingRefused(
            "lapse_days", worded("Write between 1 and {most} days, or nothing.", most=str(LONGEST_LAPSE))
        )
    return value


def _tasks_a_day(value: int) -> int:
    if not 0 <= value <= MOST_TASKS:
        raise SettingRefused("tasks_a_day", worded("Write between 0 and {most} tasks.", most=str(MOST_TASKS)))
    return value


def _share(name: str) -> Callable[[int], int]:
    def checked(value: int) -> int:
        if not 0 <= value <= WHOLE:
            raise SettingRefused(name, worded("Write a share between 0 and 100 per cent."))
        return value

    return checked


def _window(value: str) -> str:
    if value not in Workspace.RetentionWindow.values:
        raise SettingRefused(
            "retention_window", worded("“{value}” is no window: choose month or rolling.", value=str(value))
        )
    return value


_CHECKS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "name": _name,
    "currency": _currency,
    "time_zone": _time_zone,
    "stages": _stages,
    "work_days": _work_days,
    "work_from": _time,
    "work_until": _time,
    "hourly_cost": _hourly_cost,
    "lapse_days": _lapse_days,
    "tasks_a_day": _tasks_a_day,
    "retention_window": _window,
    "reactivation_is_expansion": bool,
    **{name: _share(name) for name in SHARES},
}
