"""Whom does an incident affect: by asset, version, option, platform, usage and traits?"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.answers.affected import UnknownToRule, affected, sentence
from tenure.records.models import Account, AssetHistory, Contract, ContractLine
from tenure.rules.parse import parse
from tests.business_rows import EPOCH_TIME, make_asset
from tests.factories import make_account

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def app(account, platform, version=None, **more):
    asset = make_asset(account, **more, **({"version": version} if version else {}))
    type(asset).objects.filter(pk=asset.pk).update(platform=platform)
    return asset


def buys(account, option, starts="2026-01-01", ends=None):
    of = {"workspace": account.workspace}
    contract = Contract.objects.create(**of, account=account, key=f"{account.key}-{option}", created_at=EPOCH_TIME)
    dates = {"starts_on": date.fromisoformat(starts), "ends_on": ends and date.fromisoformat(ends)}
    ContractLine.objects.create(**of, contract=contract, option=option, **dates)


def found(workspace, rule):
    numbers = affected(workspace, parse(rule))
    names = dict(Account.objects.values_list("pk", "key"))
    return [names[number] for number in numbers]


def eq(fact, value):
    return {"fact": fact, "op": "eq", "value": value}


def test_platform_and_version_are_those_of_one_app(workspace, other_workspace):
    both, apart, other = (make_account(workspace, key) for key in ("both", "apart", "other"))
    app(both, "iOS", "3.1"), app(both, "Android", "2.0")
    app(apart, "iOS", "2.0"), app(apart, "Android", "3.1")
    app(other, "iOS")
    app(make_account(other_workspace, "theirs"), "iOS", "3.1")
    rule = {"all": [eq("asset_platform", "iOS"), eq("asset_version", "3.1")]}
    assert found(workspace, rule) == ["both"]
    assert found(workspace, eq("asset_platform", "iOS")) == ["both", "apart", "other"]
    assert sentence(parse(rule)) == "platform is “iOS” and version is “3.1”"


def test_the_version_of_today_counts_and_what_is_run_no_more_does_not(workspace):
    one, two = make_account(workspace, "one"), make_account(workspace, "two")
    asset = app(one, "iOS", "3.1")
    AssetHistory.objects.create(
        workspace=workspace, asset=asset, name="version", value="3.2", since="2026-03-01T00:00Z"
    )
    app(two, "iOS", "3.2", retired_on=date(2026, 3, 4))
    assert found(workspace, eq("asset_version", "3.2")) == ["one"]
    assert found(workspace, eq("asset_version", "3.1")) == []


def test_options_count_while_they_are_bought(workspace):
    one, over, ahead = (make_account(workspace, key) for key in ("one", "over", "ahead"))
    buys(one, "Booking"), buys(one, "Shop")
    buys(over, "Booking", ends="2026-03-04")
    buys(ahead, "Booking", starts="2026-03-05")
    assert found(workspace, eq("option", "Booking")) == ["one"]
    assert found(workspace, {"fact": "option", "op": "in", "value": ["Booking", "Print"]}) == ["one"]


def test_usage_traits_and_what_they_have_go_together(workspace):
    used = {"active_days_28": 5, "trait.System version": "v7.2"}
    for key, facts in {
        "on": used,
        "idle": used | {"active_days_28": 0},
        "else": used | {"trait.System version": "v7"},
    }.items():
        app(make_account(workspace, key, key, facts), "iOS")
    rule = {
        "all": [
            eq("trait.System version", "v7.2"),
            {"fact": "active_days_28", "op": "ge", "value": 1},
            {"any": [eq("asset_platform", "iOS"), eq("option", "Booking")]},
        ]
    }
    assert found(workspace, rule) == ["on"]


def test_who_left_is_not_affected(workspace):
    make_account(workspace, "here", "Here", {"events_28": 1})
    make_account(workspace, "gone", "Gone", {"events_28": 1, "is_former": True})
    assert found(workspace, {"fact": "events_28", "op": "known"}) == ["here"]
    assert found(workspace, {"any": [{"fact": "events_28", "op": "known"}, eq("option", "Booking")]}) == ["here"]


def test_an_account_that_was_never_scored_is_looked_at_too(workspace):
    make_account(workspace, "new")
    unknown = {"not": {"fact": "events_28", "op": "known"}}
    assert found(workspace, unknown) == found(workspace, {"any": [unknown, eq("option", "Booking")]}) == ["new"]


def test_a_name_that_is_no_fact_is_told(workspace):
    with pytest.raises(UnknownToRule, match="“visits_28”, and there is no such fact"):
        affected(workspace, parse({"not": eq("visits_28", 3)}))
