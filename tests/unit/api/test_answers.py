"""Does a program learn what is known of an account, how healthy it is, and what happened with it?"""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tenure.answers import process
from tenure.calc.health import from_json
from tenure.eventlog.spool import SpooledRequest
from tenure.facts.catalogue import CATALOGUE
from tenure.records.models import Account, CustomFact, HealthChange
from tenure.rounds.facts import FactsRound
from tenure.rounds.known import store_end_of
from tenure.rounds.seal import seal
from tenure.values.moment import day_key
from tests.unit.api.asking import problem

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EUR = {"amount": 12_000, "currency": "EUR"}


@pytest.fixture(autouse=True)
def at_noon(time_machine, acme):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def bakery(program):
    """An account with three people who used the product on four days, the first of them long ago."""
    program.made("/accounts", {"key": "bakery", "name": "Bakkerij Smit", "created_at": "2025-01-01"})
    used(program.workspace, (0, "ann", "open"), (0, "ann", "export"), (0, "bob", "open"), (3, "ann", "open"))
    used(program.workspace, (80, "cas", "open"), (300, "ann", "open"))
    return Account.objects.get(key="bakery")


def used(workspace, *events) -> None:
    """Events of the bakery, sent and sealed: so many days ago, by whom, and which."""
    calls = [
        {
            "type": "track", "event": name, "userId": user, "messageId": f"{user}{days}{name}",
            "timestamp": (NOW - timedelta(days=days, hours=1)).isoformat(), "context": {"groupId": "bakery"},
        }
        for days, user, name in events
    ]  # fmt: skip
    body = json.dumps({"batch": calls}).encode()
    received = int(NOW.timestamp() * 1_000_000)
    process.spool().append([SpooledRequest(workspace.slug, "batch", received, body, len(calls))])
    seal(workspace)


def test_facts_as_of_now_and_of_an_earlier_day(program, bakery):
    told = program.read("/accounts/bakery/facts")
    assert (told["account"], told["as_of"], told["known"]) == ("bakery", "2026-03-10T12:00:00Z", "now")
    assert told["facts"]["events_28"] == 4
    assert told["facts"].keys() >= CATALOGUE.keys()
    earlier = program.read("/accounts/bakery/facts?as_of=2026-03-08&names=events_28,active_days_28")
    assert (earlier["as_of"], earlier["facts"]) == ("2026-03-08", {"events_28": 1, "active_days_28": 1})


def test_money_and_dates_are_told_as_programs_read_them(program, bakery):
    period = {"starts_on": "2026-01-01", "ends_on": "2027-01-01", "mrr": EUR}
    program.made("/contracts", {"key": "C-7", "account": "bakery", "periods": [period]})
    assert program.read("/accounts/bakery/facts?names=mrr")["facts"] == {"mrr": EUR}


def test_a_fact_that_nobody_declared_is_refused(program, bakery):
    assert "shoe_size" in problem(program.get("/accounts/bakery/facts?names=shoe_size"), 422)["detail"]
    problem(program.get("/accounts/bakery/facts?known=then&names=shoe_size"), 422)


def test_a_trait_is_a_fact_under_its_own_name(program, bakery):
    program.patch("/accounts/bakery", {"traits": {"seats": 12, "a b": True}})
    names = quote("trait.seats,trait.a b,trait.none")
    told = program.read(f"/accounts/bakery/facts?names={names}")["facts"]
    assert told == {"trait.seats": 12, "trait.a b": True, "trait.none": None}


def test_what_was_known_then_is_told_with_its_day(program, bakery):
    problem(program.get("/accounts/bakery/facts?known=then"), 404)
    problem(program.get("/accounts/bakery/health?known=then"), 404)
    store_end_of(program.workspace, day_key(NOW.date()) - 2)
    told = program.read("/accounts/bakery/facts?known=then&as_of=2026-03-09&names=events_28")
    assert told == {"account": "bakery", "as_of": "2026-03-08", "known": "then", "facts": {"events_28": 1}}
    health = program.read("/accounts/bakery/health?known=then")
    assert (health["as_of"], health["known"]) == ("2026-03-08", "then")


def test_the_catalogue_lists_every_fact_with_its_sentence_and_the_workspaces_own(program, rival):
    CustomFact.objects.create(
        workspace=program.workspace,
        name="exports_28",
        source="event",
        of="export",
        how="count",
        days=28,
        created_at=NOW,
    )
    facts = {fact["name"]: fact for fact in program.read("/facts")["items"]}
    assert facts.keys() == CATALOGUE.keys() | {"exports_28"}
    assert facts["mrr"]["type"] == "money"
    assert "export" in facts["exports_28"]["sentence"]
    assert "exports_28" not in {fact["name"] for fact in rival.read("/facts")["items"]}


def test_health_comes_with_reasons_that_add_up(program, bakery):
    told = program.read("/accounts/bakery/health")
    assert told["band"] in {"poor", "average", "good"}
    assert sum(reason["points"] for reason in told["reasons"]) == pytest.approx(told["score"])
    assert from_json(told).score == told["score"]
    assert program.read("/accounts/bakery/health?as_of=2024-12-01")["as_of"] == "2024-12-01"


def test_an_account_shows_its_latest_health_once_it_was_computed(program, bakery):
    assert program.read("/accounts/bakery")["health"] is None
    FactsRound().run(program.workspace)
    health = program.read("/accounts/bakery")["health"]
    assert health["band"] == program.read("/accounts/bakery/health")["band"]
    assert [one["key"] for one in program.read(f"/accounts?band={health['band']}")["items"]] == ["bakery"]


