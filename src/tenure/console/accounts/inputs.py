"""How is a field filled in, in a cell or for many accounts at once? And what did somebody mean by what was typed?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from tenure.actions.account_fields import FieldError
from tenure.calc import ready_words
from tenure.console.accounts.fields import Field
from tenure.console.locale import NumberError, plain, typed_number
from tenure.facts.declare import iso_date
from tenure.records.models import Member, Workspace

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Input:
    """What a form asks: ``choices`` are (value, words); without any it is text, a date or a number."""

    field: Field
    type: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


def input_of(field: Field, value: Any, workspace: Workspace, locale: Locale, *, owner: int | None = None) -> Input:
    """How a field is asked for, with the value it has."""
    text = _text(value, locale)
    if field.sets == "owner":
        members = Member.objects.filter(workspace=workspace, ended_at=None).order_by("name", "pk")
        choices = [("", _("Nobody")), *((str(pk), name) for pk, name in members.values_list("pk", "name"))]
        return Input(field, "choice", str(owner or ""), choices)
    if field.kind == "bool":
        return Input(field, "choice", text, [("", "–"), ("yes", _("yes")), ("no", _("no"))])
    if field.choices:
        there = [one for one in (text,) if one and one not in field.choices]
        return Input(
            field, "choice", text, [("", "–"), *((one, ready_words.said(one)) for one in (*field.choices, *there))]
        )
    return Input(field, "date" if field.kind == "date" else "number" if field.kind == "number" else "text", text)


def typed(field: Field, text: str, locale: Locale) -> str | int | float | bool | None:
    """What was typed as the field stores it; None forgets it. Raises FieldError."""
    text = text.replace("\0", "").strip()
    if not text:
        return None
    if len(text) > LONGEST:
        raise FieldError(_("A cell takes at most %(count)s characters.") % {"count": LONGEST})
    if field.kind == "bool":
        return text == "yes"
    if field.kind == "date" and iso_date(text) is None:
        raise FieldError(_("“%(text)s” is no date: write it as 2026-03-31.") % {"text": text})
    if field.kind == "number":
        return _number(text, locale)
    if field.choices and field.sets.startswith("trait.") and text not in field.choices:
        raise FieldError(_("“%(text)s” is none of the choices.") % {"text": text})
    return text


def member_named(member: Member, text: str) -> Member | None:
    """The member of the workspace whose number was chosen; None for nobody. Raises FieldError."""
    if not text:
        return None
    mine = Member.objects.filter(workspace=member.workspace_id, ended_at=None)
    found = mine.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
    if found is None:
        raise FieldError(_("That member is not here any more: choose another."))
    return found


def _number(text: str, locale: Locale) -> int | float:
    try:
        number = typed_number(text, locale)
    except NumberError as error:
        raise FieldError(str(error)) from None
    if abs(number) > 10**15:
        raise FieldError(_("“%(text)s” is too large a number.") % {"text": text})
    return int(number) if number == int(number) else float(number)


def _text(value: Any, locale: Locale) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return plain(value, locale)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
