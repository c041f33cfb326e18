"""Finds the district and village that a row means, by code, name, spelling or likeness.

Village names repeat across districts, so a name alone settles a village only where one district
has it. Spellings that differ in a doubled letter, a space or an old vowel count as one name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

SURE_LIKENESS = 84.0
CLEAR_LEAD = 6.0
VILLAGE_WORDS = r"desa|ds|des|dsa|kelurahan|kel|klrhn|lurah"
DISTRICT_WORDS = r"kecamatan|kec|kecam|kcmtn"
_VILLAGE_PREFIX = re.compile(rf"(?i)^\s*(?:(?:{VILLAGE_WORDS})\b\s*[./:]*\s*)+")
_DISTRICT_PREFIX = re.compile(rf"(?i)^\s*(?:(?:{DISTRICT_WORDS})\b\s*[.:]*\s*)+")
_STOP = rf"{DISTRICT_WORDS}|{VILLAGE_WORDS}|kab|kabupaten|kota|rt|rw|dsn|dusun|prov|jl|jalan"
_IN_ADDRESS = (
    r"(?i)\b(?:{words})\b\s*[./:]*\s*([^\W\d_][^\d,;/()]*?)\s*"
    rf"(?=$|[,;/()]|\d|\b(?:{_STOP})\b)"
)
_VILLAGE_IN_ADDRESS = re.compile(_IN_ADDRESS.format(words=VILLAGE_WORDS))
_DISTRICT_IN_ADDRESS = re.compile(_IN_ADDRESS.format(words=DISTRICT_WORDS))
_AFTER_VILLAGE = re.compile(rf"(?i)[(,/]|\s[-–]\s|\b(?:{DISTRICT_WORDS})\b")
_LAST_PART = re.compile(r"(?:[(/,]|\s[-–]\s)\s*([^()/,]+)\)?\s*$")
# What stands between the names of a free address.
_BETWEEN_NAMES = re.compile(r"(?i)[,;/()]|\b(?:rt|rw|no|kab|kabupaten)\b|[\d:\-–]+")
_HAMLET_FIRST = re.compile(r"(?i)\s*(?:dusun|dsn|dukuh|dk|dkh|lingkungan|jalan|jl|jln)\b")
_CODE = re.compile(r"\b(\d{2})\.?(\d{2})\.?(\d{2})\.?(\d{4})\b")


_NO_LETTER = re.compile(r"[^a-z]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def fold_place(name: str) -> str:
    """A form in which the spellings of one place agree: Sumberrejo, Sumber Rejo, Soemberedjo."""
    text = name.lower().replace("oe", "u").replace("dj", "j").replace("tj", "c")
    text = text.replace("selatan", "kidul").replace("utara", "lor")
    return _DOUBLED.sub(r"\1", _NO_LETTER.sub("", text))


@lru_cache(maxsize=20_000)
def spelled(name: str) -> str:
    """The letters of a name as written, for telling slips of the pen from other names."""
    return _NO_LETTER.sub("", name.lower())


@dataclass(frozen=True)
class Place:
    """What a row says of its place: codes where they are settled, and what stands in the way."""

    village_code: str = ""
    district_code: str = ""
    problem: str = ""


@dataclass
class Gazetteer:
    """The districts and villages of one regency, ready to be searched by any spelling."""

    districts: dict[str, str]
    villages: dict[str, tuple[str, str]]
    region: str = ""
    _district_folds: dict[str, str] = field(default_factory=dict)
    _by_district: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], Place] = field(default_factory=dict)
    _known_districts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: Iterable[tuple[str, str, str]], aliases: Iterable[tuple[str, str]] = ()
    ) -> "Gazetteer":
        """From rows of code, name and parent code, and other names of codes."""
        places = list(rows)
        districts = {code: name for code, name, _ in places if code.count(".") == 2}
        villages = {
            code: (name, code.rsplit(".", 1)[0]) for code, name, _ in places if code.count(".") == 3
        }
        region = next((name for code, name, _ in places if code.count(".") == 1), "")
        made = cls(districts, villages, region)
        by_name: dict[str, list[str]] = defaultdict(list)
        by_district: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        names = [(code, name) for code, (name, _) in villages.items()]
        for code, name in [*names, *((c, n) for c, n in aliases if c in villages)]:
            fold = fold_place(name)
            district = villages[code][1]
            if code not in by_district[district][fold]:
                by_name[fold].append(code)
                by_district[district][fold].append(code)
        made._by_name, made._by_district = dict(by_name), dict(by_district)
        made._district_folds = {fold_place(name): code for code, name in districts.items()}
        made._district_folds |= {fold_place(n): c for c, n in aliases if c in districts}
        return made

    def find(self, village: str, district: str = "", address: str = "") -> Place:
        """The place of a row from its village, district and address cells, any of them empty.

        Problems: `village_missing`, `village_unknown`, `village_ambiguous` (several districts
        have the name and no district is given), `village_elsewhere` (only another district has
        it), `district_unknown`.
        """
        key = (village, district, address if not (village and district) else "")
        if key not in self._known:
            self._known[key] = self._find(village, district, address)
        return self._known[key]

    def _find(self, village: str, district: str, address: str) -> Place:
        if code := self._code_in(village) or self._code_in(address):
            return Place(code, self.villages[code][1])
        village, inner = self._split(village)
        village = village or _first(_VILLAGE_IN_ADDRESS, address)
        district = district or inner or _first(_DISTRICT_IN_ADDRESS, address)
        district_code = self.district_code(district)
        fold = fold_place(village)
        if not fold:
            return self._without_village(district, district_code, address)
        if district_code:
            return self._in_district(village, district_code)
        codes = self._by_name.get(fold, [])
        unknown = "district_unknown" if fold_place(district) else ""
        if len(codes) == 1:
            # A name one district has settles the village, unless a foreign district is named.
            return (
                Place(problem=unknown) if unknown else Place(codes[0], self.villages[codes[0]][1])
            )
        if codes:
            return Place(problem="village_ambiguous")
        return self._alike_anywhere(village, unknown)

    def _split(self, village: str) -> tuple[str, str]:
        """«Ds. Gading, Kec. Tambakrejo» or «Gading (Tambakrejo)» as village and district."""
        text = _VILLAGE_PREFIX.sub("", village)
        inner = _first(_DISTRICT_IN_ADDRESS, text)
        if not inner and (match := _LAST_PART.search(text)):
            inner = match[1] if self.district_code(match[1]) else ""
        return _VILLAGE_PREFIX.sub("", _AFTER_VILLAGE.split(text)[0]).strip(), inner

    def names_district(self, village: str, address: str) -> bool:
        """Whether the cell of the village or the address names a district of its own."""
        inner = self._split(village)[1] or _first(_DISTRICT_IN_ADDRESS, address)
        return bool(self.district_code(inner))

    def district_code(self, name: str) -> str:
        """The code of a district by name, spelling or likeness; empty where none is clear."""
        if name not in self._known_districts:
            self._known_districts[name] = self._district_code(name)
        return self._known_districts[name]

    def _district_code(self, name: str) -> str:
        text = _DISTRICT_PREFIX.sub("", name)
        if re.fullmatch(r"\d{2}\.?\d{2}\.?\d{2}", text.strip()):
            digits = re.sub(r"\D", "", text)
            code = f"{digits[:2]}.{digits[2:4]}.{digits[4:]}"
            return code if code in self.districts else ""
        fold = fold_place(text)
        if len(fold) < 3:
            return ""
        if fold in self._district_folds:
            return self._district_folds[fold]
        best = _clear_best(text, {name: name for name in self.districts.values()})
        return self._district_folds[fold_place(best)] if best else ""

    def _in_district(self, village: str, district: str) -> Place:
        names, fold = self._by_district.get(district, {}), fold_place(village)
        if fold in names:
            codes = names[fold]
            if len(codes) == 1:
                return Place(codes[0], district)
            return Place("", district, "village_ambiguous")
        written = {fold: self.villages[codes[0]][0] for fold, codes in names.items()}
        best = _clear_best(village, written)
        if best and len(names[best]) == 1 and fold not in self._by_name:
            return Place(names[best][0], district)
        problem = "village_elsewhere" if fold in self._by_name else "village_unknown"
        return Place("", district, problem)

    def _alike_anywhere(self, village: str, unknown: str) -> Place:
        """Without a district only one slip in a long name that no other name comes near will do."""
        fold = fold_place(village)
        near = [name for name in self._by_name if _slips(fold, name) <= 1]
        if not unknown and len(fold) >= 7 and len(near) == 1 and len(self._by_name[near[0]]) == 1:
            code = self._by_name[near[0]][0]
            return Place(code, self.villages[code][1])
        if not unknown and near and len(fold) >= 5:
            return Place(problem="village_ambiguous")
        return Place(problem=unknown or "village_unknown")

    def _without_village(self, district: str, district_code: str, address: str) -> Place:
        """Free addresses name the village without a word before it: try each part."""
        if not district_code and not fold_place(district):
            place = self._named_in(address)
            if place:
                return place
        if district_code and address and not _HAMLET_FIRST.match(address):
            for part in re.split(r"[,;]|\b(?:kec|kab|rt|rw)\b[\s.]*\d*", address.lower()):
                place = self._in_district(part, district_code) if len(part) > 3 else None
                if place and place.village_code:
                    return place
        problem = (
            "village_missing" if district_code or not fold_place(district) else "district_unknown"
        )
        return Place("", district_code, problem)

    def _named_in(self, address: str) -> Place | None:
        """The one village that an address names with its district somewhere behind it."""
        names: list[str] = []
        for part in _BETWEEN_NAMES.split(address):
            words = [] if _HAMLET_FIRST.match(part) else part.split()
            pairs = [f"{one} {other}" for one, other in zip(words, words[1:], strict=False)]
            names += map(fold_place, [*pairs, *words])
        found: set[tuple[str, str]] = set()
        for position, name in enumerate(names):
            district = self._district_folds.get(name, "")
            villages = self._by_district.get(district, {})
            for before in names[:position]:
                if before != name or names.count(name) > 1:
                    found.update((code, district) for code in villages.get(before, ()))
        return Place(*found.pop()) if len(found) == 1 else None

    def _code_in(self, text: str) -> str:
        for match in _CODE.finditer(text):
            code = ".".join(match.groups())
            if code in self.villages:
                return code
        return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].strip(" .") if match else ""


def _slips(first: str, second: str) -> int:
    return OSA.distance(first, second, score_cutoff=2)


def _clear_best(name: str, candidates: Mapping[str, str]) -> str:
    """The key of the one candidate that is alike enough and clearly more than the next; or empty.

    Candidates are written names by key. Both the folded and the written forms are compared,
    since folding hides some slips («Sukoerjo») and makes others look larger («Sekaan»).
    """
    fold, letters = fold_place(name), spelled(name)
    ranked = []
    for key, written in candidates.items():
        other_fold, other = fold_place(written), spelled(written)
        slips = min(_slips(fold, other_fold), _slips(letters, other))
        ranked.append((slips, -max(ratio(fold, other_fold), ratio(letters, other)), key))
    if not ranked:
        return ""
    ranked.sort()
    slips, score, best = ranked[0]
    following = ranked[1] if len(ranked) > 1 else (9, 0.0, "")
    if slips <= 1 and len(letters) >= 4 and following[0] > slips:
        return best
    likeness = max(-score for _, score, key in ranked[:3] if key == best)
    lead = likeness + min((score for _, score, key in ranked if key != best), default=0.0)
    return best if likeness >= SURE_LIKENESS and lead >= CLEAR_LEAD else ""


# Addresses


_RT_RW = re.compile(r"(?i)\brt\b[\s.:/]*0*(\d{1,3})\s*[/,\-]?\s*(?:rw[\s.:/]*)?0*(\d{1,3})?")
_DISTRICT_TAIL = re.compile(rf"(?i)\b(?:{DISTRICT_WORDS}|kab|kabupaten)\b.*")
_STREET_WORDS = re.compile(
    r"(?i)\b(?:jl|jln|jalan|raya|dsn|dusun|dukuh|dk|dkh|kp|kampung|ds|desa|kel|kec|gang|gg|no|blok|lingk|lingkungan|rt|rw)\b\.?"
)


@lru_cache(maxsize=50_000)
def address_key(address: str) -> tuple[str, str, str]:
    """Hamlet or street, RT and RW in a form in which ways of writing one address agree."""
    match = _RT_RW.search(address)
    rt, rw = (match[1] or "", match[2] or "") if match else ("", "")
    head = _RT_RW.sub(" ", address)
    head = _DISTRICT_TAIL.sub(" ", head)
    return fold_place(_STREET_WORDS.sub(" ", head.split(",")[0])), rt, rw
