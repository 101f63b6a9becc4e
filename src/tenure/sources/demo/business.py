"""What happened to the whole business by a day? Every account's life, its pushes and what its people did."""

from datetime import date

import numpy as np
import pyarrow as pa

from tenure.sources.demo.days import days_until
from tenure.sources.demo.life import live
from tenure.sources.demo.population import population
from tenure.sources.demo.pushes import pushes
from tenure.sources.demo.talk import questions, touches
from tenure.sources.demo.usage import Events, usage

_EPOCH = date(1970, 1, 1)
_SECOND = 1_000_000


class Business:
    """The demo as it is seen on a day: ``lives`` in the order of accounts, and beside them what each life holds."""

    def __init__(self, today: date) -> None:
        self.days = days_until(today)
        self.lives = tuple(live(account, self.days) for account in population())
        self.pushes = tuple(pushes(life, self.days) for life in self.lives)
        self.questions = tuple(questions(life, self.days) for life in self.lives)
        self.touches = tuple(
            touches(life, self.days, asked) for life, asked in zip(self.lives, self.questions, strict=True)
        )

    def events(self) -> pa.Table:
        """Every event up to the end of today, in order of time: user, account, event, time and value."""
        found = [usage(life, self.days, sent) for life, sent in zip(self.lives, self.pushes, strict=True)]
        today = (self.days.today - _EPOCH).days
        seconds = np.concatenate([(today - one.ago) * 86_400 + one.second for one in found])
        columns = {
            "User ID": pa.concat_arrays([_named(one.persons, one.person) for one in found]),
            "Account ID": pa.concat_arrays([_account(one) for one in found]),
            "Event": pa.concat_arrays([_named(one.names, one.name) for one in found]),
            "Time": pa.array(seconds * _SECOND, pa.timestamp("us", tz="UTC")),
            "Value": pa.array(np.concatenate([one.value for one in found]), from_pandas=True),
        }
        return pa.table(columns).take(pa.array(np.argsort(seconds, kind="stable")))


def _named(names: tuple[str, ...], places: np.ndarray) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(places))


def _account(events: Events) -> pa.Array:
    return pa.repeat(pa.scalar(events.account.key, pa.string()), len(events.name))
