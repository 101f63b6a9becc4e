"""How is “one of these many keys” asked of a database? As one parameter, however many there are.

``field__among=[…]`` is ``field__in=[…]`` for keys that are numbers or text. Django makes a parameter of each key of an
``in``, and with thousands of them spends longer on writing the question than the database on answering it.
"""

import json
from typing import Any

from django.db.models import Field, Lookup
from django.db.models.fields.related import ForeignObject


@ForeignObject.register_lookup  # relations look for lookups of their own only
@Field.register_lookup
class Among(Lookup):
    """The keys as an array on PostgreSQL, and as JSON on SQLite."""

    lookup_name = "among"
    prepare_rhs = False  # keys are compared as they are

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """For PostgreSQL."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """For SQLite."""
        column, params = self.process_lhs(compiler, connection)
        keys = json.dumps(list(self.rhs))
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, keys)  # noqa: S608 - a column's own name
