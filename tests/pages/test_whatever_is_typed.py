"""Whatever somebody types into any field of any form, they are answered: never by an error of ours.

What each form holds stands in tests/pages/said; each of its fields in turn gets some of what nobody meant it for.
"""

import re
from html.parser import HTMLParser
from random import Random
from urllib.parse import quote_plus

import pytest
from django.urls import resolve, reverse

from tests import depth
from tests.factories import make_member
from tests.pages.asking import askings
from tests.pages.test_who_may import PAGES, taken_back, takes

TYPED = (
    "", "nan", "inf", "-inf", "1e400", "1e-400", "-1", "0", "9" * 30, "0001-01-01", "9999-12-31", "2026-02-30",
    "0001-01-01T00:00", "9999-12-31T23:59", "00:00", "x" * 10_000, "a\0b", "\ud800", "\N{PARTY POPPER}", "%s{0}", "[]",
)  # fmt: skip
LATER_LINE = re.compile(r"m[1-9]\d*-")  # of a scorecard: each is read like the first
ASKINGS = askings()
# Everything there is is written into one file, or sent by mail: nothing typed decides what happens.
ASKED = sorted(name for name in PAGES.keys() & ASKINGS.keys() if not ASKINGS[name].told_in)


@pytest.fixture
def owner(client, own_data, acme):
    """Signed in, and answered with a page where something breaks, as people are."""
    client.force_login(make_member(acme, "owner").user)
    client.raise_request_exception = False
    return client


def sent(said):
    """A form as browsers send it, whatever stands in it."""
    pairs = [(name, one) for name, value in said.items() for one in (value if isinstance(value, list) else [value])]
    return "&".join(f"{quote_plus(name)}={quote_plus(str(one).encode(errors='surrogatepass'))}" for name, one in pairs)


class Forms(HTMLParser):
    """The fields of every form of a page that is posted, by its address."""

    def __init__(self):
        super().__init__()
        self.found, self._here = {}, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            where = said.get("hx-post") or (said.get("action") if said.get("method", "").lower() == "post" else None)
            self._here = None if where is None else self.found.setdefault(where, {})
        elif tag in ("input", "select", "textarea") and self._here is not None and said.get("name"):
            self._here.setdefault(said["name"], said.get("value") or "")

    def handle_endtag(self, tag):
        self._here = None if tag == "form" else self._here


def fields_of_forms(owner, acme):
    """Address -> the fields that forms on any page send to it, beyond those that tests always send."""
    found = {}
    for name in ASKED:
        with taken_back():
            where = reverse(name, args=["acme", *ASKINGS[name].about(acme)]) + ASKINGS[name].query
            if "GET" in takes(owner, where):
                page = Forms()
                page.feed(getattr(owner.get(where), "content", b"").decode(errors="replace"))
                for action, fields in page.found.items():
                    found.setdefault(resolve(action.partition("?")[0]).url_name, {}).update(fields)
    return found


@pytest.fixture(scope="module")
def fields():
    """Filled by the first test that asks."""
    return {}


@pytest.mark.parametrize("name", ASKED)
def test_a_form_answers_whatever_is_typed(owner, acme, fields, name):
    asking, known = ASKINGS[name], fields or fields.update(fields_of_forms(owner, acme)) or fields
    where = reverse(name, args=["acme", *asking.about(acme)])
    is_form = "POST" in takes(owner, where)
    if is_form:
        usual = {**known.get(name, {}), **asking.says, **asking.names(acme)}
    else:
        usual = dict(pair.split("=", 1) for pair in asking.query.removeprefix("?").split("&") if "=" in pair)
    broken, random = [], Random(name)
    print("seed", name)
    for field in (one for one in usual if not LATER_LINE.match(one)):
        for typed in random.sample(TYPED, depth.TYPED):
            said = sent(usual | {field: typed})
            with taken_back():
                acme.time_zone = "Pacific/Honolulu" if typed.startswith("9999") else "Europe/Amsterdam"
                acme.save()
                if is_form:
                    kind = "application/x-www-form-urlencoded"
                    response = owner.generic("POST", where, said, kind, headers={"HX-Request": "true"})
                else:
                    response = owner.get(f"{where}?{said}")
            if response.status_code >= 500:
                broken.append(f"{field}={typed[:40]!r}: {getattr(response, 'exc_info', [''])[:2]}")
    assert not broken, "\n".join(broken)
