"""People and businesses that nobody is or has, with all the look-alikes that real lists hold.

For measuring the import on lists larger and dirtier than any that may lie in a repository. The
sequence part of every NIK is 9001–9009, which no office reaches in a day.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "lists.toml").read_text(encoding="utf-8")
)
# Of a hundred businesses: so many belong to a cluster of look-alikes of each kind.
FAMILIES, TWINS, NAMESAKES, SECOND_BUSINESSES = 3, 1, 4, 5
HELPED = 30  # makers who give the telephone number of one helper


@dataclass(frozen=True)
class Spot:
    """A village by code and name, in its district, by code and name."""

    code: str
    name: str
    district: str
    district_name: str


@dataclass(frozen=True)
class Person:
    """An owner; `key` is the same wherever the same person is meant."""

    key: str
    name: str
    gender: str
    born_on: date
    national_id: str
    phones: tuple[str, ...]
    spot: Spot
    hamlet: str
    rt: int
    rw: int


@dataclass(frozen=True)
class Shop:
    """A business of an owner; `kind` says why it looks like another one."""

    key: str
    owner: Person
    name: str
    trade: dict[str, Any] = field(repr=False)
    products: tuple[str, ...] = ()
    nib: str = ""
    founded_in: int = 2015
    capital_idr: int = 0
    turnover_idr: int = 0
    workers: tuple[int, int] = (1, 0)
    status: str = ""
    kind: str = ""


@dataclass
class World:
    """Makes people and businesses from a seed."""

    spots: Sequence[Spot]
    dice: random.Random
    count: int = 0
    numbers: set[str] = field(default_factory=set)

    def shops(self, count: int) -> Iterator[Shop]:
        """About so many businesses, look-alikes beside each other."""
        helper = self.phone()
        left = count
        for _ in range(HELPED if count >= HELPED * 10 else 0):
            left -= 1
            maker = replace(self.person(), phones=(helper,))
            yield self.shop(maker, kind="helper")
        while left > 0:
            made = list(self._cluster())
            left -= len(made)
            yield from made

    def _cluster(self) -> Iterator[Shop]:
        first = self.person()
        lot = self.dice.uniform(0, 100)
        is_second = lot >= 100 - SECOND_BUSINESSES
        shop = self.shop(first, kind="second" if is_second else "")
        yield shop
        for share, maker in (
            (FAMILIES, self._child),
            (TWINS, self._twin),
            (NAMESAKES, self._namesake),
        ):
            if 0 <= lot < share:
                other = maker(first)
                yield self.shop(other, kind=maker.__name__.strip("_"))
            lot -= share
        if is_second:
            yield self._second(shop)

    # People

    def person(self, **known: Any) -> Person:
        """Somebody new; `known` settles what the caller cares for."""
        self.count += 1
        gender = known.get("gender") or ("P" if self.dice.random() < 0.6 else "L")
        born_on = known.get("born_on") or date(1946, 1, 1) + timedelta(self.dice.randrange(22_000))
        spot = known.get("spot") or self.dice.choice(self.spots)
        phones = [self.phone()] + [self.phone()] * (self.dice.random() < 0.05)
        made: dict[str, Any] = {
            "key": f"P{self.count:05d}",
            "name": self.name(gender),
            "gender": gender,
            "born_on": born_on,
            "national_id": self.national_id(spot, born_on, gender),
            "phones": tuple(dict.fromkeys(phones)),
            "spot": spot,
            "hamlet": self.dice.choice(WORDS["hamlets"]),
            "rt": self.dice.randint(1, 25),
            "rw": self.dice.randint(1, 9),
        }
        return Person(**(made | known))

    def name(self, gender: str) -> str:
        """One to three words; single names are common among the old."""
        words = WORDS["women" if gender == "P" else "men"]
        return " ".join(self.dice.sample(words, self.dice.choice([1, 2, 2, 2, 2, 3, 3])))

    def national_id(self, spot: Spot, born_on: date, gender: str) -> str:
        """A NIK as the office would build it, that no office has given."""
        day = born_on.day + (40 if gender == "P" else 0)
        stem = f"{spot.district.replace('.', '')}{day:02d}{born_on:%m%y}"
        number = next(
            n for n in (f"{stem}90{k:02d}" for k in range(1, 99)) if n not in self.numbers
        )
        self.numbers.add(number)
        return number

    def phone(self) -> str:
        """A number of the form +62 812 999x xxxx that is not used yet."""
        while True:
            number = f"+62812999{self.dice.randrange(100_000):05d}"
            if number not in self.numbers and not number.endswith("000"):
                self.numbers.add(number)
                return number

    def _child(self, parent: Person) -> Person:
        """A grown child in the same house, with the family's telephone and a word of the name."""
        born_on = min(parent.born_on + timedelta(self.dice.randint(8000, 12_000)), date(2007, 1, 1))
        gender = self.dice.choice("LP")
        first = self.name(gender).split()[0]
        return self.person(
            gender=gender,
            born_on=born_on,
            name=f"{first} {parent.name.split()[-1]}",
            phones=parent.phones,
            spot=parent.spot,
            hamlet=parent.hamlet,
            rt=parent.rt,
            rw=parent.rw,
        )

    def _twin(self, other: Person) -> Person:
        """Born on the same day in the same house, with a NIK that differs in one digit."""
        words = WORDS["women" if other.gender == "P" else "men"]
        last = self.dice.choice([word for word in words if word not in other.name.split()])
        names = other.name.split()
        name = f"{names[0]} {last}" if len(names) > 1 else last
        return self.person(
            gender=other.gender,
            born_on=other.born_on,
            name=name,
            phones=other.phones,
            spot=other.spot,
            hamlet=other.hamlet,
            rt=other.rt,
            rw=other.rw,
        )

    def _namesake(self, other: Person) -> Person:
        """Another person of the same name, often of the same village."""
        spot = other.spot if self.dice.random() < 0.5 else self.dice.choice(self.spots)
        return self.person(gender=other.gender, name=other.name, spot=spot)

    # Businesses

    def _second(self, first: Shop) -> Shop:
        """Another business of the same owner, now and then under the same brand."""
        while True:
            other = self.shop(first.owner, kind="second")
            if other.trade is not first.trade and self.dice.random() < 0.3:
                brand = first.name.split(" ", 1)[1]
                other = replace(other, name=f"{other.trade['heads'][0]} {brand}")
            if other.name != first.name:
                return other

    def shop(self, owner: Person, kind: str = "") -> Shop:
        """A business of the person; a second one is of another trade or bears another name."""
        self.count += 1
        trade = self.dice.choice(WORDS["trade"])
        head = self.dice.choice(trade["heads"])
        call = ("Bu" if owner.gender == "P" else "Pak") + f" {owner.name.split()[0]}"
        tail = call if self.dice.random() < 0.4 else self.dice.choice(WORDS["brands"])
        capital = self.dice.choice([1, 1, 2, 3, 8, 40]) * self.dice.randint(2, 40) * 500_000
        return Shop(
            key=f"B{self.count:05d}",
            owner=owner,
            name=f"{head} {tail}",
            trade=trade,
            products=tuple(
                self.dice.sample(trade["products"], self.dice.randint(1, len(trade["products"])))
            ),
            nib=f"9999{self.dice.randrange(10**9):09d}" if self.dice.random() < 0.5 else "",
            founded_in=self.dice.randint(1985, 2025),
            capital_idr=capital,
            turnover_idr=capital * self.dice.randint(1, 5) + 500_000 * self.dice.randint(0, 9),
            workers=(self.dice.randint(0, 4), self.dice.randint(0, 4)),
            status=self.dice.choice(["SIAP", "BELUM", "BELUM", ""]),
            kind=kind,
        )
