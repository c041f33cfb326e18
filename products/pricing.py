"""What a piece costs, what a shop's share makes of its price, and what an hour of work earns.

Source: cost = (materials + packaging + hours × wage) + overhead; domain 8.1, "HPP".
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# Hours of a month by which the labour law divides a monthly wage.
MONTHLY_HOURS = 173
# What shops keep of the price they sell at, in percent; 0 is a sale without a shop.
SHARES = (0, 30, 40, 50)


@dataclass(frozen=True)
class Costs:
    """One batch: how many pieces, money in whole rupiah, hours, overhead in percent."""

    pieces: int
    materials_idr: int
    packaging_idr: int
    hours: Decimal
    hourly_wage_idr: int
    overhead_percent: int

    @property
    def wages_idr(self) -> int:
        """The work of the batch at the wished wage."""
        return _up(self.hours * self.hourly_wage_idr)

    @property
    def overhead_idr(self) -> int:
        """The overhead of the batch."""
        return _up(Decimal(self._direct_idr * self.overhead_percent) / 100)

    @property
    def total_idr(self) -> int:
        """The whole batch."""
        return self._direct_idr + self.overhead_idr

    @property
    def unit_cost_idr(self) -> int:
        """One piece, rounded up to a whole rupiah."""
        return _up(Decimal(self.total_idr) / self.pieces)

    @property
    def _direct_idr(self) -> int:
        return self.materials_idr + self.packaging_idr + self.wages_idr

    def price_through_shop(self, share: int) -> int:
        """The price at which the piece's cost is left after a shop kept `share` percent.

        Rounded up to a price that people write.
        """
        return sellable(_up(Decimal(self.unit_cost_idr) * 100 / (100 - share)))

    def hourly_wage_at(self, price_idr: int) -> int:
        """What an hour earns when every piece is sold at the price; below zero: it costs."""
        income = Decimal(price_idr * self.pieces * 100) / (100 + self.overhead_percent)
        return _down((income - self.materials_idr - self.packaging_idr) / self.hours)

    def left_at(self, price_idr: int) -> int:
        """What a piece's price leaves above its cost; below zero: what is missing."""
        return price_idr - self.unit_cost_idr

    def share_left_at(self, price_idr: int) -> int:
        """How many percent of the price a shop may keep before the cost is touched."""
        return max(_down(Decimal(self.left_at(price_idr) * 100) / price_idr), 0)


def hourly_minimum(monthly_idr: int) -> int:
    """The minimum wage of one hour, rounded up."""
    return _up(Decimal(monthly_idr) / MONTHLY_HOURS)


def sellable(amount_idr: int) -> int:
    """The amount, rounded up to the next 500 rupiah, from 100,000 on to the next 1,000."""
    step = 1000 if amount_idr >= 100_000 else 500
    return max(-(-amount_idr // step) * step, step)


def _up(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_CEILING))


def _down(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_FLOOR))
