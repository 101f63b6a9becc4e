"""Where does the database find a fact of an account? In a column where there is one, else in the JSON of its facts.

The same expressions on SQLite and PostgreSQL, typed: a value that is not of the kind asked for is null, so that neither
database fails over one account that has text where others have numbers.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, FloatField, Func, Q, TextField
from django.db.models.expressions import Combinable
from django.db.models.fields.json import compile_json_path  # type: ignore[attr-defined]  # the stubs do not know it
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, tuple[Any, ...]]

# Facts that have a column, and what is no fact but stands beside them in every list.
COLUMNS: Final[Mapping[str, str]] = {
    "mrr": "health__mrr",
    "renews_on": "health__renews_on",
    "score": "health__score",
    "last_seen_on": "health__last_seen_on",
    "minimum_score": "minimum_score",
}
OWNER: Final = "owner"
_SQLITE_TYPES: Final = {"number": "'integer', 'real'", "text": "'text'", "date": "'text'", "bool": "'true', 'false'"}
_POSTGRES_TYPES: Final = {"number": "'number'", "text": "'string'", "date": "'string'", "bool": "'boolean'"}
_UNSAYABLE: Final = {'"', "\\"}
_LIKE: Final = "LIKE '____-__-__'"


class JsonFact(Func):
    """The value at a path of the facts' JSON as a number or text (dates as ISO, ``true`` and ``false``), else null."""

    def __init__(self, *path: str, kind: str) -> None:
        output = FloatField() if kind == "number" else TextField()
        super().__init__(F("health__facts"), output_field=output)
        self.path, self.kind = path, kind

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:  # noqa: ARG002 - as Django calls it
        """JSON_TYPE is true, false, integer, real, text …; it is null for what is not there."""
        facts, given = compiler.compile(self.get_source_expressions()[0])
        of, value, at = _in_sqlite(facts, self.path)
        here = [*given, at]
        if self.kind == "bool":
            return f"CASE WHEN {of} IN ({_SQLITE_TYPES['bool']}) THEN {of} END", (*here, *here)
        and_date, dates = (f" AND {value} {_LIKE}", here) if self.kind == "date" else ("", [])
        sql = f"CASE WHEN {of} IN ({_SQLITE_TYPES[self.kind]}){and_date} THEN {value} END"
        return sql, (*here, *dates, *here)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:  # noqa: ARG002 - as Django calls it
        """jsonb_typeof is boolean, number, string …; a CASE keeps the cast from text that is no number."""
        facts, given = compiler.compile(self.get_source_expressions()[0])
        of, value = f"jsonb_typeof({facts} #> %s::text[])", f"({facts} #>> %s::text[])"
        here = [*given, list(self.path)]
        and_date, dates = (f" AND {value} {_LIKE}", here) if self.kind == "date" else ("", [])
        cast = "::double precision" if self.kind == "number" else ""
        sql = f"CASE WHEN {of} IN ({_POSTGRES_TYPES[self.kind]}){and_date} THEN {value}{cast} END"
        return sql, (*here, *dates, *here)


def value_of(fact: str, kind: str) -> Combinable:
    """A fact as an expression on accounts; of money the minor units, whichever the currency."""
    if fact in COLUMNS:
        return F(COLUMNS[fact])
    if fact == OWNER:  # a member's name as it is now goes before the text that once named the member
        return Coalesce("owner__name", JsonFact(OWNER, kind="text"), output_field=TextField())
    return JsonFact(fact, "amount", kind="number") if kind == "money" else JsonFact(fact, kind=kind)


def currency_of(fact: str) -> Combinable:
    """The currency of a fact that is money."""
    return F("health__currency") if fact == "mrr" else JsonFact(fact, "currency", kind="text")


def is_known(fact: str) -> Q:
    """Whether anything is known of a fact, whatever its kind."""
    if fact in COLUMNS:
        return Q(**{f"{COLUMNS[fact]}__isnull": False})
    known = Q(IsKnown(fact))
    return known | Q(owner__isnull=False) if fact == OWNER else known


def _in_sqlite(facts: str, path: tuple[str, ...]) -> tuple[str, str, str]:
    """The type and the value at a path, and what both take as their parameter after those of ``facts``.

    A path of SQLite has no way to say a name with a quotation mark or a backslash in it: there each name is looked at.
    """
    if len(path) == 1 and _UNSAYABLE & set(path[0]):
        rows = f"(SELECT one.{{}} FROM JSON_EACH({facts}) AS one WHERE one.key = %s)"  # noqa: S608 - of our own column
        return rows.format("type"), rows.format("atom"), path[0]
    return f"JSON_TYPE({facts}, %s)", f"JSON_EXTRACT({facts}, %s)", compile_json_path(path)


class IsKnown(Func):
    """Whether the facts' JSON holds something else than null under a name."""

    conditional = True

    def __init__(self, fact: str) -> None:
        super().__init__(F("health__facts"), output_field=BooleanField())
        self.fact = fact

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:  # noqa: ARG002 - as Django calls it
        """False, not null, where there is nothing."""
        facts, given = compiler.compile(self.get_source_expressions()[0])
        of, _value, at = _in_sqlite(facts, (self.fact,))
        return f"(COALESCE({of}, 'null') <> 'null')", (*given, at)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:  # noqa: ARG002 - as Django calls it
        """False, not null, where there is nothing."""
        facts, given = compiler.compile(self.get_source_expressions()[0])
        return f"(COALESCE(jsonb_typeof({facts} -> %s::text), 'null') <> 'null')", (*given, self.fact)
