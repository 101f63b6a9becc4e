"""What is a specification? Small tables in, and the values that facts must have as of some moments."""

from dataclasses import dataclass, field

from tests.spec.table import header

NOT_FACTS = ("as of", "account")


@dataclass(frozen=True, slots=True)
class Spec:
    """``says`` is the statement; ``then`` has a column ``as of``, perhaps ``account``, and one for each fact.

    ``given`` tables: events (at, actor, event; group, times, value), identities (actor, person, account), periods (contract,
    starts, ends, mrr; plan, product, term, seats, notice), options (contract, option, starts, ends), history (name,
    value, since), champions (contact, since, until; actor), orders (at, amount; refunded, refunded on), invoices (issued, amount;
    due, paid), touchpoints (at, channel), tickets (opened; closed), incidents (found; closed), tasks (made; due, ended), assets (asset, name, value, since; retired),
    measurements (day, metric, value; asset, retired), facts, which the workspace declared itself (name, source, of,
    how, days), and objectives (from, to, agreed; reads, actual, said, ended). A column ``account`` may be left out: it is then ``acme``.
    Without identities every actor is a person of the account of its row. Groups are named like their accounts.
    """

    says: str
    given: dict[str, str]
    then: str
    spark: bool = False  # one of those that Spark answers, too
    people: bool = field(default=False)  # the workspace's accounts are people: groups mean nothing

    @property
    def facts(self) -> list[str]:
        """The facts that it is about."""
        return [name for name in header(self.then) if name not in NOT_FACTS]
