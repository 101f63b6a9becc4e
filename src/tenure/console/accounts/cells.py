"""What stands in each cell of the list, as this person reads it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from tenure.calc import ready_words
from tenure.console.accounts.fields import Field, Fields
from tenure.console.fact_words import text as in_words
from tenure.facts.values import from_json, trait
from tenure.records.models import Account, AccountHealth, AccountHistory, Workspace
from tenure.records.slices import rows_of
from tenure.values.money import Money

Known = Mapping[tuple[int, str], Any]  # (account, name) -> the dated value that holds
_ON_PHONE = {
    "health": "row-band",
    "score": "row-score number",
    "mrr": "row-money number",
    "renewal": "row-renewal nowrap",
}
_ON_PHONE |= {"seen": "seen nowrap"}
_OF_HEALTH = {"health": "band", "score": "score", "renewal": "renews_on", "seen": "last_seen_on"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is what is read, empty when nothing is known; ``on`` a date that is said as people do."""

    field: Field
    value: Any
    text: str = ""
    on: date | None = None

    @property
    def is_told_on_phone(self) -> bool:
        """Whether a phone, where columns have no heads, writes its name beside it."""
        return self.field.name not in _ON_PHONE

    @property
    def style(self) -> str:
        """Where it stands; on a phone what is not usual is a line of its own."""
        usual = _ON_PHONE.get(self.field.name)
        if usual is not None:
            return usual
        return "extra number" if self.field.kind in {"number", "money"} else "extra"


def known_of(workspace: Workspace, accounts: Sequence[int], columns: Sequence[Field]) -> Known:
    """What holds now of dated values that columns show: facts are computed a moment later."""
    names = [one.sets for one in columns if one.sets and one.sets not in {"name", "minimum_score"}]
    if not names or not accounts:
        return {}
    history = AccountHistory.objects.filter(workspace=workspace, name__in=names)
    said = rows_of(history, "account", accounts, ("account", "name", "value", "since"))
    return {(account, name): value for account, name, value, _ in sorted(said, key=lambda row: row[3])}


def cells(
    account: Account, health: AccountHealth, columns: Sequence[Field], *, known: Known, fields: Fields, locale: Locale
) -> list[Cell]:
    """Those of every column but the account's own."""
    return [
        cell(account, health, one, known=known, fields=fields, locale=locale)
        for one in columns
        if one.name != "account"
    ]


def cell(
    account: Account, health: AccountHealth, field: Field, *, known: Known, fields: Fields, locale: Locale
) -> Cell:
    """One of them."""
    value = value_in(account, health, field, known, fields)
    if value is None or value == "":
        return Cell(field, None)
    if field.name in {"renewal", "seen"}:
        return Cell(field, value, on=value)
    if field.kind in {"band", "score"}:
        return Cell(field, value)
    return Cell(field, value, said(value, field, locale))


def said(value: Any, field: Field, locale: Locale) -> str:
    """A known value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.name in {"lifecycle_stage", "preferred_channel"}:
        return ready_words.said(str(value))
    return in_words(value, locale, field.unit)


def value_in(account: Account, health: AccountHealth, field: Field, known: Known, fields: Fields) -> Any:
    """The typed value of a field, None when it is not known."""
    if field.name == "mrr":
        return None if health.mrr is None else Money(health.mrr, health.currency)
    if field.name in _OF_HEALTH:
        return getattr(health, _OF_HEALTH[field.name])
    if field.name in {"account", "minimum_score"}:
        return str(account) if field.name == "account" else account.minimum_score
    if field.name == "owner" and account.owner is not None:
        return account.owner.name
    facts = health.facts or {}
    stored = known.get((account.pk, field.fact), facts.get(field.fact)) if field.sets else facts.get(field.fact)
    if field.fact.startswith("trait."):
        return trait(stored)
    return from_json(field.fact, stored, fields.catalogue)
