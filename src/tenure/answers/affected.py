"""Which accounts does an incident affect? Those for which its rule holds now, with what they bought and what is run for them.

Beside facts and traits, the rule of an incident may read one thing that is run for the account at a time (`asset` and
what is said of it), and one option that it bought: "the platform is iOS and the version is 3.1" is true of an account
with one app that is both.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import msgspec
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from tenure import clock
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.rule_facts import STANDING, with_asked
from tenure.answers.rule_query import where
from tenure.answers.watched import FIRST_USED
from tenure.facts.catalogue import is_trait, label
from tenure.facts.declare import Fact
from tenure.facts.values import FactValue, from_json
from tenure.records.account import Account
from tenure.records.asset import Asset, AssetHistory
from tenure.records.contract import ContractLine
from tenure.records.workspace import Workspace
from tenure.rules.asks import asks
from tenure.rules.explain import explain
from tenure.rules.match import matches
from tenure.rules.reads import reads
from tenure.rules.today import at
from tenure.rules.tree import Rule
from tenure.values.moment import MICROSECOND, Moment
from tenure.values.voice import later, worded

OPTION: Final = "option"
ASSET, KIND, PLATFORM, VERSION = "asset", "asset_kind", "asset_platform", "asset_version"
# What a rule may read of what an account has, beside facts; in the words of sentences.
OF_ACCOUNTS: Final[Mapping[str, str]] = {
    OPTION: later("option bought"),
    ASSET: later("app or site"),
    KIND: later("kind of app or site"),
    PLATFORM: later("platform"),
    VERSION: later("version"),
}
_OF_ASSETS: Final = frozenset({ASSET, KIND, PLATFORM, VERSION})
_ROWS: Final = 5_000

Things = Sequence[Mapping[str, FactValue]]


class UnknownToRule(ValueError):  # noqa: N818 - reads as what is the matter
    """A rule that reads what is no fact (any more); the sentence names it and says what to do."""


def affected(workspace: Workspace, rule: Rule) -> list[int]:
    """The numbers of the accounts that have not left for which the rule holds, by what was stored of them last.

    Raises UnknownToRule.
    """
    catalogue = catalogue_of(workspace)
    read = reads(rule)
    refuse_unknown(read, catalogue)
    moment = Moment(clock.now() + MICROSECOND)  # what happened this instant counts
    now = at(rule, moment)
    if not (read & (OF_ACCOUNTS.keys() | STANDING) or asks([now]).of_the_log):
        found = _here(workspace).filter(where(now))  # facts alone: no account has to be looked at by us
        return list(found.values_list("pk", flat=True))
    options = _options(workspace) if OPTION in read else {}
    assets = _assets(workspace) if read & _OF_ASSETS else {}
    return [
        account
        for account, facts in _known(workspace, moment, now, catalogue)
        if any(
            matches(now, {**facts, **thing, **option})
            for thing in assets.get(account, _NOTHING)
            for option in options.get(account, _NOTHING)
        )
    ]


def refuse_unknown(names: frozenset[str], catalogue: Mapping[str, Fact]) -> None:
    """Raise UnknownToRule for a name that is neither a fact, nor a trait, nor of what an account has."""
    for name in sorted(names):
        if name not in catalogue and name not in {*OF_ACCOUNTS, *STANDING} and not is_trait(name):
            raise UnknownToRule(
                worded(
                    "The rule reads “{fact}”, and there is no such fact, or no longer: the list of accounts stays as it is. "
                    "Declare the fact again, or open an incident with another rule.",
                    fact=name,
                )
            )


def sentence(rule: Rule) -> str:
    """When an account is affected, in words."""
    return explain(rule, called)


def called(name: str) -> str:
    """How people call what a rule reads."""
    return worded(OF_ACCOUNTS[name]) if name in OF_ACCOUNTS else label(name)


_NOTHING: Final[Things] = ({},)


def _known(
    workspace: Workspace, moment: Moment, rule: Rule, catalogue: Mapping[str, Fact]
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """What the rule reads of each account: facts as stored, the rest looked up as of the moment."""
    asked = asks([rule])
    names = asked.facts | ({FIRST_USED} if asked.watches else set())
    stored = _stored(workspace, sorted(names - OF_ACCOUNTS.keys()), catalogue)
    while some := dict(islice(stored, _ROWS)):
        yield from with_asked(workspace, moment, asked, some).items()


def _stored(
    workspace: Workspace, names: Sequence[str], catalogue: Mapping[str, Fact]
) -> Iterator[tuple[int, dict[str, FactValue]]]:
    """Every account that has not left, by number, with these facts."""
    accounts = _here(workspace)
    if not names:
        yield from ((pk, {}) for pk in accounts.values_list("pk", flat=True).iterator(_ROWS))
        return
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    rows = accounts.annotate(text=Cast(F("health__facts"), TextField())).values_list("pk", "text")
    for pk, text in rows.iterator(_ROWS):
        known = decode(text) if text else {}
        yield pk, {name: from_json(name, known[name], catalogue) for name in names if name in known}


def _here(workspace: Workspace) -> QuerySet[Account]:
    """The accounts that have not left."""
    return Account.objects.filter(workspace=workspace).exclude(health__band="former").order_by("pk")


def _options(workspace: Workspace) -> dict[int, Things]:
    """What each account has bought and has today."""
    today = clock.now().date()
    lines = ContractLine.objects.filter(contract__workspace=workspace, starts_on__lte=today)
    lines = lines.filter(Q(ends_on=None) | Q(ends_on__gt=today)).order_by("pk")
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for account, option in lines.values_list("contract__account", "option").iterator(_ROWS):
        found[account][option] = None
    return {account: [{OPTION: one} for one in options] for account, options in found.items()}


def _assets(workspace: Workspace) -> dict[int, Things]:
    """What is run for each account today, each with what is known of it."""
    now = clock.now()
    running = Asset.objects.filter(Q(retired_on=None) | Q(retired_on__gt=now.date()), workspace=workspace)
    latest = AssetHistory.objects.filter(asset=OuterRef("pk"), name="version", since__lte=now).order_by("-since", "-pk")
    rows = running.annotate(version=Subquery(latest.values("value")[:1])).order_by("pk")
    found: dict[int, list[Mapping[str, FactValue]]] = defaultdict(list)
    for account, key, kind, platform, version in rows.values_list(
        "account", "key", "kind", "platform", "version"
    ).iterator(_ROWS):
        found[account].append(
            {ASSET: key, KIND: kind, PLATFORM: platform or None, VERSION: None if version is None else str(version)}
        )
    return dict(found)
