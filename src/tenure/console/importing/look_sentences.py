"""What does the page of an upload say first? What the file is, what could not be read, and what importing it would do."""

from collections.abc import Iterator, Sequence
from functools import reduce

from babel import Locale
from django.utils.translation import gettext, ngettext

from tenure.actions.importing.dry_run import Plan
from tenure.answers.look import Look
from tenure.console import locale
from tenure.console.importing import fields as words

SHOWN_REPEATS = 3


def sentences(seen: Look, plan: Plan | None, count: int, *, is_cut: bool, place: Locale) -> Iterator[str]:
    """In order. ``is_cut``: only the beginning of the file was looked at, and ``count`` is an estimate."""
    if seen.missing:
        yield from _what_is_missing(seen)
        return
    yield _what_it_is(seen, count, is_cut=is_cut, place=place)
    if bad := seen.problem_count:
        told = ngettext("{cells} cell cannot be read.", "{cells} cells cannot be read.", bad)
        yield told.format(cells=locale.number(bad, place))
    if seen.looked < count:
        told = gettext("The first {rows} were looked through.")
        yield told.format(rows=locale.number(seen.looked, place))
    if plan is not None:
        yield _what_would_happen(plan, is_cut=is_cut, place=place)


def repeats(seen: Look, place: Locale) -> Iterator[str]:
    """Which rows are about the same record; nothing when none are."""
    if not seen.repeats:
        return
    one = words.one(seen.kind.name)
    for row, later in seen.repeats[:SHOWN_REPEATS]:
        told = gettext("Rows {row} and {later} are about the same {one}.")
        yield told.format(row=locale.number(row, place), later=locale.number(later, place), one=one)
    if (more := seen.repeat_count - SHOWN_REPEATS) > 0:
        told = ngettext("{rows} more is said twice.", "{rows} more are said twice.", more)
        yield told.format(rows=locale.number(more, place))
    yield gettext("Where they differ, the later counts.")


def ways_in_words(ways: Sequence[Sequence[str]], kind: str) -> str:
    """``Account key, or Name``: what a file must have, by the names of fields."""
    both, either = gettext("{first} and {second}"), gettext("{first}, or {second}")
    named = [
        reduce(lambda first, second: both.format(first=first, second=second), (words.field(name, kind) for name in way))
        for way in ways
    ]
    return reduce(lambda first, second: either.format(first=first, second=second), named)


def _what_is_missing(seen: Look) -> Iterator[str]:
    kind = seen.kind.name
    first, *others = (ways_in_words(ways, kind) for ways in seen.missing)
    told = gettext("Taken for a file of {kind}, but a column for {field} is missing.")
    yield told.format(kind=words.kind_in_a_sentence(kind), field=first)
    for other in others:
        yield gettext("A column for {field} is missing as well.").format(field=other)
    yield gettext("Say below which column it is, or choose another kind.")


def _what_it_is(seen: Look, count: int, *, is_cut: bool, place: Locale) -> str:
    if is_cut:
        told = ngettext("About {rows} row of {kind}.", "About {rows} rows of {kind}.", count)
    else:
        told = ngettext("{rows} row of {kind}.", "{rows} rows of {kind}.", count)
    return told.format(rows=locale.number(count, place), kind=words.kind_in_a_sentence(seen.kind.name))


def _what_would_happen(plan: Plan, *, is_cut: bool, place: Locale) -> str:
    created, updated = (locale.number(one, place) for one in (plan.created, plan.updated))
    is_all = plan.is_all and not is_cut
    if plan.created and plan.updated:
        told = (
            gettext("{created} would be new and {updated} would change.") if is_all
            else gettext("Of the first {rows} rows, {created} would be new and {updated} would change: an estimate for the rest.")
        )  # fmt: skip
    elif plan.updated:
        told = (
            gettext("{updated} would change.") if is_all
            else gettext("Of the first {rows} rows, {updated} would change: an estimate for the rest.")
        )  # fmt: skip
    else:
        told = (
            gettext("{created} would be new.") if is_all
            else gettext("Of the first {rows} rows, {created} would be new: an estimate for the rest.")
        )  # fmt: skip
    return told.format(rows=locale.number(plan.rows, place), created=created, updated=updated)
