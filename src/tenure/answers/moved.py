"""What moved an account's score between two moments, factor by factor?"""

from tenure.answers.health import Judge, Scored, health
from tenure.calc.moved import Factor
from tenure.calc.moved import moved as factors
from tenure.records.account import Account
from tenure.values.moment import Moment


def moved(account: Account, before: Moment, after: Moment) -> tuple[Scored, Scored, tuple[Factor, ...]]:
    """Both scores and the factors, which sum to the difference.

    When another scorecard applies later, the earlier facts are scored with that one too, so that one factor tells
    what the change of card did and the others what changed in the account.
    """
    (then,) = health(account.workspace, before, [account.pk])
    (now,) = health(account.workspace, after, [account.pk])
    restated = Judge.of(account.workspace, before, [account.pk]).score(
        account.pk, then.facts, scorecard=now.health.scorecard
    )
    return then, now, factors(then.health, now.health, restated)
