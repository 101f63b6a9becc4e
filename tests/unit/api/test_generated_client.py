"""Does a Python client that was generated from the document, and nothing else, get a program through its day?"""

import datetime
import importlib
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from tenure.api.openapi import described
from tests.unit.api.served import Served

NAME = "tenure_client"
CONFIG = f"project_name_override: {NAME}\npackage_name_override: {NAME}\npost_hooks: []\n"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The client's package, written anew from the document as it is now."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(described()))
    (folder / "config.yml").write_text(CONFIG)
    command = ["generate", "--path", "openapi.json", "--output-path", NAME, "--meta", "none", "--config", "config.yml"]
    program = Path(sys.executable).with_name("openapi-python-client")
    done = subprocess.run(
        [program, *command, "--fail-on-warning"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield lambda module: importlib.import_module(f"{NAME}.{module}")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.stop()


@pytest.fixture
def client(generated, served):
    return generated("client").AuthenticatedClient(served.url, served.key)


@pytest.fixture
def bakery(generated, client):
    """An account whose key is none that every client would bring through."""
    sent = generated("models").AccountSent("bakery/north ~ 1", name="Bakkerij Smit", owner="Ada")
    made = generated("api.accounts.create_account").sync(client=client, body=sent, idempotency_key="bakery")
    assert isinstance(made, generated("models").Account), made
    return made


def test_a_round_trip(generated, client, bakery):
    models = generated("models")
    assert generated("api.accounts.get_account").sync(bakery.key, client=client).owner == "Ada"
    order = models.OrderSent(
        "1001",
        datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC),
        models.Money(12_000, "EUR"),
        account=bakery.key,
    )
    made = generated("api.orders.create_order").sync(client=client, body=order)
    assert (made.account, made.amount.amount, made.ordered_at) == (bakery.key, 12_000, order.ordered_at)
    facts = generated("api.facts.get_facts").sync(bakery.key, client=client, as_of="2026-03-31", names="orders_total")
    assert facts.facts.to_dict() == {"orders_total": 1}
    health = generated("api.health.get_health").sync(bakery.key, client=client)
    assert (health.account, health.known.value) == (bakery.key, "now")
    (entry,) = generated("api.accounts.list_timeline").sync(bakery.key, client=client).items
    assert entry.title == "Order 1001: 120.00 EUR"


def test_a_change_and_taking_a_value_away(generated, client, bakery):
    change, patch = generated("api.accounts.change_account"), generated("models").AccountPatch
    assert change.sync(bakery.key, client=client, body=patch(owner="Piet")).owner == "Piet"
    assert change.sync(bakery.key, client=client, body=patch(owner=None)).owner is None


def test_pages_one_after_the_other(generated, client, bakery):
    models, lists = generated("models"), generated("api.notes.list_notes")
    at = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    rows = [models.NoteSent(bakery.key, at, f"Note {number}", key=f"n{number}") for number in range(7)]
    bulk = generated("api.notes.bulk_notes").sync(client=client, body=models.BulkNotesBody(rows))
    assert (bulk.created, bulk.failed) == (7, 0)
    found, cursor = [], None
    while True:
        page = lists.sync(client=client, limit=3, cursor=cursor)
        found += [note.key for note in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert found == [f"n{number}" for number in range(7)]


def test_errors_are_told_as_problems(generated, client, served):
    models = generated("models")
    missing = generated("api.accounts.get_account").sync("nobody", client=client)
    assert isinstance(missing, models.Problem)
    assert (missing.status, missing.title) == (404, "Not Found")
    wrong = generated("api.contacts.create_contact").sync(
        client=client, body=models.ContactSent(key="jana", account="nobody")
    )
    assert [(one.field, one.value) for one in wrong.errors] == [("account", "nobody")]
    stranger = generated("client").AuthenticatedClient(served.url, served.server.keys["acme"])
    assert generated("api.workspace.get_workspace").sync(client=stranger).status == 403, "a write key opens nothing"


def test_a_file_is_brought(generated, client):
    models, types = generated("models"), generated("types")
    body = models.ImportSent(
        kind=models.ImportSentKind.ACCOUNTS,
        file=types.File(payload=BytesIO(b"key,name\nstudio,Studio\n"), file_name="accounts.csv", mime_type="text/csv"),
    )
    started = generated("api.imports.create_import").sync(client=client, body=body)
    assert (started.state.value, started.file_name) == ("waiting", "accounts.csv")
