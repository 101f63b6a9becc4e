"""What has an account agreed to and what does it pay? The contract facts, as of the day of the moment.

A contract counts from its first day to the day before its end. Several contracts of an account are one relationship:
amounts, seats and options are those of all that run.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import ibis
from ibis import _

from tenure.calc.trial import TRIAL
from tenure.facts.declare import Fact, until
from tenure.values.voice import later, voice, worded, worded_for

NONE: Final = "No contract is known"
SINCE: Final = later("A customer since {day}")
RENEWS: Final = later("Renews on {day}")
NONE_RUNS: Final = "No contract runs"


_fact = partial(Fact, group="contract", unknown=NONE)


def _money(factor: int) -> Any:
    """Known 0 for a former customer; null where the contracts that run are not all in one currency."""
    return ibis.cases(
        (_.runs & (_.running_currencies == 1), _.running_mrr * factor),
        (~_.runs & (_.past_currencies == 1), ibis.literal(0, "int64")),
    )


# The currency of both money facts, beside which it is a column of its own.
CURRENCY: Final = ibis.cases(
    (_.runs & (_.running_currencies == 1), _.running_currency),
    (~_.runs & (_.past_currencies == 1), _.past_currency),
)


def _said_date(text: str) -> Callable[[Any], str]:
    return lambda value: worded(text, day=voice().day(value))


def _said_deadline(value: int) -> str:
    if value < 0:
        return worded("The last day to give notice has passed")
    return worded("The last day to give notice is {when}", when=until(value))


_ONE_CURRENCY: Final = "No contract is known, or its contracts are in several currencies"

CONTRACT: Final = (
    _fact(
        "mrr",
        "money",
        "a month",
        "Recurring revenue a month of the contracts that run; 0 once all have ended, null where they are in several currencies.",
        _money(1),
        lambda value: worded("{money} a month", money=str(value)),
        unknown=_ONE_CURRENCY,
        currency="currency",
    ),
    _fact(
        "arr",
        "money",
        "a year",
        "Recurring revenue a year: 12 times mrr.",
        _money(12),
        lambda value: worded("{money} a year", money=str(value)),
        unknown=_ONE_CURRENCY,
        currency="currency",
    ),
    _fact(
        "tenure_days",
        "int",
        "days",
        "Days since the account's first contract began; once none runs, from then to the end of the last.",
        _.tenure,
        lambda value: worded_for(value, "A customer for {n} day", "A customer for {n} days"),
    ),
    _fact(
        "first_contract_on",
        "date",
        "",
        "The day on which the account's first contract began.",
        _.first_on,
        _said_date(SINCE),
    ),
    _fact(
        "term_months",
        "int",
        "months",
        "The length of the running contract's present period, as agreed, else counted from its dates; the longest of several.",
        _.term,
        lambda value: worded_for(value, "A term of {n} month", "A term of {n} months"),
        unknown="No contract with a term runs",
    ),
    _fact(
        "days_to_renewal",
        "int",
        "days",
        "Days until the end of the running contract's present period, the soonest of several; null when none ends.",
        _.left,
        lambda value: worded("Renews {when}", when=until(value)),
        unknown="No renewal is due",
    ),
    _fact(
        "renews_on",
        "date",
        "",
        "The end of the running contract's present period, the soonest of several; null when none ends.",
        _.renews_on,
        _said_date(RENEWS),
        unknown="No renewal is due",
    ),
    _fact(
        "notice_deadline_days",
        "int",
        "days",
        "Days until the last day to give notice for the contract that runs, the soonest of several; negative once it has "
        "passed, null when nobody said how long before the end notice is due, or notice was given.",
        _.notice_left,
        _said_deadline,
        unknown="No last day for notice is known",
    ),
    _fact(
        "options_bought",
        "int",
        "options",
        "How many different options the running contracts include; null for an account that none was ever recorded for.",
        _.options,
        lambda value: worded_for(value, "{n} option bought", "{n} options bought"),
        unknown="No options are recorded",
    ),
    _fact(
        "seats_bought",
        "int",
        "seats",
        "How many seats the running contracts include together; null when none says.",
        _.seats_bought,
        lambda value: worded_for(value, "{n} seat bought", "{n} seats bought"),
        unknown="No seats are recorded",
    ),
    _fact(
        "plan",
        "text",
        "",
        "The plan, else the product, of the running contract with the highest MRR.",
        _.plan,
        lambda value: worded("On the plan {plan}", plan=str(value)),
        unknown="No plan is known",
    ),
    _fact(
        "on_trial",
        "bool",
        "",
        "Whether the plan of the running contract with the highest MRR is one to try with, by its name.",
        _.plan.re_search(TRIAL),
        lambda value: worded("On trial") if value else worded("Not on trial"),
        unknown="No plan is known",
    ),
    _fact(
        "options",
        "text",
        "",
        "The names of the different options that the running contracts include, in the order of their letters, with commas between.",
        _.option_names,
        lambda value: worded("Options: {names}", names=str(value)),
        unknown="No contract that runs includes an option",
    ),
    _fact(
        "has_contract",
        "bool",
        "",
        "Whether a contract runs; null for an account that never had one.",
        _.runs,
        lambda value: worded("A contract runs") if value else worded(NONE_RUNS),
    ),
    _fact(
        "has_had_contract",
        "bool",
        "",
        "Whether any contract has begun, running or ended.",
        _.runs.notnull(),
        lambda value: worded("Has or had a contract") if value else worded("Never had a contract"),
    ),
    _fact(
        "is_former",
        "bool",
        "",
        "Whether the account has left: it had a contract and none runs; null for an account that never had one.",
        ~_.runs,
        lambda value: worded("Has left: no contract runs any more") if value else worded("Has not left"),
    ),
    _fact(
        "notice_given",
        "bool",
        "",
        "Whether notice has been given for a contract that runs; null when none runs.",
        ibis.ifelse(_.runs, _.notice_on.notnull(), ibis.null("boolean")),
        lambda value: worded("Notice has been given") if value else worded("No notice has been given"),
        unknown=NONE_RUNS,
    ),
)
