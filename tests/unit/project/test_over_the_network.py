"""One server for events and pages: what only a real connection shows."""

import base64
import json
import subprocess
import sys
import urllib.error
import urllib.request

from tests import servers

EVENT = {"userId": "ada", "event": "Opened"}


def post(server, path, body, key=None, headers=None):
    request = urllib.request.Request(f"{server.url}{path}", body, headers or {})
    token = base64.b64encode(f"{key or server.keys['acme']}:".encode()).decode()
    request.add_header("Authorization", f"Basic {token}")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as answer:
        return answer.code, json.load(answer)


def test_an_acknowledged_event_is_in_the_spool(server):
    assert post(server, "/v1/track", json.dumps({**EVENT, "messageId": "m1"}).encode()) == (200, {"success": True})
    assert [event.message_id for event in server.new_events()] == ["m1"]


def test_a_new_key_works_at_once_and_a_revoked_one_stops(server):
    program = """
import django; django.setup()
from tenure.actions.keys import create_key, revoke_key
from tenure.records.models import ApiKey, Workspace
acme = Workspace.objects.get(slug="acme")
import sys
if len(sys.argv) > 1:
    revoke_key(workspace=acme, key_id=int(sys.argv[1]), by="test")
else:
    print(create_key(workspace=acme, kind="write", by="test"), ApiKey.objects.latest("pk").pk)
"""

    def run(*arguments):
        command = [sys.executable, "-c", program, *arguments]
        environment = servers.environment(server.data)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()

    body = json.dumps(EVENT).encode()
    key, number = run()
    assert post(server, "/v1/track", body, key)[0] == 200
    run(number)
    while (status := post(server, "/v1/track", body, key)[0]) == 200:  # for less than a second: test_keys.py
        pass
    assert status == 401


def test_pages_are_answered_beside_events(server):
    with urllib.request.urlopen(f"{server.url}/readyz") as answer:
        assert json.load(answer)["ready"] is True
    with urllib.request.urlopen(f"{server.url}/metrics") as answer:
        assert b"tenure_capture_events_accepted_total" in answer.read()


def test_a_server_that_is_told_to_stop_keeps_what_it_acknowledged(tmp_path):
    server = servers.start(tmp_path)
    for n in range(20):
        assert post(server, "/v1/track", json.dumps({**EVENT, "messageId": str(n)}).encode())[0] == 200
    server.stop()
    assert [event.message_id for event in server.new_events()] == [str(n) for n in range(20)]


def test_a_spool_that_cannot_be_opened_is_said_and_used_once_it_can(tmp_path):
    keys = servers.set_up(tmp_path)
    blocker = tmp_path / "spool.sqlite3"
    blocker.mkdir()
    server = servers.start(tmp_path, keys)
    try:
        body = json.dumps(EVENT).encode()
        status, answer = post(server, "/v1/track", body)
        assert (status, answer["code"]) == (503, "unavailable")
        assert str(blocker) in answer["message"]
        blocker.rmdir()
        assert post(server, "/v1/track", body)[0] == 200
        assert len(server.new_events()) == 1
    finally:
        server.stop()
