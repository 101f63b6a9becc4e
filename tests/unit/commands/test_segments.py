"""`tenure segments`."""

import json

import pytest
from click.testing import CliRunner

from tenure.actions.segments import create_segment
from tenure.commands import segments
from tenure.records.models import SegmentMember
from tenure.rules.parse import parse
from tests.factories import make_account


@pytest.fixture
def some(workspace):
    """One with a member, and one without."""
    rule = parse({"fact": "active_days_28", "op": "le", "value": 5})
    quiet = create_segment(workspace=workspace, name="Quiet ones", rule=rule, by="test")
    create_segment(workspace=workspace, name="Others", rule=rule, by="test")
    account = make_account(workspace, "bakery")
    SegmentMember.objects.create(workspace=workspace, segment=quiet, account=account, since=quiet.created_at)


def told(*arguments):
    found = CliRunner().invoke(segments.command, [*arguments, "--json"])
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


@pytest.mark.usefixtures("some")
def test_segments_are_told_by_name_with_their_sentence():
    assert [row["slug"] for row in told()] == ["others", "quiet-ones"]
    (one,) = told("--segment", "quiet-ones")
    assert (one["size"], one["says"]) == (1, "active days in the last 28 days is at most 5")


@pytest.mark.usefixtures("some")
def test_members_of_one_are_told():
    assert [row["account"] for row in told("--segment", "quiet-ones", "--members")] == ["bakery"]
    assert told("--segment", "others", "--members") == []


@pytest.mark.usefixtures("some")
def test_a_segment_that_is_not_there_is_a_wrong_call():
    found = CliRunner().invoke(segments.command, ["--segment", "nobody"])
    assert found.exit_code == 2
    assert "There are: others, quiet-ones." in found.output


@pytest.mark.usefixtures("some")
def test_people_read_a_table():
    assert "being counted" in CliRunner().invoke(segments.command, []).stdout
