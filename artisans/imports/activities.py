"""Finds the field of craft that a row means; food, trade and services have none."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass
class CraftFinder:
    """Recognises crafts by the words of the council's own list.

    In a text the word that begins first decides, at one place the longest. Words of the field
    `generic` (other crafts: «kerajinan», «souvenir») count only where no better word stands.
    """

    codes: dict[str, str]
    generic_codes: dict[str, str]
    kbli: dict[str, str]
    _pattern: re.Pattern[str]
    _generic: re.Pattern[str]
    _cache: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, str]], others: Iterable[str], generic: str = "LNY"
    ) -> "CraftFinder":
        """From rows with `code`, `words` (by `|`) and KBLI codes; `others` mean no craft."""
        codes = dict.fromkeys(others, "")
        generic_codes: dict[str, str] = {}
        kbli: dict[str, list[str]] = {}
        for row in rows:
            words = generic_codes if row["code"] == generic else codes
            words |= dict.fromkeys(row["words"].split("|"), row["code"])
            for column in ("kbli_2020", "kbli_2025", "kbli_others"):
                for code in filter(None, (row.get(column) or "").split("|")):
                    kbli.setdefault(code, []).append(row["code"])
        # A KBLI code that several crafts share does not say which one it is.
        unique = {code: found[0] for code, found in kbli.items() if len(set(found)) == 1}
        return cls(codes, generic_codes, unique, _words(codes), _words(generic_codes))

    def find(self, activity: str, kbli: str = "", product: str = "", name: str = "") -> str:
        """The craft's code, or empty: from the activity, else the KBLI code, product or name.

        The first of these that says anything decides, also when it says that it is no craft.
        """
        found = self._craft_of(activity)
        if found is None:
            found = self.kbli.get(kbli)
        for text in (product, name):
            if found is None:
                found = self._craft_of(text)
            elif found in self.generic_codes.values():
                # «Kerajinan» of a maker of bamboo baskets is bamboo weaving.
                found = self._craft_of(text) or found
        return found or ""

    def _craft_of(self, text: str) -> str | None:
        """The craft's code, empty for what is surely no craft, None where nothing is said."""
        key = text[:200].lower()
        if key not in self._cache:
            self._cache[key] = self._search(key)
        return self._cache[key]

    def _search(self, text: str) -> str | None:
        if match := self._pattern.search(text):
            return self.codes[" ".join(match[1].split())]
        if match := self._generic.search(text):
            return self.generic_codes[" ".join(match[1].split())]
        return None


def _words(codes: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(codes, key=len, reverse=True)
    spaced = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<![a-z])({spaced})(?:nya|an|2|²)?(?![a-z])")


@lru_cache(maxsize=50_000)
def product_words(text: str) -> frozenset[str]:
    """The words of a product or activity text that carry meaning, for comparing."""
    return frozenset(_LONG_WORD.findall(text.lower())) - _WEAK_WORDS


_WEAK_WORDS = frozenset(
    [
        "dan",
        "aneka",
        "macam",
        "jual",
        "usaha",
        "industri",
        "kerajinan",
        "produk",
        "dll",
        "olahan",
        "makanan",
        "pembuatan",
        "jasa",
    ]
)
_LONG_WORD = re.compile(r"[a-z]{3,}")
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"(\S)\1+")
_FURNITURE = re.compile(r"\b(meubel|meubell|mebeul|mebeler|meubeler)\b")
_LEGAL_FORM = re.compile(r"\b(?:ud|cv|pt|pd)\b\.?|\b(?:kub|ikm|ukm|umkm)\b")
_PERSON_WORD = re.compile(r"\b(?:bu|ibu|pak|bpk|bapak|mbak|mas|mbok|mak|hj|h|haji)\b\.?")


@lru_cache(maxsize=50_000)
def fold_business(name: str) -> str:
    """A form in which writings of one business name agree: words sorted, no UD., CV. or Bu."""
    text = name.lower().replace("&", " dan ").replace("'", "")
    text = _LEGAL_FORM.sub(" ", text)
    text = _PERSON_WORD.sub(" ", text)
    text = _FURNITURE.sub("mebel", text.replace("oe", "u"))
    return " ".join(sorted(_DOUBLED.sub(r"\1", word) for word in _WORD.findall(text)))
