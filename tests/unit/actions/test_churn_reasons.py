"""Can reasons for leaving be named in two levels, renamed, ordered and retired, and does a workspace have some?"""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from tenure.actions.churn_reasons import (
    USUAL,
    ReasonError,
    create_reason,
    move_reason,
    rename_reason,
    restore_reason,
    retire_reason,
)
from tenure.actions.workspaces import create_workspace
from tenure.records.models import AuditEntry, ChurnReason

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def titles(workspace, parent=None):
    found = ChurnReason.objects.filter(workspace=workspace, parent=parent, retired_at=None)
    return [one.title for one in found.order_by("position")]


def usual(workspace):
    tops = ChurnReason.objects.filter(workspace=workspace, parent=None).order_by("position")
    return tuple((one.title, tuple(titles(workspace, one))) for one in tops)


def make(workspace, title, parent=None):
    return create_reason(workspace=workspace, title=title, by="member 7", parent=parent)


def test_a_workspace_is_born_with_the_usual_reasons():
    assert usual(create_workspace(name="Born", by="test")) == USUAL


def test_a_workspace_made_before_gets_the_same_once(workspace):
    migration = import_module("tenure.records.migrations.0010_why_accounts_leave")
    for _ in range(2):
        migration.name_usual_reasons(apps, SimpleNamespace(connection=connection))
        assert usual(workspace) == USUAL


def test_a_new_reason_comes_last_of_its_level_and_is_noted(workspace):
    price = make(workspace, "Price")
    make(workspace, "Product")
    finer = make(workspace, "  Too   dear ", price.pk)
    assert titles(workspace) == ["Price", "Product"]
    assert titles(workspace, price) == ["Too dear"]
    entry = AuditEntry.objects.get(record=finer.pk)
    assert (entry.by, entry.verb, entry.noun, entry.before) == ("member 7", "create", "churn_reason", None)
    assert entry.after["title"] == "Too dear"


def test_a_title_is_there_once_in_its_level(workspace):
    price = make(workspace, "Price")
    make(workspace, "Other", price.pk)
    with pytest.raises(ReasonError, match="There is a reason “Price” here already"):
        make(workspace, "PRICE")
    other = make(workspace, "Other")
    with pytest.raises(ReasonError, match="already"):
        rename_reason(workspace=workspace, number=other.pk, title="price", by="member 7")


@pytest.mark.parametrize("title", ["", "   ", "x" * 101])
def test_a_reason_without_a_name_or_with_a_very_long_one_is_refused(workspace, title):
    with pytest.raises(ReasonError, match="at most 100 characters"):
        make(workspace, title)


def test_there_is_no_third_level(workspace):
    finer = make(workspace, "Too dear", make(workspace, "Price").pk)
    with pytest.raises(ReasonError, match="two levels"):
        make(workspace, "Far too dear", finer.pk)


def test_a_reason_of_another_workspace_is_not_there(workspace, other_workspace):
    theirs = make(other_workspace, "Price")
    for change in (retire_reason, restore_reason):
        with pytest.raises(ReasonError, match="no longer there"):
            change(workspace=workspace, number=theirs.pk, by="member 7")
    with pytest.raises(ReasonError, match="no longer there"):
        make(workspace, "Too dear", theirs.pk)


def test_a_retired_reason_is_no_longer_offered_and_counts_again_when_named_anew(workspace):
    price = make(workspace, "Price")
    retire_reason(workspace=workspace, number=price.pk, by="member 7")
    assert titles(workspace) == []
    assert make(workspace, "price").pk == price.pk
    assert titles(workspace) == ["price"]
    retire_reason(workspace=workspace, number=price.pk, by="member 7")
    restore_reason(workspace=workspace, number=price.pk, by="member 7")
    assert titles(workspace) == ["price"]


def test_reasons_change_places(workspace):
    a, _, c = (make(workspace, title) for title in "ABC")
    move_reason(workspace=workspace, number=c.pk, position=0, by="member 7")
    assert titles(workspace) == ["C", "A", "B"]
    move_reason(workspace=workspace, number=a.pk, position=99, by="member 7")
    assert titles(workspace) == ["C", "B", "A"]


def test_what_changes_nothing_is_not_noted(workspace):
    price = make(workspace, "Price")
    rename_reason(workspace=workspace, number=price.pk, title="Price", by="member 7")
    assert AuditEntry.objects.filter(noun="churn_reason").count() == 1
