"""How many accounts would it take to tell here what a play brings? Said before anybody is left alone."""

from collections.abc import Mapping
from typing import Final

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.answers.play_results import usual
from tenure.calc.holdout import needed, smallest
from tenure.console.locale import Counted, NumberError, rate, typed_number
from tenure.console.rules.field import Field
from tenure.records.models import Member

USUAL_DAYS: Final = 90
USUAL_SHARE: Final = 0.1


def without(member: Member, locale: Locale) -> list[str]:
    """Why nothing is compared, and what it would take here."""
    found = usual(member.workspace, USUAL_DAYS)
    said = {
        "rate": rate(found.rate, locale), "left": Counted(found.left), "accounts": Counted(found.accounts),
        "days": Counted(USUAL_DAYS), "share": rate(USUAL_SHARE, locale),
    }  # fmt: skip
    least = smallest(found.accounts, found.rate, USUAL_SHARE)
    first = _("Of %(accounts)s accounts that were there %(days)s days ago, %(left)s have left: %(rate)s.") % said
    if least is None:
        return [first, _("So few leave that no play could be told to help here, whatever it does: leaving accounts alone would cost and teach nothing, so it is off.")]  # fmt: skip
    said["to"] = rate(max(found.rate - least, 0), locale)
    return [first, _("If all of them took part and %(share)s were left alone, a play that brings this down to %(to)s could be told to help; a smaller effect could not.") % said]  # fmt: skip


def takes(of: Mapping[str, Field], locale: Locale) -> str:
    """How many accounts it takes to tell what stands in the form; empty while that cannot be said."""
    try:
        percent, alone, acted = (
            float(typed_number(of[part].value, locale)) / 100 for part in ("percent", "alone", "acted")
        )
        count = needed(acted, alone, percent)
    except (NumberError, ValueError):
        return ""
    return ngettext(
        "To tell these two apart takes %(count)s account, both groups together.",
        "To tell these two apart takes %(count)s accounts, both groups together.",
        count,
    ) % {"count": Counted(count)}
