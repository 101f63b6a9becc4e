"""What must be there, and what is said, when an address is asked by everybody in turn? One entry for each address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from tenure.records.models import Workspace

SAID = Path(__file__).parent / "said"


def nothing(workspace: Workspace) -> Sequence[Any]:
    """The address is of the workspace itself."""
    return []


def nobody(workspace: Workspace) -> Mapping[str, Any]:
    """What is said names no records."""
    return {}


@dataclass(frozen=True, slots=True)
class Asking:
    """``about`` makes what the address is of, in the workspace that it gets, and gives what follows the slug.

    ``says`` is what a POST holds, and ``names`` the part of it that names records of the workspace; ``answers`` is the
    status for those who may. ``is_own``: viewers may, too, because it changes what is their own. ``told_in`` is the file of tests that says who may, where asking as all others cannot.
    """

    about: Callable[[Workspace], Sequence[Any]] = nothing
    query: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    names: Callable[[Workspace], Mapping[str, Any]] = nobody
    answers: int = 302
    is_own: bool = False
    told_in: str = ""


def askings() -> dict[str, Asking]:
    """Address -> its entry, from one file for each feature in tests/pages/said."""
    found: dict[str, Asking] = {}
    for path in sorted(SAID.glob("*.py")):
        said = import_module(f"tests.pages.said.{path.stem}").ADDRESSES
        assert not found.keys() & said.keys(), f"{path.name} says again what another file of its folder says"
        found |= said
    return found


def everything() -> dict[str, list[str]]:
    """Every row of every table as it is: two of them are the same when nothing changed in between.

    Asked in plain SQL, since it is asked thousands of times: Django takes ten times as long.
    """
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("records").get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found[model._meta.label] = sorted(map(repr, cursor.fetchall()))
    return found
