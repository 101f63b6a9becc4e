"""What moved an account's score between two moments, factor by factor?"""

from tenure.answers.health import Judge, Scored, health
from tenure.calc.moved import Factor
from tenure.calc.moved import moved as factors
from tenure.calc.ready_words import said
from tenure.facts.changes import say_change
from tenure.records.account import Account
from tenure.values.moment import Moment


def moved(account: Account, before: Moment, after: Moment) -> tuple[Scored, Scored, tuple[Factor, ...]]:
    """Both scores and the factors, which sum to the difference; the voice in force writes their sentences.

    When another scorecard applies later, the earlier facts are scored with that one too, so that one factor tells
    what the change of card did and the others what changed in the account.
    """
    (then,) = health(account.workspace, before, [account.pk])
    (now,) = health(account.workspace, after, [account.pk])
    judge = Judge.of(account.workspace, before, [account.pk])
    restated = judge.score(account.pk, then.facts, scorecard=now.health.scorecard)
    names = {card.slug: said(card.name) for card in judge.cards}
    told = factors(then.health, now.health, restated, say=say_change, card_name=lambda slug: names.get(slug, slug))
    return then, now, told
