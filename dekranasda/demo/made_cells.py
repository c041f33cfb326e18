"""The cells of a made-up list, each written in one of the many ways that people write it.

Every writer returns the cell and what it says. `dirt` (0–1) is how often a cell is written
otherwise than plainly.
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dekranasda.demo.made_people import WORDS, Person, Shop, Spot
from dekranasda.demo.made_spelling import abbreviated, distance, fold, old_spelling

Cell = str | int | float | date | None
# What a cell says, and what of it can be known: the field's answers by name.
Written = tuple[Cell, dict[str, str]]
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
MISSPELT = {
    "Februari": "Pebruari", "November": "Nopember", "Agustus": "Agst", "September": "Sept",
    "Oktober": "Okt", "Desember": "Des.", "Januari": "Jan", "Juli": "Jul", "Juni": "Jun",
    "Maret": "Mrt", "April": "Apr",
}  # fmt: skip
SHARE_OF_EMPTY = {"nik": 0.15, "phone": 0.2, "birth": 0.1, "business_name": 0.06, "village": 0.01}
SPREADSHEET_EPOCH = date(1899, 12, 30)


@dataclass
class Entry:
    """One row as it will be written: its cells and answers by field."""

    shop: Shop
    cells: dict[str, Cell]
    answer: dict[str, str]


class Writer:
    """Writes businesses down as different people would, cell by cell."""

    def __init__(self, dice: random.Random, spots: Sequence[Spot], dirt: float) -> None:
        self.dice, self.dirt = dice, dirt
        self.districts: dict[str, str] = {spot.district: spot.district_name for spot in spots}
        self.by_fold: dict[str, list[Spot]] = {}
        for spot in spots:
            self.by_fold.setdefault(fold(spot.name), []).append(spot)

    def _is_dirty(self, share: float = 1.0) -> bool:
        return self.dice.random() < self.dirt * share

    def _form(self, name: str, **values: Any) -> str:
        text: str = self.dice.choice(WORDS["forms"][name])
        return text.format(**values)

    def entry(self, shop: Shop, *, is_again: bool = False) -> Entry:
        """One row. A second writing keeps enough for a person to know the business again."""
        owner = shop.owner
        answer = {"business_key": shop.key, "owner_key": owner.key, "gender": owner.gender}
        answer |= {
            "craft_code": shop.trade["code"],
            "status": shop.status,
            "kind_of_twin": shop.kind,
        }
        lost = self._lost(shop, is_again)
        cells: dict[str, Cell] = {}
        for name, written in (
            ("owner_name", self._owner(owner, is_again)),
            ("nik", self._nik(owner, "nik" in lost)),
            ("birth", self._birth(owner, "birth" in lost)),
            ("phone", self._phone(owner, "phone" in lost)),
            ("capital", self._money(shop.capital_idr, "capital_idr")),
            ("turnover", self._money(shop.turnover_idr, "turnover_idr")),
        ):
            cells[name], known = written
            answer |= known
        cells["village"], cells["district"], known = self._place(owner.spot, "village" in lost)
        answer |= known
        cells |= self._rest(shop, lost)
        answer["expected_problem"] = ",".join(sorted(expected_problems(answer)))
        return Entry(shop, cells, answer)

    def _lost(self, shop: Shop, is_again: bool) -> set[str]:
        """Which cells are empty; of the second writing at most two of those that tell most."""
        lost = {
            name
            for name, share in SHARE_OF_EMPTY.items()
            if self.dice.random() < share * self.dirt * 2
        }
        if is_again or shop.kind:
            telling = [name for name in ("nik", "phone", "birth") if name in lost]
            # Two businesses of one trade and owner are two only by their names.
            keeps_name = telling or shop.kind == "second"
            lost -= set(telling[2:]) | {"village", "business_name" if keeps_name else ""}
        return lost

    def _rest(self, shop: Shop, lost: set[str]) -> dict[str, Cell]:
        owner, trade = shop.owner, shop.trade
        gender: Cell = owner.gender
        if self._is_dirty(0.3):
            women, men = ["Perempuan", "PR", "p", "Wanita"], ["Laki-laki", "LK", "l", "Pria"]
            gender = self.dice.choice(women if owner.gender == "P" else men)
        products = ", ".join(shop.products)
        if self._is_dirty(0.3):
            products = products.upper() if self.dice.random() < 0.5 else " / ".join(shop.products)
        workers = [
            self.dice.choice([n, n, f"{n} org"]) if n else self.dice.choice([0, "-"])
            for n in shop.workers
        ]
        return {
            "gender": gender,
            "business_name": None if "business_name" in lost else self._business(shop),
            "nib": shop.nib or self.dice.choice(["", "-", "proses", "belum punya"]),
            "address": self._address(owner),
            "activity": self._cased(self.dice.choice(trade["labels"])),
            "kbli": self.dice.choice([trade["kbli"], int(trade["kbli"]), ""]),
            "product": products,
            "founded": self.dice.choice(
                [shop.founded_in, str(shop.founded_in), f"Th. {shop.founded_in}"]
            ),
            "workers_male": workers[0],
            "workers_female": workers[1],
            "status": self._cased(shop.status.capitalize()),
            "source": self.dice.choice(WORDS["sources"]),
            "note": self.dice.choice(WORDS["notes"]),
        }

    def _cased(self, text: str) -> str:
        return self.dice.choice([text, text, text.upper(), f"{text} ", text.lower()])

    # Names

    def _owner(self, owner: Person, is_again: bool) -> Written:
        name = owner.name
        if is_again and self._is_dirty(0.8):
            name = self.dice.choice([self._typo, self._initial, self._turned, self._shortened])(
                name
            )
        if self._is_dirty(0.3):
            name = old_spelling(name) if self.dice.random() < 0.4 else abbreviated(name)
        if self._is_dirty(0.5):
            before = (
                ["Bu", "Ibu", "Hj.", "Mbak", "Ny."]
                if owner.gender == "P"
                else ["Pak", "Bpk.", "H.", "Bapak", "Sdr."]
            )
            name = f"{self.dice.choice(before)} {name}"
        if self._is_dirty(0.15):
            name += self.dice.choice([", S.Pd", ", SE", ", S.Pd.I", ", S. Sos", " (Alm)", ", A.Md"])
        if self._is_dirty(0.06):
            name += (
                f" alias {self.dice.choice(WORDS['women' if owner.gender == 'P' else 'men'])[:4]}"
            )
        name = self.dice.choice([name, name, name.upper(), name.replace(" ", "  ", 1)])
        return name, {}

    def _typo(self, text: str) -> str:
        """One letter left out, doubled, changed or swapped with the next, never the first."""
        words = text.split()
        longest = max(range(len(words)), key=lambda index: len(words[index]))
        word = words[longest]
        if len(word) < 5:
            return text
        at = self.dice.randrange(1, len(word) - 1)
        words[longest] = self.dice.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self.dice.choice("aiuehn") + word[at + 1 :],
            ]
        )
        return " ".join(words)

    def _initial(self, name: str) -> str:
        words = name.split()
        if len(words) < 2:
            return name
        at = self.dice.randrange(len(words))
        return " ".join(f"{w[0]}." if i == at else w for i, w in enumerate(words))

    def _turned(self, name: str) -> str:
        first, _, rest = name.partition(" ")
        return f"{rest} {first}" if rest else name

    def _shortened(self, name: str) -> str:
        words = name.split()
        return " ".join(words[:-1]) if len(words) > 1 else name

    def _business(self, shop: Shop) -> str:
        name = shop.name
        if self._is_dirty(0.15):
            name = self._typo(name)
        if self._is_dirty(0.15) and not name.startswith("UD."):
            name = f"{self.dice.choice(['UD.', 'CV', 'UD'])} {name}"
        return self.dice.choice(
            [name, name, name.upper(), f"“{name}”" if self._is_dirty(0.2) else name]
        )

    # Numbers

    def _nik(self, owner: Person, is_lost: bool) -> Written:
        number = owner.national_id
        whole, broken = {"nik_valid": "1"}, {"nik_valid": "0", "nik_problem": "nik_invalid"}
        if is_lost:
            nothing: Cell = self.dice.choice([None, "-", "", "belum ada"])
            return nothing, {"nik_valid": "0", "nik_problem": "nik_missing"}
        if not self._is_dirty(0.6):
            return number, whole
        lost = {"nik_valid": "0", "nik_problem": "nik_digits_lost"}
        forms: list[Written] = [
            (f"'{number}", whole),
            (f"{number[:6]} {number[6:12]} {number[12:]}", whole),
            (" ".join(number[at : at + 4] for at in range(0, 16, 4)), whole),
            (f"NIK {number}", whole),
            (f"{number[:6]}.{number[6:12]}.{number[12:]}", whole),
            (number[1:], broken),
            (number[:-1], broken),
            (float(number[:-1] + "0"), lost),
            (f"{number[0]},{number[1:6]}E+15", lost),
            self._misprint(number),
        ]
        return self.dice.choice(forms)

    def _misprint(self, number: str) -> Written:
        """One digit wrong in the last eight; the cell still holds a whole NIK."""
        at = self.dice.randrange(12, 16)
        digit = self.dice.choice([d for d in "123456789" if d != number[at]])
        return number[:at] + digit + number[at + 1 :], {"nik_valid": "1"}

    def _phone(self, owner: Person, is_lost: bool) -> Written:
        if is_lost:
            nothing: Cell = self.dice.choice([None, "-", "", "tidak ada", "0"])
            return nothing, {"phone_e164": "", "phone_problem": "phone_missing"}
        numbers = list(owner.phones)
        texts = [self._phone_text(number) for number in numbers]
        if self._is_dirty(0.05):
            home = f"+62353{self.dice.randrange(881000, 889999)}"
            numbers.append(home)
            texts.append(f"(0353) {home[6:]}" if self.dice.random() < 0.5 else f"0353-{home[6:]}")
        if len(numbers) == 1 and self._is_dirty(0.12):
            return self._phone_as_number(numbers[0])
        text = self.dice.choice([" / ", "/", ", ", " dan ", "; ", " atau ", " - "]).join(texts)
        if self._is_dirty(0.06):
            text += self.dice.choice([" (WA)", " a.n. anak", " (istri)"])
        return text, {"phone_e164": ";".join(numbers)}

    def _phone_text(self, number: str) -> str:
        local = "0" + number[3:]
        if not self._is_dirty():
            return local
        a, b, c = local[:4], local[4:8], local[8:]
        return self._form("phone", a=a, b=b, c=c, local=local[1:], trunk=a[1:])

    def _phone_as_number(self, number: str) -> Written:
        digits = int(number[3:])
        lost = {"phone_e164": "", "phone_problem": "phone_digits_lost"}
        whole = {"phone_e164": number}
        forms: list[Written] = [
            (digits, whole),
            (float(digits), whole),
            (f"{digits / 10**10:.5f}E+10", lost),
            (f"{digits / 10**10:.2f}e+010".replace(".", ","), lost),
        ]
        return self.dice.choice(forms)

    def _birth(self, owner: Person, is_lost: bool) -> Written:
        if is_lost:
            text = self.dice.choice(
                [None, "-", "Bojonegoro", str(owner.born_on.year), "Bojonegoro,"]
            )
            return text, {"birth_date": "", "birth_problem": "birth_missing"}
        day = owner.born_on
        place = self.dice.choice(["Bojonegoro", "BOJONEGORO", "Bjn", "Tuban", "Lamongan"])
        month = MONTHS[day.month - 1]
        forms: list[Cell] = [
            f"{place}, {day.day} {month} {day.year}",
            f"{place}, {day:%d-%m-%Y}",
            f"{day:%d/%m/%Y}",
            day,
        ]
        if self._is_dirty(0.8):
            short = MISSPELT.get(month, month)
            form = self._form(
                "birth", place=place, day=day, month=month, upper=month.upper(), short=short,
                slip=self._typo(month),
            )  # fmt: skip
            forms = [*[form] * 10, (day - SPREADSHEET_EPOCH).days]
        return self.dice.choice(forms), {"birth_date": day.isoformat()}

    def _money(self, amount: int, name: str) -> Written:
        known = {name: str(amount)}
        open_ = {name: ""}
        if self._is_dirty(0.12):
            cell = self.dice.choice([None, "-", "", "Rp -", "tidak tahu"])
            return cell, open_ | {f"{name}_problem": "money_missing"}
        dots = f"{amount:,}".replace(",", ".")
        if not self._is_dirty(0.8):
            plain: list[Cell] = [amount, dots, f"Rp {dots}", float(amount)]
            return self.dice.choice(plain), known
        million = f"{amount / 10**6:.10g}"
        if self._is_dirty(0.08):
            low = amount // 10**6
            span = self._form("range", low=low, high=low + 5)
            return span, open_ | {f"{name}_problem": "money_range"}
        if self._is_dirty(0.03):
            debt: list[Cell] = [-amount, f"-{dots}"]
            return self.dice.choice(debt), open_ | {f"{name}_problem": "money_unclear"}
        return self._amount_text(amount, dots, million), known

    def _amount_text(self, amount: int, dots: str, million: str) -> str:
        comma, spaces = million.replace(".", ","), dots.replace(".", " ")
        if amount % 10**8 == 0 and amount >= 10**9 and self.dice.random() < 0.3:
            return f"{amount / 10**9:g} {self.dice.choice(['M', 'milyar'])}".replace(".", ",")
        if amount < 10**7 and self.dice.random() < 0.1:
            return f"{amount // 1000}{self.dice.choice([' ribu', 'rb'])}"
        return self._form(
            "money", amount=amount, dots=dots, spaces=spaces, million=million, comma=comma
        )

    # Places

    def _address(self, owner: Person) -> str:
        return self._form(
            "address", hamlet=owner.hamlet, upper=owner.hamlet.upper(), rt=owner.rt, rw=owner.rw
        )

    def _place(self, spot: Spot, is_lost: bool) -> tuple[Cell, Cell, dict[str, str]]:
        """Village, district, and what the two settle together."""
        district: Cell = spot.district_name
        if self._is_dirty(0.5):
            name = spot.district_name
            district = self.dice.choice(
                [
                    f"Kec. {name}",
                    name.upper(),
                    f"KECAMATAN {name.upper()}",
                    self._slip(name, self.districts.values()),
                ]
            )
        if is_lost:
            village: Cell = self.dice.choice([None, "-", ""])
            return (
                village,
                district,
                {"village_code": "", "village_problem": "village_missing", "village_hint": ""},
            )
        if self._is_dirty(0.01):
            other = self.dice.choice(WORDS["hamlets"])
            if fold(other) not in self.by_fold:
                return (
                    f"Dsn. {other}",
                    district,
                    {"village_code": "", "village_problem": "village_unknown", "village_hint": ""},
                )
        is_slip = self._is_dirty(0.25)
        village = (
            self._slip(spot.name, [s.name for s in self._of_district(spot.district)])
            if is_slip
            else self._spelt(spot)
        )
        if self._is_dirty(0.6):
            prefix = (
                "Kel."
                if spot.code.split(".")[3].startswith("1")
                else self.dice.choice(["Ds.", "Desa", "Ds", "DESA", "ds."])
            )
            village = f"{prefix} {village}"
        if self._is_dirty(0.06):
            if len(self.by_fold[fold(spot.name)]) == 1 and not is_slip:
                return (
                    village,
                    self.dice.choice([None, "-"]),
                    {"village_code": spot.code, "village_hint": ""},
                )
            if not is_slip:
                return (
                    village,
                    None,
                    {
                        "village_code": "",
                        "village_problem": "village_ambiguous",
                        "village_hint": "needs_district",
                    },
                )
            return (
                f"{village} Kec. {spot.district_name}",
                None,
                {"village_code": spot.code, "village_hint": ""},
            )
        return village, district, {"village_code": spot.code, "village_hint": ""}

    def _of_district(self, district: str) -> list[Spot]:
        return [
            spot for spots in self.by_fold.values() for spot in spots if spot.district == district
        ]

    def _spelt(self, spot: Spot) -> str:
        name = spot.name
        if self._is_dirty(0.1):
            name = old_spelling(name)
        elif self._is_dirty(0.1):
            name = re.sub(r"(?<=[a-z])(rejo|sari|agung|mulyo|sumber|harjo)$", r" \1", name).title()
        return name.upper() if self._is_dirty(0.3) else name

    def _slip(self, name: str, others: Iterable[str]) -> str:
        """The name with a slip of the pen that leaves it nearer to itself than to any other."""
        if len(name) < 6:
            return name
        wrong = self._typo(name)
        folded = fold(wrong)
        if any(distance(folded, fold(other)) <= 2 for other in others if fold(other) != fold(name)):
            return name
        return wrong


def expected_problems(answer: dict[str, str]) -> set[str]:
    """What an import should tell about the row."""
    return {problem for name, problem in answer.items() if name.endswith("_problem") and problem}
