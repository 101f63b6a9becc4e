"""How are tasks told in sentences?"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.records.models import Task

SPANS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"),
}
ALL = gettext_lazy("Open")
OVER = {"done": gettext_lazy("Done"), "dropped": gettext_lazy("Dropped")}
REPEATS = {
    "daily": gettext_lazy("every day"),
    "weekly": gettext_lazy("every week"),
    "fortnightly": gettext_lazy("every two weeks"),
    "monthly": gettext_lazy("every month"),
    "quarterly": gettext_lazy("every three months"),
    "yearly": gettext_lazy("every year"),
}


def lead(counted: dict[str, int]) -> str:
    """The one sentence over a list."""
    late, today = counted["overdue"], counted["today"]
    if not sum(counted.values()):
        return _("Nothing is to be done here.")
    if late and today:
        return ngettext(
            "%(late)d task is overdue, and %(today)d due today.",
            "%(late)d tasks are overdue, and %(today)d due today.",
            late,
        ) % {"late": late, "today": today}
    if late:
        return ngettext("%(late)d task is overdue.", "%(late)d tasks are overdue.", late) % {"late": late}
    if today:
        return ngettext(
            "%(today)d task is due today; none is overdue.", "%(today)d tasks are due today; none is overdue.", today
        ) % {"today": today}
    return _("Nothing is overdue, and nothing due today.")


def finished(tasks: list[Task], day: Callable[[date], str]) -> str:
    """What is said when tasks were finished; those among them that are open follow one that repeats."""
    done = [task for task in tasks if task.done_at]
    following = [task.due_on for task in tasks if task.done_at is None and task.due_on]
    if len(done) == 1 and following:
        told = {"title": done[0].title, "day": day(following[0])}
        return _("Done: %(title)s. It is due again on %(day)s.") % told
    if len(done) == 1:
        return _("Done: %(title)s.") % {"title": done[0].title}
    return ngettext("%(count)d task is done.", "%(count)d tasks are done.", len(done)) % {"count": len(done)}


def changed(tasks: list[Task], verb: str) -> str:
    """What is said when tasks were moved, assigned, dropped or opened again."""
    count = len(tasks)
    if count == 1:
        title = tasks[0].title
        return {
            "shift": _("Moved: %(title)s."),
            "assign": _("Assigned: %(title)s."),
            "drop": _("Dropped: %(title)s."),
            "reopen": _("Open again: %(title)s."),
        }[verb] % {"title": title}
    return {
        "shift": ngettext("%(count)d task was moved.", "%(count)d tasks were moved.", count),
        "assign": ngettext("%(count)d task was assigned.", "%(count)d tasks were assigned.", count),
        "drop": ngettext("%(count)d task was dropped.", "%(count)d tasks were dropped.", count),
        "reopen": ngettext("%(count)d task is open again.", "%(count)d tasks are open again.", count),
    }[verb] % {"count": count}
