"""Who is noted to be told of an alert, and for when?"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.notices import Chosen, NoticesRefused, choose, forget_chat, note_alerts, note_text
from tenure.actions.secret_text import decrypt
from tenure.channels.chat import NoChat
from tenure.records.models import Alert, AuditEntry, Member, Notice, NoticeChoice, Team
from tests.unit.actions.telling import NOON, opened, signal_of, somebody

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
DEFAULT = Chosen("mine", "never", "never", 9, 17, "12345", "")


def chosen(**more) -> Chosen:
    return Chosen(**{name: getattr(DEFAULT, name) for name in DEFAULT.__slots__} | more)


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def silent(workspace):
    return signal_of(workspace)


def noted() -> list[tuple[str, str, datetime]]:
    rows = Notice.objects.order_by("member__name", "way")
    return [(row.member.name, row.way, row.due_at) for row in rows.select_related("member")]


def test_who_chose_nothing_is_told_nothing(workspace, silent):
    opened(silent, "smit", somebody(workspace, "Ann"))
    assert noted() == []


def test_each_way_has_its_own_time(workspace, silent):
    opened(silent, "smit", somebody(workspace, "Ann", by_email="daily", by_chat="at once"))
    assert noted() == [("Ann", "chat", NOON), ("Ann", "email", MONDAY)]


def test_mine_my_teams_and_all(workspace, silent):
    team, other = (Team.objects.create(workspace=workspace, name=name, created_at=NOON) for name in ("North", "South"))
    owner = somebody(workspace, "Owner", team=team, by_email="at once")
    somebody(workspace, "Mate", team=team, by_email="at once", scope="team")
    somebody(workspace, "Southerner", team=other, by_email="at once", scope="team")
    somebody(workspace, "Alone", by_email="at once", scope="team")
    somebody(workspace, "Boss", by_email="at once", scope="all")
    somebody(workspace, "Other", team=team, by_email="at once", scope="mine")
    opened(silent, "smit", owner)
    assert [name for name, _, _ in noted()] == ["Boss", "Mate", "Owner"]


def test_what_is_for_everybody_is_told_to_everybody_who_wants_to_be_told(workspace, silent):
    somebody(workspace, "Ann", by_email="at once")
    somebody(workspace, "Quiet")
    opened(silent, "smit")
    assert [name for name, _, _ in noted()] == ["Ann"]


def test_nobody_elsewhere_is_told(workspace, other_workspace, silent):
    somebody(other_workspace, "Rival", by_email="at once", scope="all")
    opened(silent, "smit")
    assert noted() == []


@pytest.mark.parametrize("fact", ["sentiment", "margin"])
def test_sellers_are_not_told_what_they_may_not_see(workspace, fact):
    for role in Member.Role:
        somebody(workspace, role.capitalize(), role=role, by_email="at once", scope="all")
    opened(signal_of(workspace, rule={"not": {"fact": fact, "op": "ge", "value": 3}}), "smit")
    assert {name for name, _, _ in noted()} == {role.capitalize() for role in Member.Role} - {"Sales"}


def test_sellers_are_not_told_what_is_settled_by_what_they_may_not_see(workspace):
    somebody(workspace, "Sales", role=Member.Role.SALES, by_email="at once", scope="all")
    opened(signal_of(workspace, resolves={"fact": "sentiment", "op": "ge", "value": 3}), "smit")
    opened(signal_of(workspace, slug="other"), "jansen")
    assert [row.account.key for row in Notice.objects.all()] == ["jansen"]


def test_a_signal_that_cannot_be_read_any_more_is_told_to_who_sees_everything(workspace, silent):
    for role in (Member.Role.SALES, Member.Role.VIEWER):
        somebody(workspace, role.capitalize(), role=role, by_email="at once", scope="all")
    silent.definition = {"rule": {"fact": "sentiment", "op": "rises", "value": 3}}
    silent.save()
    opened(silent, "smit")
    assert [name for name, _, _ in noted()] == ["Viewer"]


def test_whoever_stands_in_is_told_in_the_owners_stead(workspace, silent):
    cover = somebody(workspace, "Cover", by_email="at once")
    away = {"away_from": date(2026, 11, 20), "away_until": date(2026, 11, 27)}
    opened(silent, "smit", somebody(workspace, "Away", cover=cover, by_email="at once", **away))
    assert noted() == [("Cover", "email", NOON)]


def test_who_is_away_with_nobody_standing_in_is_told_when_back(workspace, silent):
    away = {"away_from": date(2026, 11, 20), "away_until": date(2026, 11, 25)}
    opened(silent, "smit", somebody(workspace, "Away", by_email="at once", **away))
    assert noted() == [("Away", "email", datetime(2026, 11, 26, 9, tzinfo=UTC))]


def test_who_left_is_told_nothing(workspace, silent):
    gone = somebody(workspace, "Gone", by_email="at once", scope="all")
    Member.objects.filter(pk=gone.pk).update(ended_at=NOON)
    opened(silent, "smit", gone)
    assert noted() == []


def test_working_hours_are_those_of_the_members_own_place(workspace, silent):
    workspace.time_zone = "Europe/Amsterdam"
    workspace.save()
    somebody(workspace, "Here", by_email="at once", scope="all", ends_at=13)  # one there: over
    somebody(workspace, "New York", by_email="at once", scope="all", time_zone="America/New_York")  # seven there
    somebody(workspace, "Night", by_email="at once", scope="all", starts_at=0, ends_at=24, days="1234567")
    opened(silent, "smit")
    assert noted() == [
        ("Here", "email", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("New York", "email", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("Night", "email", NOON),
    ]


def test_an_alert_is_noted_once(workspace, silent):
    alert = opened(silent, "smit", somebody(workspace, "Ann", by_email="at once"))
    note_alerts(workspace, [alert])
    assert len(noted()) == 1


def test_what_ended_or_rests_is_not_noted(workspace, silent):
    owner = somebody(workspace, "Ann", by_email="at once")
    ended, snoozed, woken = (opened(silent, key, owner, note=False) for key in ("one", "two", "three"))
    ended.ended_at = NOON
    snoozed.snoozed_until = date(2026, 11, 21)
    woken.snoozed_until = date(2026, 11, 20)
    note_alerts(workspace, [ended, snoozed, woken])
    assert [row.account.key for row in Notice.objects.all()] == ["three"]


def test_ten_thousand_alerts_are_noted_with_few_queries(workspace, silent, django_assert_max_num_queries):
    owner = somebody(workspace, "Ann", by_email="daily")
    alerts = [opened(silent, f"a{n}", owner, note=False) for n in range(50)]
    with django_assert_max_num_queries(6):
        note_alerts(workspace, list(Alert.objects.filter(pk__in=[one.pk for one in alerts])))
    assert Notice.objects.count() == 50


def test_a_play_tells_some_members_in_its_own_words(workspace, silent):
    ann, ben = somebody(workspace, "Ann", by_chat="at once"), somebody(workspace, "Ben")
    somebody(workspace, "Cas", by_chat="at once", scope="all")
    for _ in range(2):
        note_text(workspace, [ann.pk, ben.pk], "play run:1:2", "Smit is ready for a review.")
    assert noted() == [("Ann", "chat", NOON)]
    assert Notice.objects.get().text == "Smit is ready for a review."


def test_a_choice_is_kept_with_its_chat_encrypted_and_the_audit_without_it(workspace, member):
    assert choose(member=member, chosen=chosen(by_chat="daily"), chat=f" {SLACK} ", by="member 1")
    row = NoticeChoice.objects.get()
    assert (row.by_chat, decrypt(row.chat)) == ("daily", SLACK)
    assert SLACK not in row.chat
    said = list(AuditEntry.objects.order_by("pk").values_list("verb", "noun", "before", "after"))
    assert said == [
        ("change", "notice_choice", {"by_chat": "never"}, {"by_chat": "daily"}),
        ("set_chat", "notice_choice", None, {"chat": "Slack"}),
    ]


def test_a_choice_keeps_the_chat_there_was_until_it_is_forgotten(workspace, member):
    choose(member=member, chosen=chosen(by_chat="daily"), chat=SLACK, by="test")
    choose(member=member, chosen=chosen(by_chat="at once"), chat="", by="test")
    assert decrypt(NoticeChoice.objects.get().chat) == SLACK
    assert forget_chat(member=member, by="test")
    assert NoticeChoice.objects.values_list("chat", "by_chat").get() == ("", "never")
    assert not forget_chat(member=member, by="test")


@pytest.mark.parametrize(
    ("more", "chat", "why"),
    [
        ({"by_chat": "daily"}, "", "Write the address"),
        ({"by_chat": "daily"}, "https://10.0.0.7/", "no address of a chat"),
        ({"starts_at": 17}, "", "end after it starts"),
        ({"days": ""}, "", "at least one day"),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_nothing_is_kept(workspace, member, more, chat, why):
    with pytest.raises((NoticesRefused, NoChat), match=why):
        choose(member=member, chosen=chosen(**more), chat=chat, by="test")
    assert not NoticeChoice.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_waits_follows_a_change_of_mind(workspace, silent):
    owner = somebody(workspace, "Ann", by_email="daily")
    opened(silent, "smit", owner)
    assert noted() == [("Ann", "email", MONDAY)]
    choose(member=owner, chosen=chosen(by_email="at once", starts_at=8), chat="", by="test")
    assert noted() == [("Ann", "email", NOON)]
    choose(member=owner, chosen=chosen(by_email="daily", starts_at=8), chat="", by="test")
    assert noted() == [("Ann", "email", MONDAY - timedelta(hours=1))]
