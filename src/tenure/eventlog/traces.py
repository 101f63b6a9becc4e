"""Where does somebody show in the log? Finds their own rows, and strikes their ids and words out of everybody else's."""

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

STRUCK = "erased"
TELLING = 6  # characters from which a word tells somebody by; “Basic” or “1” are other people's words too
SHORTEST = 3
BATCHES = ("batch", "import")
_decode = msgspec.json.Decoder(Any).decode
_pieces = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


@dataclass(frozen=True)
class Traces:
    """The ids of somebody (persons, groups) and other words that tell them, as sets of strings."""

    user_ids: frozenset[str]
    anonymous_ids: frozenset[str]
    group_ids: frozenset[str]
    texts: frozenset[str] = field(default=frozenset())

    @cached_property
    def words(self) -> list[str]:
        """The ids and texts that tell somebody by, long ones first: one may be part of another."""
        long = {word for word in self._ids | self.texts if len(word) >= TELLING}
        # A person's short id is struck where it is all that a string says; a short number is everybody's.
        short = {word for word in self.user_ids | self.anonymous_ids if len(word) >= SHORTEST and not word.isdigit()}
        return sorted(long | short, key=lambda word: (-len(word), word))

    @cached_property
    def actors(self) -> pa.Array:
        """Their actors, as days and spans name them."""
        return pa.array(
            [f"u:{one}" for one in sorted(self.user_ids)] + [f"a:{one}" for one in sorted(self.anonymous_ids)],
            pa.string(),
        )

    def events(self, rows: pa.Table) -> pa.Table:
        """Rows of EVENTS without theirs, and others' without their words; the same table when none is concerned."""
        own = _any(
            _in(rows["user_id"], self.user_ids),
            _in(rows["anonymous_id"], self.anonymous_ids),
            _in(rows["group_id"], self.group_ids),
            _in(rows["previous_id"], self.user_ids | self.anonymous_ids),
        )
        kept = rows.filter(pc.invert(own)) if pc.any(own).as_py() else rows
        for name in ("payload", "context"):
            kept = _with(kept, name, self.strike_json)
        return _with(kept, "event", self.strike_text)

    def usage(self, rows: pa.Table) -> pa.Table:
        """The same for rows of DAYS and SPANS."""
        own = _any(pc.is_in(rows["actor"], value_set=self.actors), _in(rows["group_id"], self.group_ids))
        kept = rows.filter(pc.invert(own)) if pc.any(own).as_py() else rows
        return _with(kept, "event", self.strike_text) if "event" in kept.column_names else kept

    def known(self, rows: pa.Table) -> pa.Table:
        """The same for rows of FACTS: an account whose key is an id of theirs goes."""
        own = _in(rows["key"], self.user_ids | self.group_ids)
        kept = rows.filter(pc.invert(own)) if pc.any(own).as_py() else rows
        for name in ("facts", "health"):
            kept = _with(kept, name, self.strike_json)
        return kept

    def request(self, kind: str, body: bytes) -> bytes | None:
        """A spooled request without what is theirs; None when nothing else is in it, itself when nothing is theirs."""
        if not self._anywhere.search(body.decode(errors="replace")):
            return body
        try:
            if kind not in BATCHES:
                return None if self._theirs(_decode(body)) else self._struck(body)
            pieces = _pieces(body)
            calls = [bytes(call) for call in _list(pieces["batch"])]
        except (msgspec.DecodeError, KeyError, AttributeError, TypeError):
            return None  # a dead letter that cannot be read, and holds their word
        kept = [self._struck(call) for call in calls if not self._theirs(_decode(call))]
        if not kept:
            return None
        pieces["batch"] = msgspec.Raw(b"[" + b",".join(kept) + b"]")
        rest = {
            name: piece if name == "batch" else msgspec.Raw(self._struck(bytes(piece)))
            for name, piece in pieces.items()
        }
        return msgspec.json.encode(rest)

    def strike_json(self, texts: pa.ChunkedArray) -> pa.ChunkedArray:
        """JSON texts with these words struck out: as whole strings, and inside longer ones when they are long."""
        return self._strike(texts, _in_json)

    def strike_text(self, texts: pa.ChunkedArray) -> pa.ChunkedArray:
        """Names with these words struck out."""
        return self._strike(texts, _in_text)

    def _strike(self, texts: pa.ChunkedArray, how: Any) -> pa.ChunkedArray:
        found = pc.fill_null(pc.match_substring_regex(texts, self._pattern.pattern), False)
        if not self.words or not pc.any(found).as_py():
            return texts
        chosen = texts.filter(found)
        for pattern, new in (rule for word in self.words for rule in how(word)):
            chosen = pc.replace_substring_regex(chosen, pattern, new)
        return pa.chunked_array([pc.replace_with_mask(whole(texts), whole(found), whole(chosen))])

    def _struck(self, body: bytes) -> bytes:
        return bytes(self.strike_json(pa.chunked_array([pa.array([body.decode()])]))[0].as_py().encode())

    def _theirs(self, call: Any) -> bool:
        context = call.get("context")
        groups = {call.get("groupId"), context.get("groupId") if isinstance(context, dict) else None}
        return (
            str(call.get("userId")) in self.user_ids
            or str(call.get("anonymousId")) in self.anonymous_ids
            or bool({str(group) for group in groups} & self.group_ids)
            or str(call.get("previousId")) in self.user_ids | self.anonymous_ids
        )

    @property
    def _ids(self) -> frozenset[str]:
        return self.user_ids | self.anonymous_ids | self.group_ids

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _one_of(self.words)

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        """As ``_pattern``, with short ids: a call of theirs goes however short its id is."""
        return _one_of([*self.words, *(word for word in self._ids if word)])


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_quoted(form) for word in words for form in _forms(word)) or r"[^\s\S]")


