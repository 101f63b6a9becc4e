"""What moved an account's score between two moments, factor by factor?"""

from tenure.answers.health import Scored, health
from tenure.calc.moved import Factor
from tenure.calc.moved import moved as factors
from tenure.records.account import Account
from tenure.values.moment import Moment


def moved(account: Account, before: Moment, after: Moment) -> tuple[Scored, Scored, tuple[Factor, ...]]:
    """Both scores and the factors, which sum to the difference."""
    (then,) = health(account.workspace, before, [account.pk])
    (now,) = health(account.workspace, after, [account.pk])
    return then, now, factors(then.health, now.health)
