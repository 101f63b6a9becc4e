"""How patient are the watches? Every figure that they are told, with the default that the bench was tuned to."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Settings:
    """Days, weeks and shares; `docs/explanation/watches.md` says what each costs and brings."""

    # stopped
    patience: float = 1.25  # times the usual longest gap
    longest: float = 0.95  # which of the own gaps counts as the usual longest
    fewest_gaps: int = 8
    shortest_silence: int = 5  # days that are calm whatever the gaps
    false_a_year: float = 0.25  # how often a year an account as irregular as this one may be told of by chance

    # falling
    falling_weeks: int = 4  # each of which must lie below
    falling_before: int = 8  # weeks, all of which must be known
    fewest_active_days: int = 16  # in them
    fall: float = 0.3  # the least share that the best of the last weeks lost
    fall_noise: float = 1.0  # and standard deviations of one week

    # stagnating
    flat_weeks: int = 8
    flat_again: int = 1  # weeks ago it must have been so as well
    growing_weeks: int = 16
    fewest_growing_weeks: int = 12
    least_growth: float = 0.05  # what the flat weeks should have brought, as a share
    growth_left: float = 1 / 3  # of its own growth, which six flat weeks of the eight leave
    growth_noise: float = 2.5  # the growth of the flat weeks, in standard deviations of one week

    # spike
    spike_weeks: int = 8
    fewest_spike_weeks: int = 4
    spike: float = 3.0  # times the usual
    spike_noise: float = 5.0  # standard deviations


DEFAULTS: Final = Settings()
