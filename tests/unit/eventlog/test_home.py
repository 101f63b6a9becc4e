"""Where things are kept."""

from pathlib import Path

import pytest

from tenure.eventlog.home import Home

HOME = Home(Path("/data"))


def test_each_workspace_has_a_folder_of_its_own():
    assert HOME.events("acme") == Path("/data/log/acme/events")
    assert HOME.days("a") == Path("/data/log/a/days")
    assert HOME.spans("acme-2").parent == HOME.facts("acme-2").parent == HOME.log("acme-2")
    assert HOME.spool == Path("/data/spool.sqlite3")


@pytest.mark.parametrize("name", ["", "..", "../etc", "a/b", "Acme", "a b", "-a", "a-", ".", "a\n", "é", "a" * 65])
def test_what_is_not_a_plain_slug_cannot_name_a_workspace(name):
    with pytest.raises(ValueError, match="cannot name a workspace"):
        HOME.log(name)


def test_workspaces_with_a_log_are_listed(tmp_path):
    home = Home(tmp_path)
    assert home.workspaces() == []
    home.events("rival").mkdir(parents=True)
    home.events("acme").mkdir(parents=True)
    (home.logs / ".hidden").mkdir()
    assert home.workspaces() == ["acme", "rival"]
