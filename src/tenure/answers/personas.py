"""Which groups do accounts fall into by their facts? Clusters, what sets each apart, how it fares, and a rule that finds it.

Only the worker imports this module: scikit-learn takes a second to load.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.tree import DecisionTreeClassifier

from tenure import clock
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.known import facts_known_then
from tenure.answers.persona_features import Feature, Matrix, features
from tenure.answers.rule_columns import columns_of, found
from tenure.calc.persona import Mark, Persona, Personas
from tenure.facts.declare import Fact
from tenure.facts.values import from_json
from tenure.records.health import AccountHealth
from tenure.records.workspace import Workspace
from tenure.rules.comparison import Comparison, Op, Scalar
from tenure.rules.match import matches
from tenure.rules.tree import AllOf, AnyOf, Rule
from tenure.values.moment import Moment
from tenure.values.money import Money, minor_digits

FEWEST: Final = 30  # accounts from which on there are groups
MOST: Final = 8  # groups
SAMPLE: Final = 20_000  # accounts that groups are found in; all are put into them
MARKS: Final = 3
DAYS: Final = 90  # back, for who has left since
_JUDGED: Final = 2_000  # accounts that say how well a number of groups fits
_SEED: Final = 4
Labels = NDArray[np.int64]


class TooFewAccounts(ValueError):  # noqa: N818 - reads as what is the matter
    """There are too few accounts, or they are all alike."""


def personas(workspace: Workspace, far: Callable[[int, int], None]) -> Personas:
    """The groups of the accounts that have not left; ``far`` is told how many steps of how many are done.

    Raises TooFewAccounts.
    """
    columns, there = columns_of(workspace)
    stored = AccountHealth.objects.filter(workspace=workspace)
    bands = dict(stored.values_list("account", "band"))
    current = np.asarray([bands.get(int(one), "former") != "former" for one in columns.numbers], dtype=bool) & there
    catalogue = catalogue_of(workspace)
    if int(current.sum()) < FEWEST:
        raise TooFewAccounts
    kept = features(columns, current, catalogue, workspace.currency)
    if not kept:
        raise TooFewAccounts
    matrix = np.column_stack([one.scaled for one in kept])
    labels = _groups(matrix, lambda done: far(done, MOST + 1))
    numbers = columns.numbers[current]
    then = _then(workspace, catalogue)
    told = [
        _persona(workspace, kept, matrix, labels == group, numbers, bands, then) for group in np.unique(labels).tolist()
    ]
    far(MOST + 1, MOST + 1)
    return Personas(tuple(sorted(told, key=lambda one: -one.size)), len(numbers), DAYS)


def _groups(matrix: Matrix, far: Callable[[int], None]) -> Labels:
    """Which group each account is in: as many as keep neighbours together best."""
    luck = np.random.default_rng(_SEED)
    sample = matrix if len(matrix) <= SAMPLE else matrix[luck.choice(len(matrix), SAMPLE, replace=False)]
    best: tuple[float, Any] | None = None
    for count in range(2, MOST + 1):
        tried = KMeans(count, n_init=6, random_state=_SEED).fit(sample)
        fit = silhouette_score(sample, tried.labels_, sample_size=min(_JUDGED, len(sample)), random_state=_SEED)
        if best is None or fit > best[0] + 0.005:  # as good with fewer groups is better
            best = (fit, tried)
        far(count)
    assert best is not None  # noqa: S101 - at least two groups were tried
    labels: Labels = best[1].predict(matrix)
    return labels


def _persona(  # noqa: PLR0917 - all that is known of one group
    workspace: Workspace,
    kept: Sequence[Feature],
    matrix: Matrix,
    mine: NDArray[np.bool_],
    numbers: NDArray[np.int64],
    bands: Mapping[int, str],
    then: Sequence[tuple[bool, Mapping[str, Any]]],
) -> Persona:
    members = numbers[mine]
    rule = _rule(kept, mine)
    held = np.isin(numbers, found(workspace, rule).numbers)
    both = int((held & mine).sum())
    mix: dict[str, int] = {}
    for one in members.tolist():
        mix[bands[one]] = mix.get(bands[one], 0) + 1
    watched = [left for left, facts in then if matches(rule, facts)]
    return Persona(
        _marks(kept, matrix, mine),
        len(members),
        mix,
        rule.as_json(),
        both / max(int(held.sum()), 1),
        both / max(len(members), 1),
        sum(watched),
        len(watched),
    )


def _marks(kept: Sequence[Feature], matrix: Matrix, mine: NDArray[np.bool_]) -> tuple[Mark, ...]:
    """The facts in which the group differs most from all; of texts those that most of it have."""
    apart = matrix[mine].mean(axis=0)
    marks: list[Mark] = []
    for at in np.argsort(-np.abs(apart)).tolist():
        one = kept[at]
        if len(marks) == MARKS or any(mark.fact == one.fact for mark in marks):
            continue
        middle = np.mean if one.text else np.median
        here, usual = float(middle(one.raw[mine])), float(middle(one.raw))
        if here == usual or (one.text and here < 0.5):
            continue
        scale = 10.0 ** minor_digits(one.currency) if one.currency else 1.0
        marks.append(Mark(one.fact, here / scale, usual / scale, one.text))
    return tuple(marks)


def _rule(kept: Sequence[Feature], mine: NDArray[np.bool_]) -> Rule:
    """Thresholds that reproduce most of a group: the branches of a small tree that lead to it."""
    raw = np.column_stack([one.raw for one in kept])
    tree = DecisionTreeClassifier(
        max_depth=3, min_samples_leaf=max(3, int(mine.sum() * 0.03)), class_weight="balanced", random_state=_SEED
    ).fit(raw, mine)
    branches = _branches(tree.tree_, kept, 0, {})
    rules = [_all_of(branch) for branch in branches if branch]
    return rules[0] if len(rules) == 1 else AnyOf(tuple(rules))


Bounds = dict[tuple[int, Op], float]


def _branches(tree: Any, kept: Sequence[Feature], node: int, bounds: Bounds) -> list[list[Comparison]]:
    if tree.children_left[node] < 0:
        away, mine = tree.value[node][0]
        return [_comparisons(kept, bounds)] if mine > away else []
    at, threshold = int(tree.feature[node]), float(tree.threshold[node])
    below = {**bounds, (at, Op.LE): min(threshold, bounds.get((at, Op.LE), threshold))}
    above = {**bounds, (at, Op.GT): max(threshold, bounds.get((at, Op.GT), threshold))}
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    return [*_branches(tree, kept, left, below), *_branches(tree, kept, right, above)]


def _comparisons(kept: Sequence[Feature], bounds: Bounds) -> list[Comparison]:
    made = []
    for (at, op), threshold in bounds.items():
        one = kept[at]
        if one.text:
            made.append(Comparison(one.fact, Op.EQ if op is Op.GT else Op.NE, one.text))
        elif one.is_whole:
            whole = int(np.floor(threshold)) + (op is Op.GT)
            value: Scalar = Money(whole, one.currency) if one.currency else whole
            made.append(Comparison(one.fact, Op.GE if op is Op.GT else Op.LE, value))
        else:
            made.append(Comparison(one.fact, op, float(f"{threshold:.3g}")))
    return made


def _all_of(comparisons: Sequence[Comparison]) -> Rule:
    return comparisons[0] if len(comparisons) == 1 else AllOf(tuple(comparisons))


def _then(workspace: Workspace, catalogue: Mapping[str, Fact]) -> list[tuple[bool, Mapping[str, Any]]]:
    """(whether it has left since, facts as stored then) of the accounts that were there a while ago."""
    stored = facts_known_then(workspace, Moment(clock.now() - timedelta(days=DAYS)), None)
    if stored.day is None or (clock.now().date() - stored.day).days > DAYS + 7:
        return []
    gone = set(AccountHealth.objects.filter(workspace=workspace, band="former").values_list("account", flat=True))
    return [
        (account in gone, {name: from_json(name, value, catalogue) for name, value in facts.items()})
        for account, facts in stored.rows
        if facts.get("is_former") is not True
    ]
