"""The day in one sentence: how many need somebody, what is at stake, and what renews soon."""

from babel import Locale
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.answers.attention import SOON, Attention
from tenure.console.locale import Counted, money


def sentence(found: Attention, locale: Locale) -> str:
    """“3 accounts need you, €4,120 MRR at stake, 2 renewals within 30 days.” Amounts of currencies are never added up."""
    renewals = ngettext(
        "%(count)s renewal within %(days)s days", "%(count)s renewals within %(days)s days", found.renewals
    )
    said = {"renewals": renewals % {"count": Counted(found.renewals), "days": SOON}}
    if not found.count:
        return (_("Nobody needs you now; %(renewals)s.") if found.renewals else _("Nobody needs you now.")) % said
    said["needs"] = ngettext("%(count)s account needs you", "%(count)s accounts need you", found.count) % {
        "count": Counted(found.count)
    }
    said["stake"] = at_stake(found, locale)
    if said["stake"] and found.renewals:
        return _("%(needs)s, %(stake)s, %(renewals)s.") % said
    if said["stake"]:
        return _("%(needs)s, %(stake)s.") % said
    return (_("%(needs)s, %(renewals)s.") if found.renewals else _("%(needs)s.")) % said


def at_stake(found: Attention, locale: Locale) -> str:
    """What all of them would take with them each month; called MRR only where all of it is."""
    amounts = [money(one.stake, one.currency, locale) for one in found.sums if one.stake and one.currency]
    if not amounts:
        return ""
    said = {"amounts": format_list(amounts, locale=locale)}
    if all(one.stake == one.mrr for one in found.sums):
        return _("%(amounts)s MRR at stake") % said
    return _("%(amounts)s a month at stake") % said
