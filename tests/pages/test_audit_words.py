"""Every verb, noun and field that an action writes down has a word: collected by doing all that a page can, and from the code."""

import ast
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

import tenure.actions
from tenure.actions.workspaces import create_workspace
from tenure.answers.whitespace import DECLINED
from tenure.console.settings.audit_words import FIELDS, MACHINERY, NOUNS, SENTENCES, VERBS
from tenure.facts.catalogue import is_trait
from tenure.records.models import AuditEntry
from tests.factories import make_member
from tests.pages.asking import askings

_WRITERS = {"note", "_note", "_audit", "AuditEntry", "create"}


def _verbs() -> set[str]:
    """What the code names as a verb: by its name, or as the first text that a writer of entries gets."""
    found: set[str] = set()
    for path in Path(tenure.actions.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            named = [one.value for one in node.keywords if one.arg == "verb"]
            texts = (
                named if called in _WRITERS and named else node.args if called in {"note", "_note", "_audit"} else []
            )
            constants = [one for text in texts for one in ast.walk(text) if isinstance(one, ast.Constant)]
            found |= {one.value for one in constants[: None if named else 1] if isinstance(one.value, str)}
    return {verb for verb in found if verb.replace("_", "").isalpha()}


@pytest.fixture
def entries(db, own_data) -> list[AuditEntry]:
    """What is written down when everything is done once that a page can do."""
    found: list[AuditEntry] = []
    for name, asking in askings().items():
        if asking.told_in:
            continue
        with transaction.atomic():
            acme = create_workspace(name="Acme", by="test")
            client = Client()
            client.force_login(make_member(acme, "owner").user)
            where = reverse(name, args=["acme", *asking.about(acme)]) + asking.query
            client.post(where, {**asking.says, **asking.names(acme)})
            found += AuditEntry.objects.filter(workspace=acme)
            transaction.set_rollback(True)
    assert len({(one.noun, one.verb) for one in found}) > 30
    return found


def test_every_verb_and_noun_and_field_has_a_word(entries):
    told = {verb for _noun, verb in SENTENCES} | VERBS.keys()
    sides = [side for one in entries for side in (one.before, one.after) if isinstance(side, dict)]
    names = {name for side in sides for name in side if not is_trait(name) and not name.startswith(DECLINED)}
    missing = {
        "nouns": {one.noun for one in entries} - NOUNS.keys(),
        "verbs": ({one.verb for one in entries} | _verbs()) - told,
        "fields": names - FIELDS.keys() - MACHINERY,
    }
    assert not any(missing.values()), {kind: sorted(words) for kind, words in missing.items()}
    pairs = {(one.noun, one.verb) for one in entries}
    assert not [(noun, verb) for noun, verb in pairs if (noun, verb) not in SENTENCES and verb not in VERBS]
