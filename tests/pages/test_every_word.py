"""Is every word that a person reads there in every language? Russian is mocked: what gettext says stands in ⟦marks⟧.

Every address that is read is opened by an owner, with a few of everything to show. Latin letters outside of marks are English
that nobody wrapped, or that a language lacks; what people wrote themselves is let be, as is `THE_SAME` everywhere.
One address alone (its name in console/urls.py): pytest tests/pages/test_every_word.py --runxfail -k "[tasks]"
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as live
from django.db import transaction
from django.test import Client

from tenure.answers import process
from tenure.calc.ready_words import READY
from tenure.console.urls import urlpatterns
from tenure.records.models import Member, User
from tests.browser.furnished import fill_pages, is_read
from tests.pages.asking import askings
from tests.pages.mock_language import MARKED, speak_mock
from tests.pages.visible import words_of

pytestmark = pytest.mark.django_db
ASKINGS = askings()
PAGES = sorted(one.name for one in urlpatterns if not ASKINGS[one.name].told_in and is_read(one.name))
LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+")  # one letter alone is somebody's initial
# The same in every language.
NAMES = frozenset(
    ["Tenure", "Segment", "PostHog", "Python", "Node", "curl", "Google", "PostgreSQL", "DuckDB"]
)  # programs
CODES = frozenset(
    ["UTC", "EUR", "CSV", "NPS", "MRR", "ARR", "ICS"]
)  # units, formats and figures under names of their own
OURS = frozenset({"CODE", "SHARE"})  # where scripts put the code of a fault, and how much of a file was sent
SAMPLES = re.compile(
    r"https?://\S+|[\w.]+@[\w.-]+|[\w-]+\.example\.com"  # addresses
    r"|English|Nederlands|Deutsch"  # languages, each called as it calls itself
    r"|\{“success”: true\}|User, Account, Event, Time"  # what stands in samples of code
    r"|(?:utf-|windows-|iso-|koi8-)[\w-]+"  # encodings
    r"|\btest\b"  # who did what tests did
    r"|\bAccount ID\b|\bNul\b|^Name$"  # cells of the file that tests bring
    r"|\bLarge accounts\b"  # a scorecard that somebody named
)
THE_SAME = NAMES | CODES | OURS
NOT_YET: frozenset[str] = frozenset()
# Fields that hold what somebody wrote, or what stands in somebody's file.
WRITTEN = frozenset({
    "key", "name", "file_name", "email", "title", "product", "plan", "option", "competitor", "note", "text", "url", "person",
    "external_id", "service", "summary", "outcome", "next_step", "place", "kept_name", "gone_name", "subject", "slug", "hint",
})  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, str]]:
    """Name of an address -> where it is, in workspaces that hold a few of everything."""
    data = tmp_path_factory.mktemp("words")
    before, live.TENURE_DATA = live.TENURE_DATA, data
    process.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        fill_pages(data)
        Member.objects.filter(user__email="pages@example.com").update(language="ru")
        yield json.loads((data / "pages.json").read_text(encoding="utf-8"))
        transaction.set_rollback(True)
    live.TENURE_DATA = before
    process.forget()


@pytest.fixture(scope="module")
def theirs(world) -> re.Pattern[str]:
    """What people wrote, the longest first."""
    found: set[str] = set()
    for model in apps.get_app_config("records").get_models():
        names = [field.name for field in model._meta.concrete_fields if field.name in WRITTEN and not field.choices]
        for row in model._default_manager.values_list(*names) if names else ():
            found.update(one for one in row if isinstance(one, str) and re.search("[A-Za-z]", one))
    longest = sorted(found - READY, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


@pytest.fixture
def reader(world, monkeypatch) -> Client:
    """The owner, who is told in marks."""
    speak_mock(monkeypatch)
    client = Client(headers={"Accept-Language": "ru"})
    client.force_login(User.objects.get(email="pages@example.com"))
    return client


def english(page: str, theirs: re.Pattern[str]) -> list[str]:
    """What of a page is in no marks, nor anybody's own words."""
    said, attributes = words_of(page)
    whole = MARKED.sub("\0", "\0".join([*said, *attributes])).split("\0")
    left = [theirs.sub("", SAMPLES.sub("", one)) for one in whole]
    return list(dict.fromkeys(one.strip() for one in left if set(LATIN.findall(one)) - THE_SAME))


def told(response: Any) -> str:
    """The page of a response, or nothing where it is none."""
    return response.content.decode() if response.headers["Content-Type"].startswith("text/html") else ""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_every_word_in_every_language(world, reader, theirs, name):
    response = reader.get(world[name])
    left = english(told(response), theirs)
    if left and name in NOT_YET:
        pytest.xfail(f"{len(left)} texts left")
    assert not left, f"{world[name]}\n  " + "\n  ".join(left)


def test_whatever_is_said_why_is_said_in_every_language(world, reader, theirs):
    account, health, retention = (world[name].partition("?")[0] for name in ("why", "health-why", "retention-why"))
    asked = [f"{account}?fact={name}" for name in ("score", *CATALOGUE)]
    asked += [f"{health}?figure={name}" for name in (*BANDS, "score")]
    asked += [f"{retention}?figure={name}" for name in FIGURES]
    left = {where: words for where in asked if (words := english(told(reader.get(where)), theirs))}
    assert not left, listed(left)


@pytest.mark.parametrize("sent", ["nothing", "nonsense"])
def test_every_refusal_is_said_in_every_language(world, reader, theirs, sent):
    left = {}
    for name in sorted(ASKINGS.keys() & BY_NAME.keys()):
        asking = ASKINGS[name]
        if asking.told_in or name == "export":
            continue
        where = world.get(name) or reverse(name, args=["pages-full", *asking.about(other(name))])
        says = {key: "§ 31" for key in asking.says} if sent == "nonsense" else {}
        with transaction.atomic():
            response = reader.post(where, says, follow=True, headers={"HX-Request": "true"} if sent == "nothing" else {})
            transaction.set_rollback(True)
        if words := english(told(response), theirs):
            left[f"POST {where}"] = words
    assert not left, listed(left)


def test_pages_that_no_workspace_has_speak_every_language_too(world, reader, theirs):
    signing_in = [f"/account/{pattern.pattern}" for pattern in every(allauth_urls.urlpatterns)]
    visitor = Client(headers={"Accept-Language": "ru"})
    left = {}
    for client, where in [(visitor, "/account/login/"), *((reader, one) for one in ("/", "/nowhere", *signing_in))]:
        if words := english(told(client.get(where, follow=True)), theirs):
            left[where] = words
    Member.objects.filter(user__email="pages@example.com").update(role="viewer")
    for name in ("change-settings", "make-key", "snooze", "members"):
        if words := english(told(reader.post(world.get(name) or reverse(name, args=["pages-full"]))), theirs):
            left[f"viewer: {name}"] = words
    assert not left, listed(left)
