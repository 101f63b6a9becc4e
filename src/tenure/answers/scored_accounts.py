"""What is stored of the accounts that have not left, as scorecards read it? All of them, or a fair sample of very many.

Nothing is asked of the event log: the facts are those that the accounts were last scored by.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec
from django.db.models import BigIntegerField, F, TextField, Value
from django.db.models.functions import Cast, Mod

from tenure.calc.scorecard import Scorecard
from tenure.facts.declare import Fact
from tenure.facts.values import from_json
from tenure.records.health import AccountHealth
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.rules.reads import reads
from tenure.values.money import Money

MOST: Final = 10_000  # accounts that are looked at while somebody waits: about half a second
_PRIME, _STEP = 1_000_003, 618_034  # numbers follow each other in the order of their coming: these mix them up
_FIELDS = ("account", "score", "band", "scorecard", "mrr", "currency", "text")

Known = Mapping[str, int | float | str | bool | date | Money | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """``looked_at`` of ``all`` accounts; the same ones each time, as long as no account comes or goes."""

    accounts: list[int] | None
    looked_at: int
    all: int

    @property
    def is_whole(self) -> bool:
        """Whether nobody was left out."""
        return self.looked_at == self.all


@dataclass(frozen=True, slots=True)
class ScoredAccount:
    """What is stored of one account; ``facts`` are only those asked for, as typed values."""

    account: int
    score: float | None
    band: str
    scorecard: str
    mrr: int | None
    currency: str
    facts: Known


def sample_of(workspace: Workspace, most: int = MOST) -> Sample:
    """Those to look at: everybody, or ``most`` of them chosen by their number and by nothing that health depends on."""
    stored = _stored(workspace)
    count = stored.count()
    if count <= most:
        return Sample(None, count, count)
    mixed = Mod(Mod(F("account_id"), Value(_PRIME)) * Value(_STEP), Value(_PRIME), output_field=BigIntegerField())
    chosen = stored.annotate(mixed=mixed).order_by("mixed", "account_id").values_list("account_id", flat=True)
    return Sample(sorted(chosen[:most]), most, count)


def scored_accounts(
    workspace: Workspace, sample: Sample, names: Iterable[str], catalogue: Mapping[str, Fact]
) -> Iterator[ScoredAccount]:
    """Each account of the sample with the facts of these names."""
    wanted = list(names)
    query = _stored(workspace).annotate(text=Cast(F("facts"), TextField()))
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    for account, score, band, card, mrr, currency, text in rows_of(query, "account", sample.accounts, _FIELDS):
        known = decode(text)
        facts = {name: from_json(name, known[name], catalogue) for name in wanted if name in known}
        yield ScoredAccount(account, score, band, card, mrr, currency, facts)


def facts_read(cards: Iterable[Scorecard]) -> frozenset[str]:
    """Every fact that one of the cards measures or asks for in a rule."""
    found: set[str] = set()
    for card in cards:
        rules = [card.rule, *(one.rule for one in card.hard_rules), *(one.needs for one in card.measures)]
        found |= {measure.fact for measure in card.measures}
        found = found.union(*(reads(rule) for rule in rules if rule is not None))
    return frozenset(found)


def _stored(workspace: Workspace) -> Any:
    return AccountHealth.objects.filter(workspace=workspace).exclude(band="former")
