"""How are tasks told in sentences?"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.console.locale import Counted
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
    late, today = Counted(counted["overdue"]), Counted(counted["today"])
    if not sum(counted.values()):
        return _("Nothing is to be done here.")
    if late and today:
        return ngettext(
            "%(late)s task is overdue, and %(today)s due today.",
            "%(late)s tasks are overdue, and %(today)s due today.",
            late,
        ) % {"late": late, "today": today}
    if late:
        return ngettext("%(late)s task is overdue.", "%(late)s tasks are overdue.", late) % {"late": late}
    if today:
        return ngettext(
            "%(today)s task is due today; none is overdue.", "%(today)s tasks are due today; none is overdue.", today
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
    return ngettext("%(count)s task is done.", "%(count)s tasks are done.", len(done)) % {"count": Counted(len(done))}


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
        "shift": ngettext("%(count)s task was moved.", "%(count)s tasks were moved.", count),
        "assign": ngettext("%(count)s task was assigned.", "%(count)s tasks were assigned.", count),
        "drop": ngettext("%(count)s task was dropped.", "%(count)s tasks were dropped.", count),
        "reopen": ngettext("%(count)s task is open again.", "%(count)s tasks are open again.", count),
    }[verb] % {"count": Counted(count)}
