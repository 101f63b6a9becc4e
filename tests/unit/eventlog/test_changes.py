"""What is new in the log, told by its commits."""

import pytest

from tenure.eventlog.changes import changes_since
from tenure.eventlog.commits import commit_path
from tenure.eventlog.days import NOTE
from tenure.eventlog.tables import events_table
from tests.unit.eventlog.test_seal import Place, track


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def actors(place: Place, version: int) -> list[tuple[str, str | None]]:
    found = changes_since(place.home, "acme", version).actors.to_pylist()
    return sorted(((row["actor"], row["group_id"]) for row in found), key=str)


def test_who_acted_is_told_once_each_with_the_group_they_acted_in(place):
    place.accept(
        track("a"), track("b"), track("c", context={"groupId": "g1"}), track("d", userId=None, anonymousId="x")
    )
    place.accept(track("e", userId=None, anonymousId="x", context={"groupId": "g1"}))
    place.seal()
    assert actors(place, 0) == [("a:x", "g1"), ("a:x", None), ("u:u1", "g1"), ("u:u1", None)]


def test_only_what_came_after_a_version_is_news(place):
    place.accept(track("a", userId="early"))
    version = place.seal()
    place.accept(track("b", userId="late"))
    place.seal()

    found = changes_since(place.home, "acme", version)
    assert actors(place, version) == [("u:late", None)]
    assert (found.version, len(found.files), found.removed) == (version + 1, 1, False)
    nothing = changes_since(place.home, "acme", found.version)
    assert (nothing.version, nothing.files, nothing.actors.num_rows) == (found.version, (), 0)


def test_maintenance_is_not_news(place):
    place.accept(track("a"))
    version = place.seal()
    table = events_table(place.home, "acme")
    from_file = place.log()
    table.write({"2026-03-01": from_file}, replace=table.files(), data_change=False)
    table.write({}, note=NOTE)

    found = changes_since(place.home, "acme", version)
    assert (found.version, found.files, found.actors.num_rows) == (version + 2, (), 0)


def test_what_was_merged_meanwhile_is_still_told(place):
    version = events_table(place.home, "acme").version
    place.accept(track("a"))
    place.seal()
    table = events_table(place.home, "acme")
    table.write({"2026-03-01": place.log()}, replace=table.files(), data_change=False, note=NOTE)
    assert actors(place, version) == [("u:u1", None)]


def test_events_taken_out_are_news(place):
    place.accept(track("a"))
    version = place.seal()
    table = events_table(place.home, "acme")
    table.write({}, replace=table.files())
    assert changes_since(place.home, "acme", version).removed


def test_when_the_log_no_longer_reaches_back_everything_may_have_changed(place):
    for one in "abc":
        place.accept(track(one))
        place.seal()
    table = events_table(place.home, "acme")
    table.checkpoint()
    commit_path(table.log, 1).unlink()

    assert changes_since(place.home, "acme", 0) is None
    assert changes_since(place.home, "acme", 1) is not None
    assert changes_since(place.home, "acme", 99) is None, "a version that is not there: the log was cut back"