def _forms(word: str) -> list[str]:
    """How JSON may spell a word, without the quotes."""
    forms = {json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}
    return sorted(forms | {form.replace("/", "\\/") for form in forms})


def _in_json(word: str) -> list[tuple[str, str]]:
    rules: list[tuple[str, str]] = []
    for form in map(_quoted, _forms(word)):
        if len(word) >= TELLING:
            rules += [(f'"{form}"(\\s*:)', f'"{STRUCK}"\\1'), (f'"{form}"', "null")]
            rules += _inside(form, number=word.isdigit())
        else:
            rules.append((f'"{form}"(\\s*[^:\\s]|\\s*$)', "null\\1"))
    return rules


def _in_text(word: str) -> list[tuple[str, str]]:
    form = _quoted(word)
    return [(f"\\A{form}\\z", STRUCK), *_inside(form, number=False)] if len(word) >= TELLING else []


def _inside(form: str, *, number: bool) -> list[tuple[str, str]]:
    """Rules for a word within a text; twice, because neighbours share the character between them."""
    if number:  # also a number of JSON, which a word in its place would break
        return [(f"([:\\[,]\\s*){form}(\\s*[,}}\\]])", "\\1null\\2")] * 2
    return [(f"(^|[^0-9A-Za-z]){form}([^0-9A-Za-z]|$)", f"\\1{STRUCK}\\2")] * 2


def _quoted(word: str) -> str:
    """A pattern that is just this word, in the dialects of Python and of RE2."""
    return re.sub(r"([^0-9A-Za-z_\u0080-\U0010ffff])", r"\\\1", word)


def _in(column: pa.ChunkedArray, ids: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(sorted(ids), pa.string()), skip_nulls=True)


def _any(first: pa.ChunkedArray, *others: pa.ChunkedArray) -> pa.ChunkedArray:
    for other in others:
        first = pc.or_(first, other)
    return first


def _with(rows: pa.Table, name: str, strike: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> pa.Table:
    column = rows[name]
    struck = strike(column)
    return rows if struck is column else rows.set_column(rows.column_names.index(name), name, struck)


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, as some functions need it."""
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
