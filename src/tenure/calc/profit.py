"""What is left of what an account brings? Revenue less the time that it takes, at what an hour costs."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Minutes = TypeVar("Minutes", int, NDArray[np.int64])


@dataclass(frozen=True, slots=True)
class Profit:
    """Minor units over a period. ``discount`` was given before: the revenue is after it, and it is told beside."""

    revenue: int
    minutes: int
    hourly_cost: int
    discount: int = 0

    @property
    def cost(self) -> int:
        """What the time came to, rounded half up."""
        return int(cost_to_serve(self.minutes, self.hourly_cost))

    @property
    def profit(self) -> int:
        """Revenue less cost to serve."""
        return self.revenue - self.cost

    @property
    def margin(self) -> float | None:
        """The share of revenue that is left; None without revenue."""
        return self.profit / self.revenue if self.revenue else None

    def __add__(self, other: "Profit") -> "Profit":
        if self.hourly_cost != other.hourly_cost:
            raise ValueError("profits at different hourly costs cannot be added up")
        return Profit(
            self.revenue + other.revenue, self.minutes + other.minutes, self.hourly_cost, self.discount + other.discount
        )


def cost_to_serve(minutes: Minutes, hourly_cost: int) -> Minutes:
    """What so many minutes, or each of many, come to in minor units at what an hour costs, rounded half up."""
    return (minutes * hourly_cost + 30) // 60
