"""Are members told what waits for them, once, in their words and hours, also by a server that was down for a day?"""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connections

from tenure import clock
from tenure.actions import notice_telling
from tenure.actions.alerts import fire_due
from tenure.actions.notice_telling import CLAIM, GAP, WAITS, Turn, due, tell
from tenure.actions.notices import note_text
from tenure.records.models import Account, Alert, Member, Notice, NoticeChoice, SignalState
from tenure.rounds.notices import tell_members
from tests.unit.actions.telling import NOON, chat_server, mail_server, opened, signal_of, somebody

State = Notice.State
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def mail(settings):
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def chat(settings):
    with chat_server(settings) as chat:
        yield chat


@pytest.fixture
def silent(workspace):
    return signal_of(workspace)


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_an_alert_is_mailed_once_with_its_sentence_its_place_and_why_it_came(workspace, silent, mail):
    opened(silent, "bakker/smit", somebody(workspace, "Ann", by_email="at once"))
    assert tell_members(workspace)
    assert not tell_members(workspace)
    [letter] = mail.letters
    assert (letter["To"], letter["Subject"]) == ("ann@example.com", "Bakker/Smit: Gone silent")
    assert letter["Auto-Submitted"] == "auto-generated"
    plain, html = letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()
    for body in (plain, html):
        assert "https://tenure.example/w/acme/accounts/bakker~2Fsmit" in body
        assert "You get this because you asked to be told of the alerts of your own accounts." in body
        assert "https://tenure.example/w/acme/me#notices" in body
    row = Notice.objects.get()
    assert (row.state, row.sent_at, row.leased_until) == (State.SENT, NOON, None)


def test_a_signal_that_fires_reaches_whoever_owns_the_account(workspace, silent, mail):
    owner = somebody(workspace, "Ann", by_email="at once")
    smit = Account.objects.create(workspace=workspace, key="smit", name="Smit", owner=owner, created_at=NOON)
    SignalState.objects.create(
        workspace=workspace, signal=silent, account=smit, since=NOON, due_at=NOON, values={"last_event_days": 20}
    )
    assert fire_due(workspace=workspace, at=NOON) == 1
    tell_members(workspace)
    assert [letter["Subject"] for letter in mail.to("ann@example.com")] == ["Smit: Last seen 20 days ago"]


def test_a_digest_is_one_letter_a_day_with_the_worst_first(workspace, silent, mail, travel):
    other = signal_of(workspace, slug="overdue", name="Invoice overdue")
    owner = somebody(workspace, "Ann", by_email="daily")
    opened(silent, "smit", owner, "low")
    opened(silent, "jansen", owner, "high")
    opened(other, "jansen", owner, "high")
    opened(other, "smit", owner, "medium")
    assert not tell_members(workspace)
    travel.move_to(MONDAY)
    tell_members(workspace)
    [letter] = mail.letters
    assert letter["Subject"] == "4 things to look at, 2 of high severity"
    lines = [line.strip() for line in letter.get_body(("plain",)).get_content().splitlines() if line.strip()]
    accounts = "https://tenure.example/w/acme/accounts"
    assert lines[: lines.index("--")] == [
        "High severity", f"Jansen  {accounts}/jansen", "- Gone silent", "- Invoice overdue",
        "Medium severity", f"Smit  {accounts}/smit", "- Invoice overdue",
        "Low severity", f"Smit  {accounts}/smit", "- Gone silent",
    ]  # fmt: skip


def test_names_are_no_part_of_the_page(workspace, silent, mail):
    opened(silent, "smit", somebody(workspace, "Ann", by_email="at once"), note=True)
    Account.objects.update(name="<b>Smit</b>\r\nBcc: all@example.com")
    tell_members(workspace)
    [letter] = mail.letters
    assert "&lt;b&gt;Smit" in letter.get_body(("html",)).get_content()
    assert letter["Bcc"] is None


def test_a_message_speaks_the_members_language(workspace, silent, mail):
    for name, language in (("Piet", "nl"), ("Olga", "ru")):
        member = somebody(workspace, name, by_email="at once", scope="all", language=language)
        assert member.language == language
    opened(silent, "smit")
    opened(silent, "jansen")
    tell_members(workspace)
    assert [box["Subject"] for box in mail.to("piet@example.com")] == ["2 dingen om naar te kijken"]
    assert "Средняя тяжесть" in mail.to("olga@example.com")[0].get_body(("plain",)).get_content()


