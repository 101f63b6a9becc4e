"""Story 10: large accounts must not fall below 60; one at 58 would be average elsewhere and is poor here, and says why.

A member overrides with a reason until Friday; on Saturday the computed band is back.
"""

from dataclasses import replace

import pytest

from tenure.actions.scorecards import publish
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.calc.scorecards import READY_MADE
from tenure.records.models import AuditEntry, HealthChange

NAMES = {"groot": "De Groot", "klein": "Klein"}
ACCOUNTS = "Account ID;Name\ngroot;De Groot\nklein;Klein\n"
CONTRACTS = (
    "Account ID;Product;Start;End;MRR;Currency\n"
    "groot;App;2025-10-01;2026-10-01;4800;EUR\n"
    "klein;App;2025-10-01;2026-10-01;90;EUR\n"
)
# 9 of 20 days of 40 points and 40 of 60 events of 60 points make 18 + 40 = 58.
JANAS_CARD = Scorecard(
    "jana",
    "Jana's own",
    (
        Measure("Days of use", "Usage", "active_days_28", 0, 20, 40),
        Measure("Events", "Usage", "events_28", 0, 60, 60),
    ),
    hard_rules=READY_MADE["saas"][1].hard_rules,
)
DAYS = [f"2026-04-{day}" for day in range(27, 31)] + [f"2026-05-0{day}" for day in range(4, 9)]
TUESDAY, WEDNESDAY, FRIDAY, SATURDAY = "2026-05-12", "2026-05-13", "2026-05-15", "2026-05-16"
REASON = "Their app is being rebuilt; they told us they will be quiet"
BELOW = "The score of 58 is below this account's minimum of 60."


def day_of_use(key: str, day: str, events: int) -> list[dict[str, object]]:
    who = {"userId": f"{key}-user", "context": {"groupId": key}}
    calls: list[dict[str, object]] = [
        {"type": "group", "userId": who["userId"], "groupId": key, "messageId": f"g-{key}-{day}"}
    ]
    pushes = ({"type": "track", "event": "Push sent", "messageId": f"{key}-{day}-{n}", **who} for n in range(events))
    return [*calls, *pushes]


@pytest.fixture
def at_58(story):
    """Two accounts, large and small, that both used the product on 9 days, 40 times in all."""
    story.at(DAYS[0], "08:00")
    publish(workspace=story.workspace, card=JANAS_CARD, by="command", position=0)
    assert story.import_csv("accounts", ACCOUNTS)["created"] == 2
    assert story.import_csv("contracts", CONTRACTS)["failed"] == 0
    for number, day in enumerate(DAYS):
        story.at(day, "14:00")
        for key in NAMES:
            story.capture(*day_of_use(key, day, 4 if number else 8))
        story.pass_by()
    story.at(TUESDAY)
    story.pass_by()
    return story


def changes(story, key: str) -> list[tuple[str, str]]:
    rows = HealthChange.objects.filter(workspace=story.workspace, account__key=key).order_by("at", "pk")
    return list(rows.values_list("band_before", "band"))


def test_an_account_at_58_is_poor_where_the_minimum_is_60_and_average_elsewhere(at_58):
    story = at_58
    assert {key: (story.shown(key).score, story.shown(key).band) for key in NAMES} == dict.fromkeys(
        NAMES, (58, "average")
    )

    story.submit("/accounts/groot/minimum", minimum=60)
    story.pass_by()

    groot, klein = story.shown("groot"), story.shown("klein")
    assert (groot.score, groot.band, groot.computed_band) == (58, "poor", "poor")
    assert (klein.score, klein.band) == (58, "average")
    assert changes(story, "groot")[-1] == ("average", "poor")
    last = HealthChange.objects.filter(account__key="groot").latest("pk")
    assert last.cause == BELOW
    assert BELOW in story.page("/accounts/groot")
    assert BELOW not in story.page("/accounts/klein")
    (told,) = story.command("health", "--account", "groot")
    assert (told["score"], told["band"]) == (58, "poor")
    assert sum(reason["points"] for reason in told["reasons"]) == told["score"]
    entry = AuditEntry.objects.get(workspace=story.workspace, verb="set_field", after__minimum_score=60)
    assert (entry.by, entry.before) == (f"member {story.owner.pk}", {"minimum_score": None})


def test_an_override_holds_until_friday_and_on_saturday_the_computed_band_is_back(at_58):
    story = at_58
    story.submit("/accounts/groot/minimum", minimum=60)
    story.pass_by()
    story.submit("/accounts/groot/override", band="good", reason=REASON, until=FRIDAY)
    story.pass_by()
    for day, time in ((TUESDAY, "09:00"), (WEDNESDAY, "00:05"), (WEDNESDAY, "18:00"), (FRIDAY, "23:59")):
        story.at(day, time)
        if time == "18:00":  # recomputed for another reason, it still holds
            story.capture({"type": "identify", "userId": "groot-user", "traits": {"role": "chef"}, "messageId": "i1"})
        story.pass_by()
        groot = story.shown("groot")
        assert (groot.band, groot.computed_band, groot.score) == ("good", "poor", 58), (day, time)
    page = story.page("/accounts/groot")
    assert REASON in page
    assert BELOW in page

    story.at(SATURDAY, "00:01")
    story.pass_by()

    groot = story.shown("groot")
    assert (groot.band, groot.computed_band, groot.score) == ("poor", "poor", 58)
    assert groot.detail["override"] is None
    assert REASON not in story.page("/accounts/groot")
    assert changes(story, "groot")[-3:] == [("average", "poor"), ("poor", "good"), ("good", "poor")]
    assert changes(story, "klein")[-1][1] == "average"
    verbs = AuditEntry.objects.filter(workspace=story.workspace, noun="override").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["create", "expire"]
    (friday,) = story.command("health", "--account", "groot", "--as-of", WEDNESDAY)
    assert (friday["band"], friday["computed_band"]) == ("good", "poor")


def test_the_minimum_counts_beneath_every_scorecard(at_58):
    """A workspace that changes its bands keeps what was agreed on for an account."""
    story = at_58
    story.submit("/accounts/groot/minimum", minimum=60)
    generous = replace(JANAS_CARD, bands=replace(JANAS_CARD.bands, good=50, average=20))
    publish(workspace=story.workspace, card=generous, by=f"member {story.owner.pk}")
    story.pass_by()
    assert (story.shown("groot").band, story.shown("klein").band) == ("poor", "good")
