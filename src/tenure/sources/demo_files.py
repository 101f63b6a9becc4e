"""A small made-up business to look around in: files as a customer would bring them, the same for the same day.

Forty companies use a planning tool. Each behaves in one way: steady, growing, fading, silent, new or gone; weekends
are quiet. The numbers come from a seeded generator, so that the demo shows the same story every time.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 180
_ACTIONS = (
    "Task completed",
    "Board viewed",
    "Comment added",
    "Report exported",
    "Teammate invited",
    "Timer started",
    "Calendar synced",
)
_TRADES = ("Bakery", "Clinic", "Studio", "Logistics", "Florist", "Architects", "Dental", "Brewery", "Travel", "Optics")
_PLACES = ("Utrecht", "Ghent", "Lyon", "Porto", "Leeds", "Graz", "Turku", "Aarhus", "Bilbao", "Trieste")
_PEOPLE = (
    "Ada",
    "Bram",
    "Chloé",
    "Dirk",
    "Elif",
    "Femke",
    "Goran",
    "Hanna",
    "Ilse",
    "Jonas",
    "Karin",
    "Lotte",
    "Milan",
    "Nora",
)
_FAMILIES = ("Visser", "Peeters", "Moreau", "Silva", "Clarke", "Huber", "Niemi", "Holm", "Etxe", "Rossi")
_OWNERS = ("Mara de Wit", "Tom Bakker", "Iris Smit")
_STORIES = ("steady",) * 18 + ("growing",) * 7 + ("fading",) * 6 + ("silent",) * 4 + ("new",) * 3 + ("gone",) * 2


@dataclass(frozen=True, slots=True)
class Company:
    """One made-up account and how it behaves."""

    key: str
    name: str
    story: str
    people: tuple[str, ...]
    start: date
    seats: int
    mrr: int  # whole euros
    owner: str
    keenness: float  # chance that a person works on a weekday


def write_demo_files(folder: Path, today: date) -> dict[str, Path]:
    """Write accounts, contacts, contracts and events, ending with today; returns the files by kind, in order."""
    dice = random.Random(7)  # noqa: S311 - a story, not a secret
    companies = [_company(dice, number, story, today) for number, story in enumerate(_STORIES)]
    files = {kind: folder / f"{kind}.csv" for kind in ("accounts", "contacts", "contracts")}
    _write(files["accounts"], ("Account ID", "Name", "Owner", "Source", "Trade"), map(_account_row, companies))
    contacts = (row for company in companies for row in _contact_rows(company))
    _write(files["contacts"], ("User ID", "Account ID", "Name", "Email", "Role", "Champion"), contacts)
    header = ("Account ID", "Product", "Plan", "Start date", "End date", "MRR", "Currency", "Seats", "Options")
    _write(files["contracts"], header, (_contract_row(dice, company, today) for company in companies))
    files["events"] = folder / "events.parquet"
    _write_events(files["events"], [event for company in companies for event in _events(dice, company, today)])
    return files


def _company(dice: random.Random, number: int, story: str, today: date) -> Company:
    people = 3 + number * 5 % 7
    age = 20 + number * 9 % 40 if story == "new" else 150 + number * 37 % 700
    trade, place = _TRADES[number % 10], _PLACES[(number * 3 + number // 10) % 10]
    key = f"{place}-{trade}".lower()
    seats = people + dice.randint(0, 4)
    return Company(
        key=f"{key}-{number}",
        name=f"{trade} {place}",
        story=story,
        people=tuple(f"{key}-{number}-{person}" for person in range(people)),
        start=today - timedelta(days=age),
        seats=seats,
        mrr=seats * dice.choice((9, 15, 24)),
        owner=_OWNERS[number % 3],
        keenness=dice.uniform(0.45, 0.9),
    )


def _account_row(company: Company) -> Sequence[object]:
    source = ("website", "partner", "referral")[len(company.people) % 3]
    return company.key, company.name, company.owner, source, company.name.split()[0]


def _contact_rows(company: Company) -> Iterator[Sequence[object]]:
    for number, user in enumerate(company.people):
        first, family = _PEOPLE[(number * 3 + company.seats) % 14], _FAMILIES[(number + len(company.key)) % 10]
        role = "Owner" if number == 0 else "Team"
        yield user, company.key, f"{first} {family}", f"{user}@example.com", role, "yes" if number == 0 else ""


def _contract_row(dice: random.Random, company: Company, today: date) -> Sequence[object]:
    end = company.start
    while end <= today:
        end += timedelta(days=365)
    if company.story == "gone":
        end = today - timedelta(days=dice.randint(5, 30))
    options = ";".join(
        dice.sample(("Time tracking", "Client portal", "Invoicing", "Single sign-on"), dice.randint(0, 3))
    )
    plan = "Team" if company.seats < 8 else "Business"
    return company.key, "Planner", plan, company.start, end, company.mrr, "EUR", company.seats, options


def _zeal(company: Company, days_ago: int) -> float:
    """How much of its usual work a company does that many days before today."""
    match company.story:
        case "growing":
            return 0.5 + 0.5 * (1 - days_ago / DAYS)
        case "fading":
            return min(1.0, 0.03 + days_ago / 90)
        case "silent":
            return 0.0 if days_ago < 16 + 5 * (company.seats % 4) else 1.0
        case "gone":
            return 0.0 if days_ago < 35 else 0.6
    return 1.0


def _events(dice: random.Random, company: Company, today: date) -> Iterator[tuple[str, str, str, datetime]]:
    for days_ago in range(min(DAYS, (today - company.start).days), -1, -1):
        day = today - timedelta(days=days_ago)
        chance = company.keenness * _zeal(company, days_ago) * (0.12 if day.weekday() >= 5 else 1.0)
        for number, user in enumerate(company.people):
            if dice.random() > chance / (1 + number * 0.15):
                continue
            for _ in range(dice.randint(1, 6)):
                second = dice.randint(8 * 3600, 18 * 3600) if days_ago else dice.randint(0, 3600)
                at = datetime.combine(day, time(), UTC) + timedelta(seconds=second)
                yield user, company.key, dice.choice(_ACTIONS[: 3 + company.seats % 5]), at


def _write(path: Path, header: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def _write_events(path: Path, events: Sequence[tuple[str, str, str, datetime]]) -> None:
    users, groups, names, times = zip(*events, strict=True)
    columns = {
        "user_id": users,
        "group_id": groups,
        "event": names,
        "time": pa.array(times, pa.timestamp("us", tz="UTC")),
    }
    pq.write_table(pa.table(columns), path)
