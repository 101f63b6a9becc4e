"""Data goes out whole and piece by piece, and away only when the id is written twice."""

import csv
import io
import json
import tracemalloc
import zipfile
from hashlib import sha512

import pytest
from django.urls import reverse

from tenure.actions.keys import create_key
from tenure.actions.webhooks import create_webhook
from tenure.answers.everything import PIECE, everything
from tenure.records.models import Account, AuditEntry
from tests.factories import EPOCH_TIME, PASSWORD, make_account, make_member


def archive_of(client) -> zipfile.ZipFile:
    response = client.post(reverse("export", args=["acme"]))
    assert response.headers["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(iter(response))))


def rows(archive, name) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


@pytest.fixture
def owner(visit, own_data):
    return visit("owner")


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_everything_comes_out_and_nothing_of_others(owner, acme, bakery, rival):
    make_account(rival, "secret", "Rival account")
    archive = archive_of(owner)
    assert [row["key"] for row in rows(archive, "account")] == ["bakery"]
    assert [row["slug"] for row in rows(archive, "workspace")] == ["acme"]
    assert "Rival" not in "".join(archive.read(name).decode() for name in archive.namelist())
    health = [json.loads(line) for line in archive.read("accounthealth.jsonl").splitlines()]
    assert health[0]["facts"]["active_days_28"] == 2
    assert str(bakery.workspace.slug) in archive.read("README.txt").decode()
    assert archive.testzip() is None


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_no_secret_comes_out(owner, acme):
    key = create_key(workspace=acme, kind="api", by="test")
    hook, secret = create_webhook(workspace=acme, url="https://e.com/", topics=["import.done"], by="test")
    member = make_member(acme, "agent", "piet@example.com", PASSWORD)
    archive = archive_of(owner)
    out = "".join(archive.read(name).decode() for name in archive.namelist())
    for hidden in (key, secret, hook.secret, member.user.password):
        assert hidden not in out


def test_taking_a_copy_is_noted(owner, acme):
    owner.post(reverse("export", args=["acme"]))
    entry = AuditEntry.objects.filter(workspace=acme).latest("pk")
    assert (entry.verb, entry.noun) == ("export", "export")


def test_a_copy_is_written_piece_by_piece(acme, own_data):
    Account.objects.bulk_create(
        Account(
            workspace=acme, key=f"k{number:05}", name=sha512(str(number).encode()).hexdigest(), created_at=EPOCH_TIME
        )
        for number in range(20_000)
    )
    tracemalloc.start()
    whole = most = 0
    for piece in everything(acme):
        whole += len(piece)
        most = max(most, len(piece))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert whole > 4 * PIECE
    assert most < 3 * PIECE
    assert peak < 16_000_000, "rows are read some at a time, and what is written is handed on"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "account", "key": "bakery", "again": "bakery "}, None),
        ({"kind": "account", "key": "bakery", "again": "baker"}, "The two ids differ"),
        ({"kind": "account", "key": "", "again": ""}, "Say whom"),
        ({"kind": "everything", "key": "bakery", "again": "bakery"}, "Say whom"),
        ({"kind": "account", "key": "nobody", "again": "nobody"}, "Nobody here has the id"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_somebody_is_erased_only_when_the_id_is_written_twice(owner, acme, bakery, said, sentence):
    response = owner.post(reverse("erase", args=["acme"]), said)
    assert response.status_code == (422 if sentence else 302)
    assert Account.objects.filter(key="bakery").exists() is (sentence is not None)
    if sentence:
        assert sentence in response.content.decode()