def test_a_chat_is_told_the_same(workspace, silent, chat):
    opened(silent, "smit", somebody(workspace, "Ann", by_chat="at once", chat=chat.address))
    tell_members(workspace)
    [said] = chat.heard
    assert said["title"] == "Smit: Gone silent"
    assert "w/acme/accounts/smit" in said["message"]


def test_much_in_a_minute_is_two_messages(workspace, silent, mail, travel):
    owner = somebody(workspace, "Ann", by_email="at once")
    for n in range(70):
        opened(silent, f"a{n}", owner)
        if n in {0, 40, 69}:
            tell_members(workspace)
            travel.shift(timedelta(seconds=20))
    assert [letter["Subject"] for letter in mail.letters] == ["A0: Gone silent"]
    travel.move_to(NOON + GAP)
    tell_members(workspace)
    assert [letter["Subject"] for letter in mail.letters[1:]] == ["69 things to look at"]
    assert "And 19 more, which are on your pages." in mail.letters[1].get_body(("plain",)).get_content()
    assert set(states()) == {State.SENT}


@pytest.mark.parametrize("change", [{"ended_at": NOON}, {"snoozed_until": date(2026, 12, 24)}])
def test_what_ended_or_was_snoozed_before_is_needless(workspace, silent, mail, travel, change):
    opened(silent, "smit", somebody(workspace, "Ann", by_email="daily"))
    Alert.objects.update(**change)
    travel.move_to(MONDAY)
    tell_members(workspace)
    assert (states(), mail.letters) == ([State.NEEDLESS], [])


def test_who_left_or_wants_nothing_any_more_is_not_told(workspace, silent, mail, travel):
    gone = somebody(workspace, "Gone", by_email="daily", scope="all")
    changed = somebody(workspace, "Changed", by_email="daily", scope="all")
    opened(silent, "smit")
    Member.objects.filter(pk=gone.pk).update(ended_at=NOON)
    NoticeChoice.objects.filter(member=changed).update(by_email="never")
    travel.move_to(MONDAY)
    tell_members(workspace)
    assert (states(), mail.letters) == ([State.NEEDLESS] * 2, [])


def test_an_account_that_changed_hands_is_told_to_its_new_owner(workspace, silent, mail, travel):
    before, after = (somebody(workspace, name, by_email="daily") for name in ("Before", "After"))
    opened(silent, "smit", before)
    Alert.objects.update(owner=after)
    travel.move_to(MONDAY)
    tell_members(workspace)
    tell_members(workspace)
    assert [letter["To"] for letter in mail.letters] == ["after@example.com"]


def test_who_went_away_meanwhile_is_told_by_who_stands_in(workspace, silent, mail, travel):
    cover, away = (somebody(workspace, name, by_email="daily") for name in ("Cover", "Away"))
    opened(silent, "smit", away)
    Member.objects.filter(pk=away.pk).update(away_from=MONDAY.date(), cover=cover)
    travel.move_to(MONDAY)
    tell_members(workspace)
    tell_members(workspace)
    assert [letter["To"] for letter in mail.letters] == ["cover@example.com"]


def test_a_worker_that_was_down_does_not_tell_at_night(workspace, silent, mail, travel):
    opened(silent, "smit", somebody(workspace, "Ann", by_email="at once"))
    travel.move_to(NOON + timedelta(hours=9))
    tell_members(workspace)
    assert mail.letters == []
    travel.move_to(MONDAY)
    tell_members(workspace)
    assert len(mail.letters) == 1


def test_a_server_that_refuses_is_tried_again_and_given_up_in_the_end(workspace, silent, mail, travel):
    opened(silent, "smit", somebody(workspace, "Ann", by_email="at once", starts_at=0, ends_at=24, days="1234567"))
    mail.refuses = "554 not today"
    for wait in (*WAITS, timedelta(0)):
        tell_members(workspace)
        tell_members(workspace)
        travel.shift(wait)
    row = Notice.objects.get()
    assert (row.state, row.attempts) == (State.GIVEN_UP, len(WAITS) + 1)
    assert "not today" in row.error
    assert "ann@example.com" in row.error
    mail.refuses = ""
    travel.shift(timedelta(days=1))
    tell_members(workspace)
    assert mail.letters == []


