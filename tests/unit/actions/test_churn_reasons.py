"""Can reasons for leaving be named in two levels, renamed and retired, and is every workspace born with some?"""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tenure.actions.churn_reasons import USUAL, ReasonRefused, add_reason, rename_reason, retire_reason
from tenure.actions.workspaces import create_workspace
from tenure.records.models import AuditEntry, ChurnReason

pytestmark = pytest.mark.django_db


def titles(workspace, parent=None):
    found = ChurnReason.objects.filter(workspace=workspace, parent=parent, retired_at=None)
    return tuple(one.title for one in found.order_by("position"))


def all_of(workspace):
    tops = ChurnReason.objects.filter(workspace=workspace, parent=None, retired_at=None).order_by("position")
    return {one.title: titles(workspace, one) for one in tops}


def add(workspace, title, parent=None):
    return add_reason(workspace=workspace, title=title, by="member 7", parent_id=parent)


def test_a_workspace_is_born_with_the_usual_reasons():
    assert all_of(create_workspace(name="Born", by="test")) == USUAL


def test_a_workspace_made_before_gets_the_same_once(workspace):
    migration = import_module("tenure.records.migrations.0010_why_accounts_leave")
    for _ in range(2):
        migration.give_usual_reasons(apps, SimpleNamespace(connection=connection))
        assert all_of(workspace) == USUAL


def test_a_new_reason_comes_last_of_its_level_and_is_noted(workspace):
    price = add(workspace, "Price")
    add(workspace, "Product")
    finer = add(workspace, "  Too   dear ", price.pk)
    assert all_of(workspace) == {"Price": ("Too dear",), "Product": ()}
    entry = AuditEntry.objects.get(record=finer.pk)
    assert (entry.by, entry.verb, entry.before) == ("member 7", "create", None)


def test_a_title_is_there_once_in_its_level(workspace):
    price = add(workspace, "Price")
    add(workspace, "Other", price.pk)
    with pytest.raises(ReasonRefused, match="already"):
        add(workspace, "Price")
    other = add(workspace, "Other")
    with pytest.raises(ReasonRefused, match="already"):
        rename_reason(workspace=workspace, reason_id=other.pk, title="Price", by="member 7")


@pytest.mark.parametrize("title", ["", "   ", "x" * 101])
def test_a_reason_without_a_name_or_with_a_very_long_one_is_refused(workspace, title):
    with pytest.raises(ReasonRefused, match="at most 100 characters"):
        add(workspace, title)


def test_there_is_no_third_level(workspace):
    finer = add(workspace, "Too dear", add(workspace, "Price").pk)
    with pytest.raises(ReasonRefused):
        add(workspace, "Far too dear", finer.pk)


def test_a_reason_of_another_workspace_is_not_there(workspace, other_workspace):
    theirs = add(other_workspace, "Price")
    assert not retire_reason(workspace=workspace, reason_id=theirs.pk, by="member 7")
    assert not rename_reason(workspace=workspace, reason_id=theirs.pk, title="Ours", by="member 7")
    with pytest.raises(ReasonRefused):
        add(workspace, "Too dear", theirs.pk)


def test_a_retired_reason_goes_with_its_finer_ones_and_comes_back_when_named_anew(workspace):
    price = add(workspace, "Price")
    finer = add(workspace, "Too dear", price.pk)
    retire_reason(workspace=workspace, reason_id=price.pk, by="member 7")
    assert all_of(workspace) == {}
    finer.refresh_from_db()
    assert finer.retired_at is not None
    assert add(workspace, "Price").pk == price.pk
