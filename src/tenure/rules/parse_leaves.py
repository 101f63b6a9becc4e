"""Is this JSON a leaf about change, about what was done, or about an account's own past?"""

from typing import cast

from tenure.rules.comparison import Comparison, InDays, Op, Scalar
from tenure.rules.definition import RuleError, fields, found, items, one_of, text
from tenure.rules.leaves import SOURCES, WATCHES, WAYS, Changed, Did, Followed, Source, Watch, WatchKind, Way
from tenure.rules.parse_comparison import absolute_date, compared, days, fact_name, scalar
from tenure.values.money import Money

LONGEST_NAME = 500
MOST_TIMES = 1_000_000
MOST_PROPERTIES = 10
LONGEST_CHANGE = 1_095  # days: facts are computed anew as of that day
LONGEST_WINDOW = 1_095

_COUNTED = [op.value for op in (Op.GE, Op.LE, Op.GT, Op.LT, Op.EQ, Op.NE)]


def changed(data: object, path: str) -> Changed:
    """``{"changed": …, "way": …, "days": …, "by": …, "as": "share"}``."""
    given = fields(data, path, ["changed", "way", "days"], ["by", "as"])
    by = None if given["by"] is None else scalar(given["by"], f"{path}.by")
    as_share = given["as"] is not None and one_of(given["as"], f"{path}.as", ["share", "value"]) == "share"
    _check_step(by, as_share, f"{path}.by")
    return Changed(
        fact_name(given["changed"], f"{path}.changed"),
        cast("Way", one_of(given["way"], f"{path}.way", WAYS)),
        days(given["days"], f"{path}.days", most=LONGEST_CHANGE),
        by,
        as_share,
    )


def did(data: object, path: str) -> Did | Followed:
    """``{"did": …, "op": …, "times": …}`` with ``days`` or ``since``; or ``{"did": …, "then": …, "within": …}``."""
    if isinstance(data, dict) and "then" in data:
        return _followed(data, path)
    given = fields(data, path, ["did", "op", "times"], ["days", "since", "where"])
    if (given["days"] is None) is (given["since"] is None):
        raise RuleError(path, "expected either “days” or “since”")
    listed = [] if given["where"] is None else items(given["where"], f"{path}.where", most=MOST_PROPERTIES)
    return Did(
        _event(given["did"], f"{path}.did"),
        Op(one_of(given["op"], f"{path}.op", _COUNTED)),
        _times(given["times"], f"{path}.times"),
        None if given["days"] is None else days(given["days"], f"{path}.days", least=0, most=LONGEST_WINDOW),
        None if given["since"] is None else absolute_date(given["since"], f"{path}.since"),
        tuple(_property(one, f"{path}.where[{number}]") for number, one in enumerate(listed)),
    )


def watch(data: object, path: str) -> Watch:
    """``{"watch": …, "source": …, "of": …}``; ``of`` names the event or metric, and is absent for all usage."""
    given = fields(data, path, ["watch", "source"], ["of"])
    source = cast("Source", one_of(given["source"], f"{path}.source", SOURCES))
    if source == "usage" and given["of"] is not None:
        raise RuleError(f"{path}.of", f"expected nothing beside “usage”, {found(given['of'])}")
    of = "" if source == "usage" else _event(given["of"], f"{path}.of")
    return Watch(cast("WatchKind", one_of(given["watch"], f"{path}.watch", WATCHES)), source, of)


def _followed(data: object, path: str) -> Followed:
    given = fields(data, path, ["did", "then", "within", "days"])
    return Followed(
        _event(given["did"], f"{path}.did"),
        _event(given["then"], f"{path}.then"),
        days(given["within"], f"{path}.within", least=0, most=LONGEST_WINDOW),
        days(given["days"], f"{path}.days", least=0, most=LONGEST_WINDOW),
    )


def _property(data: object, path: str) -> Comparison:
    given = fields(data, path, ["property", "op"], ["value"])
    one = compared(text(given["property"], f"{path}.property", most=200), given, path)
    if isinstance(one.value, InDays):
        raise RuleError(f"{path}.value", "expected a value as it stands, found a date relative to the moment")
    return one


def _event(data: object, path: str) -> str:
    return text(data, path, most=LONGEST_NAME)


def _times(data: object, path: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data <= MOST_TIMES:
        raise RuleError(path, f"expected how often, from 0 to {MOST_TIMES:,}, {found(data)}")
    return data


def _check_step(by: Scalar | None, as_share: bool, path: str) -> None:
    """A change is by something that can be subtracted, and by more than nothing."""
    if by is None and not as_share:
        return
    if isinstance(by, Money) and not as_share:
        if by.amount <= 0:
            raise RuleError(path, "expected an amount above zero")
    elif isinstance(by, bool) or not isinstance(by, int | float) or by <= 0:
        raise RuleError(path, f"expected a number above zero{'' if as_share else ' or an amount'}, {found(by)}")
