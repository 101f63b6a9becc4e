"""Settings of a workspace and what it sells: changed with before and after, refused with a sentence."""

from datetime import time

import pytest

from tenure.actions.options import OptionRefused, add_option, change_option, restore_option, retire_option
from tenure.actions.workspace_settings import SettingRefused, change_workspace
from tenure.actions.workspaces import create_workspace
from tenure.records.models import Account, AuditEntry, Option, StaleAccount, Workspace
from tests.factories import EPOCH_TIME

pytestmark = pytest.mark.django_db


def change(workspace, **values):
    return change_workspace(workspace=workspace, by="member 7", **values)


def test_what_changed_is_in_the_audit_and_nothing_else(workspace):
    assert change(workspace, name="Acme Group", currency="eur", work_from=time(8))
    entry = AuditEntry.objects.get(workspace=workspace)
    assert (entry.by, entry.verb, entry.noun) == ("member 7", "change", "workspace")
    assert entry.before == {"name": "Acme", "work_from": "09:00"}
    assert entry.after == {"name": "Acme Group", "work_from": "08:00"}
    assert not change(workspace, name="Acme Group")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        *(({"currency": said}, "currency") for said in ("COINS", "XXX", "ABC", "DEM", "XTS", "")),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"stages": " \n "}, "stages"),
        ({"stages": "x" * 61}, "stages"),
        ({"work_days": ""}, "work_days"),
        ({"work_days": "18"}, "work_days"),
        ({"work_from": time(18)}, "work_until"),
        ({"hourly_cost": -1}, "hourly_cost"),
        ({"lapse_days": 0}, "lapse_days"),
        ({"tasks_a_day": 101}, "tasks_a_day"),
        ({"commit_share": 101}, "commit_share"),
        ({"at_risk_share": -1}, "at_risk_share"),
        ({"likely_share": 95}, "likely_share"),
        ({"at_risk_share": 70}, "likely_share"),
        ({"retention_window": "quarter"}, "retention_window"),
    ],
)
def test_a_setting_that_cannot_be_is_named_and_nothing_changes(workspace, values, field):
    with pytest.raises(SettingRefused) as refused:
        change(workspace, **values)
    assert refused.value.field == field
    assert not AuditEntry.objects.exists()


def test_stages_are_tidied_and_told_once(workspace):
    change(workspace, stages=" New \n\nOld\nNew", work_days="531")
    workspace.refresh_from_db()
    assert (workspace.stages, workspace.work_days) == ("New\nOld", "135")


def test_what_facts_read_makes_every_account_be_computed_again(workspace):
    Account.objects.create(workspace=workspace, key="bakery", created_at=EPOCH_TIME)
    change(workspace, name="Acme Group")
    assert not StaleAccount.objects.exists()
    change(workspace, lapse_days=90)
    assert StaleAccount.objects.filter(workspace=workspace).count() == 1


def test_an_option_is_sold_changed_retired_and_sold_again(workspace):
    row = add_option(workspace=workspace, name=" Push  message ", by="test", minutes=20, mrr=4_900)
    assert (row.name, row.kind, row.minutes, row.mrr) == ("Push message", "option", 20, 4_900)
    said = {"kind": "service", "minutes": None, "mrr": 5_900}
    assert change_option(workspace=workspace, option_id=row.pk, name="Push", by="test", **said)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.before["mrr"], entry.after["mrr"]) == (4_900, 5_900)
    assert retire_option(workspace=workspace, option_id=row.pk, by="test")
    assert not retire_option(workspace=workspace, option_id=row.pk, by="test")
    assert restore_option(workspace=workspace, option_id=row.pk, by="test")


def test_a_name_is_sold_once_and_a_retired_one_comes_back(workspace):
    row = add_option(workspace=workspace, name="Push", by="test")
    with pytest.raises(OptionRefused, match="in the list already"):
        add_option(workspace=workspace, name="Push", by="test")
    retire_option(workspace=workspace, option_id=row.pk, by="test")
    assert add_option(workspace=workspace, name="Push", by="test", kind="service").pk == row.pk
    other = add_option(workspace=workspace, name="Chat", by="test")
    with pytest.raises(OptionRefused, match="in the list already"):
        change_option(
            workspace=workspace, option_id=other.pk, name="Push", kind="option", minutes=None, mrr=None, by="test"
        )


@pytest.mark.parametrize("said", [{"name": " "}, {"kind": "thing"}, {"minutes": -1}, {"mrr": -1}])
def test_an_option_that_cannot_be_is_refused(workspace, said):
    with pytest.raises(OptionRefused):
        add_option(workspace=workspace, by="test", **{"name": "Push"} | said)
    assert not Option.objects.exists()


def test_another_workspaces_options_stay_as_they_are(workspace, other_workspace):
    theirs = add_option(workspace=other_workspace, name="Push", by="test")
    assert not retire_option(workspace=workspace, option_id=theirs.pk, by="test")
    said = {"name": "Ours", "kind": "option", "minutes": None, "mrr": None}
    assert not change_option(workspace=workspace, option_id=theirs.pk, by="test", **said)


@pytest.mark.parametrize("currency", ["XXX", "euros and cents", ""])
def test_no_workspace_is_made_with_a_currency_that_is_none(db, currency):
    with pytest.raises(ValueError, match="is no currency: write its three letters"):
        create_workspace(name="New", by="test", currency=currency)
    assert not Workspace.objects.exists()
