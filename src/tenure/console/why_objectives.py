"""Which objectives lie beneath their progress, and how far is each by then?"""

from babel import Locale
from django.utils.translation import gettext as _

from tenure.answers.aims import aim_of
from tenure.calc.objective import as_number
from tenure.console.account_state import State
from tenure.console.locale import number, percent
from tenure.facts.objectives import PROGRESS
from tenure.records.models import Account, Objective
from tenure.values.moment import Moment

FIRST = 10


def beneath(account: Account, state: State, locale: Locale) -> dict[str, object]:
    """Those that were open by then, from where to where, where they are, and the share of the way that counts."""
    if state.at is None:
        return {}
    moment = Moment(state.at)
    counting = [
        (row.title, aim)
        for row in Objective.objects.filter(workspace=account.workspace_id, account=account).order_by("due_on", "pk")
        if (aim := aim_of(row)).is_open(moment) and aim.fact != PROGRESS
    ]
    rows = []
    for title, aim in counting[:FIRST]:
        share = aim.share(state.facts, moment)
        actual = as_number(state.facts.get(aim.fact)) if aim.fact else aim.actual
        way = _("%(from)s to %(to)s") % {"from": number(aim.baseline, locale, 2), "to": number(aim.target, locale, 2)}
        known = share is not None and actual is not None
        rows.append((
            title,
            way,
            number(actual, locale, 2) if known and actual is not None else _("not known"),
            percent(min(max(share, 0.0), 1.0), locale) if share is not None else "–",
        ))  # fmt: skip
    return {
        "rows_title": _("Its objectives"),
        "rows_heads": (_("Objective"), _("From and to"), _("Now"), _("Of the way")),
        "rows": rows,
    }
