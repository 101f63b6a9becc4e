"""Which contracts do some accounts have, with periods and options, and how do they come together or apart?

Periods of one product that follow each other are one contract, in whichever order they come to be known. A contract
whose key the source gave keeps to that key: it takes periods in, and never gives its own away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from tenure.actions.importing.chains import chains
from tenure.actions.importing.records import Change, Json, difference, snapshot, table_of
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.imports import Import
from tenure.records.slices import SLICE

_BATCH = 1_000


@dataclass(eq=False, slots=True)
class Agreement:
    """A contract with its periods and options; ``row`` is the row of the file that touched it last."""

    contract: Contract
    periods: list[ContractPeriod] = field(default_factory=list)
    lines: list[ContractLine] = field(default_factory=list)
    row: int = 0

    @property
    def is_made(self) -> bool:
        """Whether the key was made here, of account, product and first start."""
        start = f"{self.contract.account_id}:{self.contract.product}:"
        return self.contract.key.startswith(start) and len(self.contract.key) >= len(start) + 10

    def period(self, starts_on: date) -> ContractPeriod | None:
        """Its period that starts on a day."""
        return next((period for period in self.periods if period.starts_on == starts_on), None)

    def options(self, starts_on: date) -> dict[str, ContractLine]:
        """The options bought with the period that starts on a day."""
        return {line.option: line for line in self.lines if line.starts_on == starts_on}

    def take(self, other: "Agreement", periods: Sequence[ContractPeriod]) -> None:
        """Take over periods, with their options."""
        starts = {period.starts_on for period in periods}
        rest = [period for period in other.periods if period.starts_on not in starts]
        for period in periods:
            period.contract = self.contract
        self.periods.extend(periods)
        other.periods = rest
        moving = [line for line in other.lines if line.starts_on in starts or not rest]
        for line in moving:
            line.contract = self.contract
        self.lines.extend(moving)
        other.lines = [line for line in other.lines if line not in moving]
        self.row = max(self.row, other.row)


class Book:
    """The contracts of some accounts, in memory; ``store`` writes what became of them."""

    def __init__(self, of: Import, accounts: Sequence[int], keys: Sequence[str]) -> None:
        self._of = of
        self._before: dict[tuple[type[models.Model], int], Json] = {}
        self._dropped: list[tuple[int, models.Model]] = []
        self.agreements = self._read(sorted(set(accounts)), sorted(set(keys)))
        self.by_key = {agreement.contract.key: agreement for agreement in self.agreements}
        self._of_product: dict[tuple[int, str], list[Agreement]] = {}
        for agreement in self.agreements:
            self._of_product.setdefault((agreement.contract.account_id, agreement.contract.product), []).append(
                agreement
            )

    def of_product(self, account: int, product: str) -> list[Agreement]:
        """The contracts of an account about a product."""
        return self._of_product.setdefault((account, product), [])

    def open(self, account: int, product: str, starts_on: date, key: str | None) -> Agreement:
        """A new contract, without periods yet."""
        name = key or self._made_key(account, product, starts_on)
        contract = Contract(
            workspace_id=self._of.workspace_id,
            account_id=account,
            key=name,
            product=product,
            created_at=self._of.started_at,
        )
        agreement = Agreement(contract)
        self.by_key[name] = agreement
        self.of_product(account, product).append(agreement)
        self.agreements.append(agreement)
        return agreement

    def drop_line(self, agreement: Agreement, line: ContractLine) -> None:
        """An option that was not bought after all."""
        agreement.lines.remove(line)
        self._dropped.append((agreement.row, line))

    def drop_period(self, agreement: Agreement, period: ContractPeriod) -> None:
        """A period that does not take place, with its options."""
        for line in agreement.options(period.starts_on).values():
            self.drop_line(agreement, line)
        agreement.periods.remove(period)
        self._dropped.append((agreement.row, period))

    def bring_together(self, account: int, product: str) -> None:
        """Let each chain of periods be one contract, and each contract made here one chain."""
        group = self.of_product(account, product)
        owner = {id(period): agreement for agreement in group for period in agreement.periods}
        taken: set[int] = set()
        for chain in chains([period for agreement in group for period in agreement.periods]):
            owners = list({id(owner[id(period)]): owner[id(period)] for period in chain}.values())
            if len(owners) == 1 and (not owners[0].is_made or id(owners[0]) not in taken):
                taken.add(id(owners[0]))
                continue
            target = self._target(owners, taken, chain)
            taken.add(id(target))
            for other in owners:
                if other is target or not other.is_made:
                    continue
                moving = [period for period in chain if owner[id(period)] is other]
                if not any(target.period(period.starts_on) for period in moving):
                    target.take(other, moving)
        self._close_empty(group)

    def _target(self, owners: Sequence[Agreement], taken: set[int], chain: Sequence[ContractPeriod]) -> Agreement:
        free = [agreement for agreement in owners if not agreement.is_made or id(agreement) not in taken]
        if not free:
            contract = owners[0].contract
            return self.open(contract.account_id, contract.product, chain[0].starts_on, None)
        return min(
            free, key=lambda agreement: (agreement.is_made, agreement.contract.pk is None, agreement.contract.pk or 0)
        )

    def _close_empty(self, group: list[Agreement]) -> None:
        for agreement in [agreement for agreement in group if agreement.is_made and not agreement.periods]:
            group.remove(agreement)
            self.agreements.remove(agreement)
            if agreement.contract.pk is not None:
                self._dropped.extend((agreement.row, line) for line in agreement.lines)
                self._dropped.append((agreement.row, agreement.contract))

    def _made_key(self, account: int, product: str, starts_on: date) -> str:
        name = base = f"{account}:{product}:{starts_on}"
        again = 1
        while name in self.by_key:
            again += 1
            name = f"{base}:{again}"
        return name

    def _read(self, accounts: Sequence[int], keys: Sequence[str]) -> list[Agreement]:
        contracts = Contract.objects.filter(workspace=self._of.workspace_id)
        found: dict[int, Agreement] = {}
        for name, wanted in (("account__in", accounts), ("key__in", keys)):
            for start in range(0, len(wanted), SLICE):
                for contract in contracts.filter(**{name: wanted[start : start + SLICE]}).order_by("pk"):
                    found.setdefault(contract.pk, Agreement(contract))
        ids = sorted(found)
        for start in range(0, len(ids), SLICE):
            some = ids[start : start + SLICE]
            for period in ContractPeriod.objects.filter(contract__in=some).order_by("pk"):
                found[period.contract_id].periods.append(period)
            for line in ContractLine.objects.filter(contract__in=some).order_by("pk"):
                found[line.contract_id].lines.append(line)
        for agreement in found.values():
            for record in (agreement.contract, *agreement.periods, *agreement.lines):
                self._before[type(record), record.pk] = snapshot(record)
        return [found[pk] for pk in ids]

    def store(self) -> Iterator[Change]:
        """Write everything that is new, changed or gone, and say what it was, in an order that undo can walk back."""
        row_of: dict[int, int] = {}
        for agreement in self.agreements:
            row_of.update(
                {id(record): agreement.row for record in (agreement.contract, *agreement.periods, *agreement.lines)}
            )
        parts_gone = [(row, gone) for row, gone in self._dropped if not isinstance(gone, Contract) and gone.pk]
        yield from self._delete(parts_gone)
        yield from self._write(Contract, [agreement.contract for agreement in self.agreements], row_of)
        for agreement in self.agreements:
            parts: list[ContractPeriod | ContractLine] = [*agreement.periods, *agreement.lines]
            for part in parts:
                part.contract = agreement.contract  # a contract made just now has its number only now
        yield from self._write(ContractPeriod, [p for agreement in self.agreements for p in agreement.periods], row_of)
        yield from self._write(
            ContractLine, [line for agreement in self.agreements for line in agreement.lines], row_of
        )
        yield from self._delete([(row, gone) for row, gone in self._dropped if isinstance(gone, Contract)])

    def _write(
        self, model: type[models.Model], records: Sequence[models.Model], row_of: dict[int, int]
    ) -> Iterator[Change]:
        new = [record for record in records if record.pk is None]
        manager = model._default_manager
        manager.bulk_create(new, batch_size=_BATCH)
        names: set[str] = set()
        changed: list[models.Model] = []
        for record in records:
            before, after = self._before.get((model, record.pk)), snapshot(record)
            was, now = (None, after) if before is None else difference(before, after)
            if before is not None and not now:
                continue
            if before is not None:
                names.update(now)
                changed.append(record)
            yield Change(row_of[id(record)], table_of(record), record.pk, was, now)
        if changed:
            fields = [name.name for name in model._meta.concrete_fields if name.attname in names]
            manager.bulk_update(changed, fields, batch_size=200)

    def _delete(self, gone: Sequence[tuple[int, models.Model]]) -> Iterator[Change]:
        for row, record in gone:
            before = self._before[type(record), record.pk]
            yield Change(row, table_of(record), record.pk, before, {})
        for model in (ContractLine, ContractPeriod, Contract):
            numbers = [record.pk for _, record in gone if isinstance(record, model)]
            for start in range(0, len(numbers), _BATCH):
                model.objects.filter(workspace=self._of.workspace_id, pk__in=numbers[start : start + _BATCH]).delete()