@pytest.fixture
def changes(program, bakery):
    """Three changes of its band, a day apart, and one of another account."""
    for days, before, band in ((3, "", "good"), (2, "good", "poor"), (1, "poor", "average")):
        HealthChange.objects.create(
            workspace=program.workspace, account=bakery, at=NOW - timedelta(days=days), band_before=before, band=band,
            score=50.0, cause="Active on 3 of the last 28 days",
        )  # fmt: skip
    program.made("/accounts", {"key": "studio"})
    studio = Account.objects.get(key="studio")
    HealthChange.objects.create(workspace=program.workspace, account=studio, at=NOW, band="none")


def test_changes_of_health_since_a_day(program, changes):
    told = program.read("/accounts/bakery/health/changes")["items"]
    assert [(one["band_before"], one["band"]) for one in told] == [
        (None, "good"), ("good", "poor"), ("poor", "average"),
    ]  # fmt: skip
    since = program.read("/accounts/bakery/health/changes?since=2026-03-08T12:00:00Z")["items"]
    assert since == told[1:]
    everyone = program.read("/health/changes?since=2026-03-09")["items"]
    assert [one["account"] for one in everyone] == ["bakery", "studio"]


@pytest.fixture
def happened(program, bakery, changes):
    """One of everything that a timeline tells."""
    program.made("/contacts", {"key": "jana", "account": "bakery", "name": "Jana Vos"})
    program.made("/orders", {"key": "1001", "account": "bakery", "ordered_at": "2026-03-08T12:00:00Z", "amount": EUR})
    program.made(
        "/touchpoints",
        {
            "key": "call-1", "account": "bakery", "contact": "jana", "at": "2026-03-10T08:00:00Z", "channel": "call",
            "minutes": 30, "summary": "Went through the quarter",
        },
    )  # fmt: skip
    program.made(
        "/tickets",
        {
            "key": "T-81", "account": "bakery", "subject": "Cannot sign in", "opened_at": "2026-03-01T08:00:00Z",
            "closed_at": "2026-03-04T09:00:00Z",
        },
    )  # fmt: skip
    program.made("/notes", {"key": "n", "account": "bakery", "at": "2026-03-01", "text": "A second site", "by": "Ada"})


WHOLE = [
    ("use", "2026-03-10", "3 events by 2 people"),
    ("touchpoint", "2026-03-10", "Call with Jana Vos, 30 minutes"),
    ("health", "2026-03-09", "Health went from poor to average"),
    ("order", "2026-03-08", "Order 1001: 120.00 EUR"),
    ("health", "2026-03-08", "Health went from good to poor"),
    ("use", "2026-03-07", "1 event by 1 person"),
    ("health", "2026-03-07", "Health is good"),
    ("ticket_closed", "2026-03-04", "Ticket T-81 closed after 3 days"),
    ("ticket_opened", "2026-03-01", "Ticket T-81 opened"),
    ("note", "2026-03-01", "Note by Ada"),
    ("use", "2025-12-20", "1 event by 1 person"),
    ("use", "2025-05-14", "1 event by 1 person"),
]


def short(entries):
    return [(one["kind"], one["day"], one["title"]) for one in entries]


def test_the_timeline_tells_everything_newest_first(program, happened):
    told = program.read("/accounts/bakery/timeline")
    assert short(told["items"]) == WHOLE
    assert told["next"] is None
    use, call = told["items"][:2]
    assert (use["at"], use["text"], use["data"]) == (None, "open 2, export 1", {"events": 3, "people": 2})
    assert (call["at"], call["key"], call["text"]) == ("2026-03-10T08:00:00Z", "call-1", "Went through the quarter")
    assert told["items"][3]["data"]["amount"] == EUR


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 11, 12])
def test_pages_of_a_timeline_make_the_whole(program, happened, limit):
    found, address = [], f"/accounts/bakery/timeline?limit={limit}"
    while address:
        told = program.read(address)
        assert len(told["items"]) <= limit
        found += told["items"]
        address = told["next"]
    assert short(found) == WHOLE


def test_many_entries_of_one_moment_are_each_told_once(program, bakery):
    at = "2026-03-09T08:00:00Z"
    rows = [{"key": f"n{n}", "account": "bakery", "at": at, "text": "x"} for n in range(120)]
    program.post("/notes/bulk", {"rows": rows})
    program.post("/touchpoints/bulk", {"rows": [{"key": f"t{n}", "account": "bakery", "at": at} for n in range(3)]})
    found, address = [], "/accounts/bakery/timeline?limit=7"
    while address:
        told = program.read(address)
        found += [one["key"] for one in told["items"] if one["key"]]
        address = told["next"]
    assert len(found) == 123
    assert set(found) == {f"n{n}" for n in range(120)} | {f"t{n}" for n in range(3)}


def test_a_timeline_holds_nothing_of_another_account(program, happened):
    program.made("/accounts", {"key": "empty"})
    assert program.read("/accounts/empty/timeline")["items"] == []


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WzEsMiwzLDRd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTksMSwxXQ"])
def test_a_cursor_that_is_none_is_refused(program, bakery, cursor):
    problem(program.get(f"/accounts/bakery/timeline?cursor={cursor}"), 422)
