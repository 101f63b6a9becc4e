"""Plays on pages: written step by step, published with what that means, looked at, stopped, and as files."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.actions.plays.publishing import FINISH, publish, save_draft
from tenure.actions.plays.starting import start_by_hand
from tenure.plays.parse import parse
from tenure.plays.playbooks.ready import PLAYBOOKS
from tenure.records.models import Account, AuditEntry, Member, Play, PlayRun, PlayStep, Task
from tenure.rounds.plays import run_plays
from tests.factories import make_account

HERE = "/w/acme/plays"
NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
IN_USE = {"fact": "active_days_28", "op": "ge", "value": 1}
CALLS = {
    "slug": "calls", "name": "Calls", "trigger": {"on": "hand"},
    "steps": [
        {"do": "task", "title": "Call", "to": "owner", "due_in": 2, "script": "Ask how it goes."},
        {"do": "wait", "days": 7},
        {"do": "branch", "rule": IN_USE, "then": [{"do": "stage", "stage": "adopting"}], "else": [{"do": "wait", "days": 3}]},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def frozen(own_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def made(acme, **more):
    row = save_draft(workspace=acme, play=parse(CALLS | more), by="test")
    publish(play=row, by="test", accounts_inside=FINISH)
    row.refresh_from_db()
    return row


def on_it(acme, row, *keys):
    accounts = [make_account(acme, key, key.title(), {"active_days_28": 3}) for key in keys]
    start_by_hand(play=row, accounts=[one.pk for one in accounts], token="t", by="test")
    run_plays(acme)
    return accounts


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[-2000:]
    page = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[max(page.find('id="main"'), 0) :]))


def fields(response):
    """What the form on the page would send."""
    page = response.content.decode()
    form = page[page.index('id="draft-form"') : page.rindex("</form>")]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        is_off = ('type="checkbox"' in tag or 'type="radio"' in tag) and " checked" not in tag
        if name and not is_off:
            sent.setdefault(name[1], []).append(value[1] if value else "on")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = [chosen[1] if chosen else ""]
    for name, said in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = [said]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def test_the_list_says_what_starts_a_play_who_is_on_it_and_what_it_made(visit, acme):
    on_it(acme, made(acme), "one", "two")
    said = text(visit("viewer").get(HERE))
    assert "1 play is running; accounts on it now: 2." in said
    assert "A member starts it for the accounts they choose." in said
    assert "2 accounts" in said
    assert "2 tasks in 30 days" in said
    assert "not compared" in said


def test_a_play_shows_its_steps_and_how_many_accounts_stand_at_each(visit, acme):
    on_it(acme, made(acme), "one", "two", "three")
    page = visit("viewer").get(f"{HERE}/calls").content.decode()
    steps = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", one)).strip() for one in re.findall(r'<li class="step .*?</li>', page, re.DOTALL)]  # fmt: skip
    assert steps[0].startswith("Make the task “Call”, due in 2 days.")
    assert "Ask how it goes." in steps[0]
    assert "Wait 7 days. 3 accounts here" in steps[1]
    assert steps[-1] == "Then it is over."
    assert "3 accounts are on their way." in text(visit("agent").get(f"{HERE}/calls"))


def test_who_is_on_it_is_found_and_comes_as_a_file(visit, acme):
    on_it(acme, made(acme), "one", "two")
    client = visit("viewer")
    said = text(client.get(f"{HERE}/calls/accounts"))
    assert "One" in said
    assert "Wait 7 days." in said
    assert "Two" not in text(client.get(f"{HERE}/calls/accounts?q=one"))
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{HERE}/calls/accounts?format=csv").getvalue().decode("utf-8-sig")))
    )
    assert [(row["Account ID"], row["State"], row["Stands at"]) for row in rows] == [
        ("two", "on its way", "Wait 7 days."), ("one", "on its way", "Wait 7 days."),
    ]  # fmt: skip


def test_a_run_tells_each_step_and_why_and_is_stopped_with_a_reason(visit, acme):
    on_it(acme, made(acme), "one")
    run, client = PlayRun.objects.get(), visit("agent")
    said = text(client.get(f"/w/acme/runs/{run.pk}"))
    assert "A member starts it for the accounts they choose." in said
    assert "Make the task “Call”" in said
    client.post(f"/w/acme/runs/{run.pk}/stopped", {"reason": " "})
    run.refresh_from_db()
    assert run.ended_at is None
    client.post(f"/w/acme/runs/{run.pk}/stopped", {"reason": "They asked us not to"})
    run.refresh_from_db()
    assert (run.state, run.ended_because) == ("stopped", "Agent stopped it: They asked us not to")
    assert "Agent stopped it: They asked us not to" in text(client.get(f"/w/acme/runs/{run.pk}"))
    assert AuditEntry.objects.filter(noun="play", verb="stop").get().after["reason"] == "They asked us not to"
    assert PlayStep.objects.filter(run=run, kind="stopped by hand").exists()


def test_publishing_asks_what_becomes_of_accounts_inside(visit, acme):
    row = made(acme)
    on_it(acme, row, "one", "two")
    save_draft(workspace=acme, play=parse(CALLS | {"name": "Calls, later"}), by="test")
    client = visit("manager")
    said = text(client.get(f"{HERE}/calls/publish"))
    assert "2 accounts are on their way through the version before" in said
    refused = client.post(f"{HERE}/calls/published", {})
    assert "choose whether they finish or stop" in text(refused, 422)
    assert client.post(f"{HERE}/calls/published", {"inside": "stop"}).status_code == 302
    assert PlayRun.objects.filter(state="stopped").count() == 2
    assert "Version 2" in text(client.get(f"{HERE}/calls/versions"))


def test_publishing_says_beforehand_what_the_play_would_do(visit, acme):
    row = save_draft(
        workspace=acme, play=parse(CALLS | {"trigger": {"on": "date", "fact": "renews_on", "days": -60}}), by="t"
    )
    make_account(
        acme, "soon", "Soon", {"days_to_renewal": 70, "renews_on": (NOW + timedelta(days=70)).date().isoformat()}
    )
    said = text(visit("manager").get(f"{HERE}/{row.slug}/publish"))
    assert "In the next 30 days: it starts for 1 account; tasks made: 1." in said


def test_a_play_is_paused_goes_on_and_is_put_away(visit, acme):
    made(acme)
    client = visit("admin")
    for do, state in (("pause", "paused"), ("resume", "published"), ("archive", "archived")):
        client.post(f"{HERE}/calls/turned", {"do": do})
        assert Play.objects.get().state == state
    assert "Calls" not in text(client.get(HERE)).replace("Calls to", "")
    assert "Calls" in text(client.get(f"{HERE}?state=archived"))
    assert client.post(f"{HERE}/calls/published", {}).status_code == 404


def test_an_account_shows_what_is_going_to_happen_and_what_was_done_and_why(visit, acme):
    made(acme)
    made(acme, slug="renewal", name="Renewal", trigger={"on": "date", "fact": "renews_on", "days": -60})
    renews = {"days_to_renewal": 70, "renews_on": (NOW + timedelta(days=70)).date().isoformat()}
    make_account(acme, "soon", "Soon", renews)
    client = visit("agent")
    client.post("/w/acme/play/started", {"play": "calls", "id": Account.objects.get().pk, "back": "soon"})
    run_plays(acme)
    said = text(client.get("/w/acme/accounts/soon/plays"))
    assert "in 10 days : Make the task “Call”, due in 2 days. Who does it: the owner of the account." in said
    assert "Renewal · It starts by the calendar: 60 days before “day of the renewal”." in said
    assert "Calls on its way Wait 7 days." in said
    run = PlayRun.objects.get()
    PlayRun.objects.update(state="held out")
    assert "what stands here is what would have been done" in text(client.get("/w/acme/accounts/soon/plays"))
    assert f"/w/acme/runs/{run.pk}/stopped" in client.get("/w/acme/accounts/soon/plays").content.decode()


def test_a_play_is_started_by_hand_for_accounts_ticked_in_the_list_once_for_a_form(visit, acme):
    made(acme)
    ticked = [make_account(acme, key, key.title(), {"active_days_28": 1}).pk for key in ("one", "two", "three")][:2]
    client = visit("agent")
    assert "Start it" in text(client.get("/w/acme/accounts"))
    sent = {"play": "calls", "id": ticked, "token": "form"}
    told = client.post("/w/acme/play/started", sent, headers={"HX-Request": "true"})
    assert "“Calls” starts for 2 accounts." in told.content.decode()
    client.post("/w/acme/play/started", sent)
    assert sorted(PlayRun.objects.values_list("account", flat=True)) == sorted(ticked)
    refused = client.post("/w/acme/play/started", {"play": "calls"}, headers={"HX-Request": "true"})
    assert "Choose some accounts first" in refused.content.decode()


def test_who_may_not_see_how_a_relationship_was_rated_is_not_told_by_a_play(visit, acme):
    rated = {"fact": "sentiment", "op": "le", "value": 2}
    steps = [{"do": "wait for rule", "rule": rated, "at_most": 9}, {"do": "check", "rule": rated}]
    on_it(acme, made(acme, steps=steps, stop_when={"fact": "is_former", "op": "eq", "value": True}), "one")
    pages = (
        f"{HERE}/calls",
        f"{HERE}/calls/accounts",
        f"/w/acme/runs/{PlayRun.objects.get().pk}",
        "/w/acme/accounts/one/plays",
    )
    manager, sales = visit("manager"), visit("sales")
    for where in pages:
        assert "rating of the relationship" in text(manager.get(where)), where
        said = text(sales.get(where))
        assert "rating of the relationship" not in said, where
        assert "It is about something your role does not see." in said, where


def test_a_call_script_stands_folded_on_its_task(visit, acme):
    on_it(acme, made(acme), "one")
    page = visit("agent").get(f"/w/acme/tasks/{Task.objects.get().pk}").content.decode()
    assert re.search(
        r"<details class=\"left-out script\"><summary>What to say</summary>.*Ask how it goes.", page, re.DOTALL
    )


def test_rules_of_assignment_are_sentences_and_give_accounts_their_owners(visit, acme):
    client = visit("admin")
    for key in ("one", "two"):
        make_account(acme, key, key.title(), {"active_days_28": 1})
    admin = Member.objects.get(role="admin")
    client.post("/w/acme/settings/assignments/new", {"how": "load", "members": [admin.pk], "segment": ""})
    said = text(client.get("/w/acme/settings/assignments"))
    assert "Every account goes to who has the fewest of Admin." in said
    assert "2 accounts have no owner." in said
    client.post("/w/acme/settings/assignments/followed")
    assert set(Account.objects.values_list("owner", flat=True)) == {admin.pk}
    client.post("/w/acme/settings/assignments/new", {"how": "load"})
    assert "Choose at least one member of this workspace." in text(client.get("/w/acme/settings/assignments"))


def test_the_list_and_the_accounts_of_a_play_ask_as_often_whatever_their_length(visit, acme):
    row, client = made(acme), visit("viewer")
    counts = []
    for number in range(2):
        made(acme, slug=f"more-{number}", name=f"More {number}")
        on_it(acme, row, *(f"a{number}-{at}" for at in range(4)))
        for where in (HERE, f"{HERE}/calls", f"{HERE}/calls/accounts"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(where).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]


@pytest.mark.parametrize("playbook", sorted(PLAYBOOKS))
def test_a_playbook_goes_through_the_form_as_it_is(visit, acme, playbook):
    client = visit("manager")
    form = client.get(f"/w/acme/play?playbook={playbook}")
    kept = client.post("/w/acme/play/kept", fields(form))
    assert kept.status_code == 302, text(kept, 422)
    said, book = parse(Play.objects.get().draft), PLAYBOOKS[playbook]
    assert (said.trigger, said.steps, said.stop_when) == (book.trigger, book.steps, book.stop_when)
    assert Play.objects.get().playbook == playbook


def test_steps_are_added_moved_and_removed(visit, acme):
    client = visit("manager")
    sent = fields(client.get("/w/acme/play?empty"))
    sent |= {"name": ["Mine"], "s0-title": ["Call"], "add-root": ["branch"], "do": ["add "]}
    sent = fields(client.post("/w/acme/play/steps", sent))
    assert sent["step"] == ["0", "1"]
    sent = fields(client.post("/w/acme/play/steps", sent | {"add-1.then": ["wait"], "do": ["add 1.then"]}))
    assert sent["s2-in"] == ["1.then"]
    sent = fields(client.post("/w/acme/play/steps", sent | {"do": ["up 1"]}))
    assert sent["step"] == ["1", "2", "0"]
    sent = fields(client.post("/w/acme/play/steps", sent | {"do": ["remove 1"]}))
    assert sent["step"] == ["0"]
    assert client.post("/w/acme/play/kept", sent).status_code == 302
    assert Play.objects.get().slug == "mine"
    assert not Task.objects.exists()


def test_what_cannot_be_kept_is_told_at_its_field(visit, acme):
    client = visit("manager")
    sent = fields(client.get("/w/acme/play?empty")) | {"s0-due_in": ["soon"], "t-on": ["alert"]}
    answer = client.post("/w/acme/play/kept", sent)
    said = text(answer, 422)
    assert "Give it a name." in said
    assert "Choose a signal." in said
    assert "Say what is to be done." in said
    assert 'aria-describedby="s0-due_in-wrong"' in answer.content.decode()
    assert not Play.objects.exists()


def test_the_sentence_of_each_step_follows_what_is_typed(visit, acme):
    client = visit("manager")
    sent = fields(client.get("/w/acme/play?empty")) | {"s0-title": ["Ring them"], "s0-due_in": ["1"]}
    said = text(client.post("/w/acme/play/said", sent))
    assert "Make the task “Ring them”, due in 1 day. Who does it: the owner of the account." in said


def test_leaving_some_alone_says_how_many_accounts_it_takes(visit, acme):
    client = visit("manager")
    sent = fields(client.get("/w/acme/play?empty"))
    sent |= {"name": ["Mine"], "s0-title": ["Call"], "h-on": ["on"], "do": ["refresh"]}
    sent |= {"h-percent": ["10"], "h-days": ["90"], "h-alone": ["6"], "h-acted": ["4.1"]}
    form = client.post("/w/acme/play/steps", sent)
    assert "To tell these two apart takes 13,213 accounts" in text(form)
    assert client.post("/w/acme/play/kept", fields(form)).status_code == 302
    hold_out = parse(Play.objects.get().draft).hold_out
    assert (hold_out.percent, hold_out.days, hold_out.alone, hold_out.acted) == (10, 90, 0.06, 0.041)
    assert "With the play fewer should leave" in text(
        client.post("/w/acme/play/kept", fields(form) | {"h-acted": ["7"]}), 422
    )
