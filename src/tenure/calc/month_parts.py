"""How many months lie between two days? A whole calendar month is one, a day of it the share that it has of that month."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

DAYS_A_MONTH: Final = 365.25 / 12  # in the mean


def position(days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Months since the beginning of 1970, as a number whose whole part is the month and whose rest is the way into it."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    begin = months.astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[D]") - begin).astype(np.int64)
    into: NDArray[np.float64] = months.astype(np.int64) + (dates - begin).astype(np.int64) / length
    return into


def between(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Months from each start to each end; none where the end comes first."""
    found: NDArray[np.float64] = np.clip(position(ends) - position(starts), 0, None)
    return found
