"""Is every word that a person reads there in every language? Russian is mocked: what gettext says stands in ⟦marks⟧.

Every address that is read is opened by an owner, with a few of everything to show. Latin letters outside of marks are English
that nobody wrapped, or that a language lacks; what people wrote themselves is let be, as is `THE_SAME` everywhere.
One address alone (its name in console/urls.py): pytest tests/pages/test_every_word.py -k "[tasks]"
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as live
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tenure.answers import process
from tenure.calc.figures import FIGURES
from tenure.calc.ready_words import READY
from tenure.console.bands import BANDS
from tenure.console.urls import urlpatterns
from tenure.facts.catalogue import CATALOGUE
from tenure.records.models import Member, User
from tests.browser.furnished import fill_pages, is_read, named
from tests.pages.asking import askings
from tests.pages.mock_language import MARKED, speak_mock
from tests.pages.visible import words_of

pytestmark = pytest.mark.django_db
ASKINGS = askings()
PAGES = sorted(one.name for one in urlpatterns if not ASKINGS[one.name].told_in and is_read(one.name))
POSTED = sorted(one.name for one in urlpatterns if not ASKINGS[one.name].told_in and not is_read(one.name))
WHO = "pages@example.com"  # owns every workspace that `fill_pages` makes
SIGNING_IN = [f"/account/{where}" for where in (
    "logout/", "inactive/", "signup/", "reauthenticate/", "email/", "confirm-email/", "password/change/", "password/reset/",
    "2fa/", "2fa/totp/activate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/webauthn/", "2fa/webauthn/add/",
    "3rdparty/login/cancelled/", "3rdparty/login/error/", "3rdparty/",
)]  # fmt: skip
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
    r"|\bAda\b|\bBenelux\b"  # whom and what tests name
    r"|accounts, contacts, [a-z, ]+|text, number, date, yes_no, choice"  # what programs may say
    r"|\bLarge accounts\b"  # a scorecard that somebody named
    r"|\bBooking(?: confirmed)?\b|\bProject created\b|\btier\b|A, key, gold"  # what ready signals look for in a product
    r"|member, round robin, load"  # how programs say that accounts are assigned
)
THE_SAME = NAMES | CODES | OURS
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
        Member.objects.filter(user__email=WHO).update(language="ru")
        yield json.loads((data / "pages.json").read_text(encoding="utf-8"))
        transaction.set_rollback(True)
    live.TENURE_DATA = before
    process.forget()


@pytest.fixture(scope="module")
def theirs(world) -> re.Pattern[str]:
    """What people wrote in that world."""
    return written()


def written(also: Iterable[Any] = ()) -> re.Pattern[str]:
    """What people wrote, and what a form said just now (``also``), the longest first."""
    found: set[str] = set()
    for model in apps.get_app_config("records").get_models():
        names = [field.name for field in model._meta.concrete_fields if field.name in WRITTEN and not field.choices]
        for row in model._default_manager.values_list(*names) if names else ():
            found.update(one for one in row if isinstance(one, str) and re.search("[A-Za-z]", one))
    said = {line.strip() for one in also for line in str(one).splitlines() if re.search("[A-Za-z]", line)}
    longest = sorted((found - READY) | said, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def listed(left: dict[str, list[str]]) -> str:
    """What is left of each address, a line for each."""
    return "\n".join(f"{where}\n  " + "\n  ".join(words) for where, words in left.items())


@pytest.fixture
def reader(world, monkeypatch) -> Client:
    """The owner, who is told in marks."""
    speak_mock(monkeypatch)
    client = Client(headers={"Accept-Language": "ru"})
    client.force_login(User.objects.get(email=WHO))
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
    assert not left, f"{world[name]}\n  " + "\n  ".join(left)


def test_whatever_is_said_why_is_said_in_every_language(world, reader, theirs):
    account, health, retention = (world[name].partition("?")[0] for name in ("why", "health-why", "retention-why"))
    asked = [f"{account}?fact={name}" for name in ("score", *CATALOGUE)]
    asked += [f"{health}?figure={name}" for name in (*BANDS, "score")]
    asked += [f"{retention}?figure={name}" for name in FIGURES]
    left = {where: words for where in asked if (words := english(told(reader.get(where)), theirs))}
    assert not left, listed(left)


@pytest.mark.parametrize("sent", ["nothing", "nonsense", "what belongs"])
def test_what_comes_of_a_form_is_said_in_every_language(world, reader, own_data, sent):
    left = {}
    for name in POSTED:
        with transaction.atomic():
            asking, workspace = ASKINGS[name], named("refused", User.objects.get(email=WHO))
            Member.objects.update(language="ru")
            where = reverse(name, args=[workspace.slug, *asking.about(workspace)])
            says: dict[str, Any] = {**asking.says, **asking.names(workspace)} if sent != "nothing" else {}
            says |= {"language": "ru"} if "language" in says else {}  # that form chooses what pages speak
            if sent == "nonsense":
                says = dict.fromkeys(says, "§ 31")
            response = reader.post(where, says, follow=True, headers={"HX-Request": "true"} if says else {})
            words = english(told(response), written(says.values()))
            transaction.set_rollback(True)
        if words:
            left[f"{response.status_code} {where}"] = words
    assert not left, listed(left)


def test_pages_that_belong_to_no_workspace_speak_every_language(world, reader, theirs):
    visitor = Client(headers={"Accept-Language": "ru"})
    asked = [(visitor, "/account/login/"), *((reader, where) for where in ("/", "/nowhere", "/w/nobody/", *SIGNING_IN))]
    left = {where: words for client, where in asked if (words := english(told(client.get(where, follow=True)), theirs))}
    assert not left, listed(left)


def test_who_may_not_is_told_so_in_every_language(world, reader, theirs):
    Member.objects.filter(user__email=WHO).update(role="viewer")
    asked = [world[name] for name in PAGES]
    left = {where: words for where in asked if (words := english(told(reader.get(where)), theirs))}
    assert not left, listed(left)