def test_a_chat_that_is_down_is_asked_once_a_wait_however_much_happens(workspace, silent, chat, travel):
    owner = somebody(workspace, "Ann", by_chat="at once", chat=chat.address)
    chat.status = 500
    for n in range(5):
        opened(silent, f"a{n}", owner)
        tell_members(workspace)
        travel.shift(timedelta(seconds=1))
    assert len(chat.heard) <= 5
    asked = len(chat.heard)
    chat.status = 200
    travel.shift(WAITS[1])
    tell_members(workspace)
    assert len(chat.heard) == asked + 1
    assert set(states()) == {State.SENT}


def test_a_chat_that_leads_inside_is_refused_and_says_so(workspace, silent, chat, settings, travel):
    opened(silent, "smit", somebody(workspace, "Ann", by_chat="at once", chat=chat.address))
    settings.TENURE_REACH = ()
    tell_members(workspace)
    assert "is not on the public internet" in Notice.objects.get().error
    settings.TENURE_REACH = ("127.0.0.0/8",)
    chat.status = 307
    travel.shift(WAITS[0])
    tell_members(workspace)
    assert "the chat answered 307" in Notice.objects.get().error


def test_without_a_mail_server_it_says_so(workspace, silent, settings):
    settings.EMAIL_HOST = ""
    opened(silent, "smit", somebody(workspace, "Ann", by_email="at once"))
    tell_members(workspace)
    assert Notice.objects.get().error == "no mail server is set up (TENURE_MAIL_URL)"


def test_one_of_two_workers_tells(workspace, silent, mail, monkeypatch):
    owner = somebody(workspace, "Ann", by_email="at once")
    opened(silent, "smit", owner)
    [turn] = due(workspace, clock.now())
    write = notice_telling._write

    def while_another_works(*said):
        assert not tell(workspace=workspace, turn=turn)
        write(*said)

    monkeypatch.setattr(notice_telling, "_write", while_another_works)
    assert tell(workspace=workspace, turn=turn)
    assert len(mail.letters) == 1


def test_of_many_workers_at_once_one_tells(on_postgres, settings):
    silent = signal_of(on_postgres)
    owner = somebody(on_postgres, "Ann", by_email="at once", starts_at=0, ends_at=24, days="1234567")
    with mail_server(settings) as box, time_machine.travel(NOON, tick=True):
        for n in range(20):
            opened(silent, f"a{n}", owner)
        [turn] = due(on_postgres, clock.now())
        ready = threading.Barrier(4)

        def work() -> None:
            ready.wait()
            tell(workspace=on_postgres, turn=turn)
            connections.close_all()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert [letter["Subject"] for letter in box.letters] == ["20 things to look at"]
    assert set(states()) == {State.SENT}


def test_who_died_before_it_was_marked_tells_again_in_a_letter_of_the_same_name(
    workspace, silent, mail, monkeypatch, travel
):
    owner = somebody(workspace, "Ann", by_email="at once")
    opened(silent, "smit", owner)
    opened(silent, "jansen", owner)
    write = notice_telling._write

    class Killed(BaseException):
        pass

    def killed(*said):
        write(*said)
        raise Killed

    monkeypatch.setattr(notice_telling, "_write", killed)
    with pytest.raises(Killed):
        tell_members(workspace)
    monkeypatch.setattr(notice_telling, "_write", write)
    assert not tell_members(workspace)  # the lease is held
    travel.shift(CLAIM)
    tell_members(workspace)
    first, again = mail.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"].endswith("@tenure.example>")
    assert set(states()) == {State.SENT}


def test_what_a_play_says_is_told_among_the_rest(workspace, silent, mail, travel):
    owner = somebody(workspace, "Ann", by_email="daily")
    opened(silent, "smit", owner)
    note_text(workspace, [owner.pk], "play run:1:2", "Jansen is ready for a review.")
    travel.move_to(MONDAY)
    tell_members(workspace)
    text = mail.letters[0].get_body(("plain",)).get_content()
    assert text.index("Gone silent") < text.index("From plays") < text.index("Jansen is ready for a review.")


def test_nothing_of_another_workspace_is_told(workspace, other_workspace, mail):
    theirs = signal_of(other_workspace)
    opened(theirs, "secret", somebody(other_workspace, "Rival", by_email="at once"))
    assert not tell_members(workspace)
    assert not tell(workspace=workspace, turn=Turn(Member.objects.get(name="Rival").pk, "email"))
    assert mail.letters == []
