"""Who is an account of the demo before anything happens? What it is, how it behaves, and what is special about it."""

from dataclasses import dataclass
from typing import Literal

from tenure.sources.demo.trades import Trade

Downloads = Literal["usual", "stalled", "pausing", "lull"]


@dataclass(frozen=True, slots=True)
class Twist:
    """What a story asks of its account; None leaves it to luck. Days are days ago, but for ``certificate``: days left."""

    happy: float | None = None  # the hidden satisfaction, always
    punctual: bool = False  # no planned push is left out
    silent: int = 0  # no push in the last so many days
    published: int | None = None
    certificate: int | None = None
    downloads: Downloads = "usual"
    milestones: int | None = None  # how many of them were reached
    touched: int | None = None
    sentiment: int | None = None
    overdue: int | None = None
    left: int | None = None  # the contract ended
    stays: bool = False
    steady: bool = False  # the same public every day, so that figures come out as told
    fallen: tuple[float, float] | None = None  # users and downloads of the last four weeks over those before
    complains: bool = False  # all the time, and it answers whenever it is asked
    bounces: bool = False  # the address of its main contact
    reports: bool = False  # it sent the report that many are affected by


@dataclass(frozen=True, slots=True)
class Account:
    """``started`` is days ago; ``mrr`` whole euros; ``size`` active users of its app on an average day.

    ``mean`` is where its satisfaction tends to (any number; 0 is half satisfied), ``temper``
    how easily it is shaken, ``voice`` how readily it complains,
    ``habit`` how little its usage follows its satisfaction, ``loyalty`` how much it puts up with: each 0 to 1.
    """

    number: int
    key: str
    name: str
    trade: Trade
    country: str
    town: str
    owner: str
    source: str
    started: int
    mrr: int
    plan: str
    options: tuple[str, ...]
    system: str  # release of the app system that its app is built on
    term: int  # days; a contract runs on for another one unless notice is given
    size: float
    growth: float  # of the public, a year
    push_gap: int
    office: float  # chance that somebody works in the back office on a weekday
    mean: float
    temper: float
    voice: float
    habit: float
    loyalty: float
    minimum: int | None = None
    twist: Twist = Twist()
