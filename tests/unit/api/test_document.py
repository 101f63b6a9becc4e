"""Does the document, and the page made of it, say all there is?"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.api.examples import example_of, words_of
from tenure.api.openapi import described
from tenure.api.operations import operations_of
from tenure.api.problems import MEANINGS
from tests.unit.api.test_records import ONE_OF_EACH

SCHEMAS = described()["components"]["schemas"]


def test_every_operation_has_a_name_a_summary_and_a_key(acme):
    for path, operations in described()["paths"].items():
        for method, told in operations.items():
            assert told["operationId"], (method, path)
            assert told["summary"], (method, path)
            assert told["security"] == [{"Key": []}], (method, path)
            assert {"401", "403", "422", "429", "500"} <= told["responses"].keys(), (method, path)
    names = [told["operationId"] for one in described()["paths"].values() for told in one.values()]
    assert len(names) == len(set(names))


def test_every_kind_of_record_has_the_five_operations():
    names = {one.id for one in operations_of(described())}
    for kind in ONE_OF_EACH:
        one = kind.removesuffix("s")
        assert {f"list_{kind}", f"create_{one}", f"bulk_{kind}", f"get_{one}", f"change_{one}"} <= names


def test_every_schema_that_is_named_is_there_and_none_is_there_for_nothing():
    named = set(re.findall(r'"#/components/schemas/(\w+)"', str(described()).replace("'", '"')))
    assert named == SCHEMAS.keys()


@pytest.mark.parametrize("one", operations_of(described()), ids=lambda one: one.id)
def test_what_the_page_shows_of_an_operation_can_be_sent(one):
    assert one.request.startswith('curl "https://tenure.example.com/api/v1/')
    assert "{" not in one.request.split('"')[1], "every place in the address is filled"
    assert "…" not in one.request
    assert one.answer.startswith("{")
    assert set(one.problems) <= MEANINGS.keys()


def test_an_example_of_what_is_sent_is_taken(program):
    for kind in (
        "accounts",
        "contacts",
        "assets",
        "contracts",
        "orders",
        "invoices",
        "touchpoints",
        "tickets",
        "notes",
    ):
        sent = example_of(SCHEMAS[f"{kind.removesuffix('s').capitalize()}Sent"], SCHEMAS)
        shown = program.made(f"/{kind}", sent)
        assert shown.keys() == example_of(SCHEMAS[kind.removesuffix("s").capitalize()], SCHEMAS).keys()


def test_words_are_those_of_people():
    assert words_of({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, {}) == "date or null"
    assert words_of({"type": "array", "items": {"$ref": "#/x/PeriodSent"}}, {"PeriodSent": {}}) == "list of Period"
    assert words_of({"enum": ["", "a", "b"]}, {}) == "one of a, b"


def test_the_page_tells_every_operation_and_every_problem(client):
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    for one in operations_of(described()):
        assert f'id="{one.id}"' in text
    for status in MEANINGS:
        assert f'id="problem-{status}"' in text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    outside = [found for found in re.findall(r'(?:src|href)="([^"]+)"', text) if found.startswith(("http", "//"))]
    assert outside == []


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_longer_list_takes_no_more_questions(program, kind):
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            program.read(f"/{kind}")
        return len(found)

    for one, sent in ONE_OF_EACH.items():
        program.made(f"/{one}", sent)
    before = questions()
    row = ONE_OF_EACH[kind]
    more = [row | {"key": f"more{n}", "email": f"{n}@a.example"} for n in range(9)]
    if kind == "measurements":
        more = [row | {"day": f"2026-04-0{n}"} for n in range(1, 10)]
    elif kind != "contacts":
        more = [{name: value for name, value in one.items() if name != "email"} for one in more]
    assert program.post(f"/{kind}/bulk", {"rows": more}).json()["created"] == 9
    assert questions() == before
    assert before <= 6
