"""Finds out which column of a list means what, by its heading and by its values."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from artisans.imports.dates import read_date
from artisans.imports.money import unit_of_heading
from artisans.imports.phones import read_phones
from artisans.imports.places import Gazetteer
from artisans.imports.reading import Cell, text_of
from artisans.imports.values import GENDERS, is_nothing

# Field → headings that mean it, in the form of `fold_heading`. Words that need their group
# («Nama» below «Pemilik») stand in GROUPED.
with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as _file:
    HEADINGS = {row["field"]: row["headings"].split("|") for row in csv.DictReader(_file)}

# Headings that mean something else below a group: (part of the group, heading) → field.
GROUPED: tuple[tuple[str, str, str], ...] = (
    (
        r"pemilik|pengusaha|pelaku|perajin|pengrajin|identitas|pribadi|pimpinan",
        r"nama",
        "owner_name",
    ),
    (r"pemilik|pengusaha|pelaku|identitas|pribadi", r"no|nomor", "nik"),
    (r"usaha|umkm|ikm|perusahaan|industri", r"nama|merk|merek", "business_name"),
    (r"usaha|umkm|ikm|industri|kegiatan", r"jenis|bidang", "activity"),
    (r"tenaga kerja|pekerja|karyawan|naker|\btk\b", r"l|lk|laki laki|pria|laki", "workers_male"),
    (r"tenaga kerja|pekerja|karyawan|naker|\btk\b", r"p|pr|perempuan|wanita", "workers_female"),
    (r"tenaga kerja|pekerja|karyawan|naker|\btk\b", r"jumlah|jml|total", "workers"),
    (r"omzet|omset|penjualan", r"(?:tahun |thn |th )?20\d\d", "turnover"),
    (r"modal|investasi|aset", r"(?:tahun |thn |th )?20\d\d", "capital"),
    (r"usaha|umkm|ikm", r"tahun|thn|th|berdiri|sejak", "founded"),
    (r"jenis kelamin|kelamin|gender", r"l|lk|laki laki|p|pr|perempuan", "gender_mark"),
    (r"lahir", r"tempat|kota", "birth_place"),
    (r"lahir", r"tanggal|tgl", "birth"),
    (r"alamat", r"jalan|dusun|rt rw|lengkap", "address"),
)

MULTIPLE = {"phone", "gender_mark", "address"}
SURE_LIKENESS = 87.0


@dataclass(frozen=True)
class Column:
    """What one column means: its field (empty: not used), heading, unit, samples and evidence."""

    index: int
    label: str
    field: str = ""
    evidence: str = ""
    unit: int = 1
    is_monthly: bool = False
    samples: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def fold_heading(label: str) -> str:
    """A heading in a form in which ways of writing it agree: «No. HP/WA*» is `no hp wa`."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label) if not label.isupper() else label
    text = text.lower().replace("nomer", "nomor").replace("jumlah", "jumlah")
    text = re.sub(r"\(.*?(rp|rupiah|juta|ribu|orang|org|wajib|thn|tahun|000|bulan).*?\)", " ", text)
    text = re.sub(r"\b(yang|yg|nya)\b", " ", re.sub(r"[^a-z0-9]+", " ", text))
    return " ".join(text.split())


_EXACT = {heading: name for name, headings in HEADINGS.items() for heading in headings}


_LONG_HEADINGS = [heading for heading in _EXACT if len(heading) > 3]


@lru_cache(maxsize=4096)
def field_of_heading(label: str, group: str = "") -> tuple[str, float]:
    """The field a heading means and how sure that is, 0–100; empty where none is near."""
    folded, folded_group = fold_heading(label), fold_heading(group)
    if not folded:
        return "", 0.0
    for group_pattern, heading_pattern, name in GROUPED:
        if re.search(group_pattern, folded_group) and re.fullmatch(heading_pattern, folded):
            return name, 100.0
    for text in (folded, f"{folded_group} {folded}".strip()):
        if text in _EXACT:
            return _EXACT[text], 100.0
    plain = re.sub(r"\b(?:per|se|1)?\s*(?:bulan|bln|tahun|thn|th)\b", "", folded)
    plain = " ".join(plain.split())
    if plain in _EXACT and _EXACT[plain] in {"turnover", "capital"}:
        return _EXACT[plain], 96.0
    if len(folded) < 4:
        return "", 0.0
    alike = process.extractOne(
        folded, _LONG_HEADINGS, scorer=ratio, processor=None, score_cutoff=SURE_LIKENESS
    )
    return (_EXACT[alike[0]], alike[1]) if alike else _field_of_words(folded)


def _field_of_words(folded: str) -> tuple[str, float]:
    """The field of a long heading such as «Nomor HP yang bisa dihubungi» by its telling words."""
    telling = (
        (r"\bnik\b|\bidentitas\b.*\bktp\b", "nik"), (r"\bnib\b", "nib"), (r"\bkbli\b", "kbli"),
        (r"\b(omzet|omset)\b", "turnover"), (r"\bmodal\b", "capital"),
        (r"\b(hp|whatsapp|wa|telp|telepon|handphone)\b", "phone"),
        # The village's cell may name the district too; a district's names no village.
        (r"\b(desa|ds|kelurahan|kel)\b.*\b(kecamatan|kec)\b", "village"),
        (r"\bkecamatan\b", "district"), (r"\b(desa|kelurahan)\b", "village"),
        (r"\bnama\b.*\b(pemilik|pengusaha|pelaku|perajin|pengrajin|penanggung)\b", "owner_name"),
        (r"\bnama\b.*\b(usaha|umkm|ikm|toko|perusahaan|merk|merek)\b", "business_name"),
        (r"\b(tgl|tanggal)\b.*\blahir\b", "birth"), (r"\balamat\b", "address"),
        (r"\bjenis\b.*\busaha\b", "activity"), (r"\bproduk\b", "product"),
        (r"\btahun\b.*\b(berdiri|mulai|pendirian)\b|\bberdiri\b", "founded"),
        (r"\b(jk|kelamin)\b", "gender"),
        (r"\b(tenaga kerja|karyawan|pekerja|tk|naker)\b.*\b(l|lk|laki|pria)\b", "workers_male"),
        (
            r"\b(tenaga kerja|karyawan|pekerja|tk|naker)\b.*\b(p|pr|perempuan|wanita)\b",
            "workers_female",
        ),
        (r"\bnama lengkap\b", "owner_name"),
        (r"^(?:\w+ )?(?:pemilik|penanggung jawab|pengusaha|perajin|pengrajin)\b", "owner_name"),
        (r"\b(merk|merek|brand|sanggar)\b", "business_name"), (r"\bsiap\b", "status"),
    )  # fmt: skip
    for pattern, name in telling:
        if re.search(pattern, folded):
            return name, 80.0
    return "", 0.0


def map_columns(
    labels: Sequence[str],
    groups: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    gazetteer: Gazetteer,
    today: date,
) -> list[Column]:
    """Every column with its field: by heading, checked against the values; else by the values."""
    values = [_column_values(rows, index) for index in range(len(labels))]
    candidates: list[tuple[float, int, str, str]] = []
    for index, label in enumerate(labels):
        name, sure = field_of_heading(label, groups[index])
        name = _resolve_bare_name(name, label, labels, groups, values[index])
        if name and _contradicts(name, values[index]):
            # «Kontak» above names means the person to speak to.
            is_person = name == "phone" and _share(values[index], _has_letters) > 0.7
            name = "owner_name" if is_person else ""
        if name:
            # Of figures for several years the latest counts.
            year = int((re.search(r"20\d\d", label) or ["0"])[0]) / 1000
            candidates.append((sure + 100 + year, index, name, "heading"))
            continue
        guess, share = _field_of_values(values[index], gazetteer, today)
        if guess and not _is_other(label):
            candidates.append((share * 100, index, guess, "values"))
    chosen: dict[int, tuple[str, str]] = {}
    taken: set[str] = set()
    for _, index, name, evidence in sorted(candidates, key=lambda item: (-item[0], item[1])):
        if name in taken and name not in MULTIPLE:
            continue
        # A second column of phones is welcome; one that only looks like phones is not.
        if name in taken and evidence == "values":
            continue
        taken.add(name)
        chosen[index] = (name, evidence)
    return [
        Column(
            index,
            label,
            *chosen.get(index, ("", "")),
            unit=unit_of_heading(f"{groups[index]} {label}"),
            is_monthly=bool(re.search(r"(?i)\b(bulan|bln|bulanan)\b", label)),
            samples=tuple(text_of(cell)[:60] for cell in values[index][:5]),
        )
        for index, label in enumerate(labels)
    ]


def _resolve_bare_name(
    name: str, label: str, labels: Sequence[str], groups: Sequence[str], values: Sequence[Cell]
) -> str:
    """A lone «Nama» is the owner's where the list has a business column, else the business's."""
    if name or fold_heading(label) != "nama":
        return name
    others = [field_of_heading(other, groups[i])[0] for i, other in enumerate(labels)]
    if "business_name" in others:
        return "" if "owner_name" in others else "owner_name"
    if "owner_name" in others or not {"nik", "gender", "birth"} & set(others):
        return "business_name"
    return "owner_name"


def _is_other(label: str) -> bool:
    """Whether a heading clearly speaks of something the registry does not keep."""
    return bool(
        re.search(
            r"(?i)\b(bank|rekening|rek|bpjs|koordinat|gambar|foto|link|jumlah|total)\b", label
        )
    )


def _column_values(rows: Sequence[Sequence[Cell]], index: int, limit: int = 120) -> list[Cell]:
    found: list[Cell] = []
    for row in rows:
        if index < len(row) and not is_nothing(row[index]):
            found.append(row[index])
            if len(found) == limit:
                break
    return found


def _share(values: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(test(value) for value in values) / len(values) if values else 0.0


def _is_phone(value: Cell) -> bool:
    found = read_phones(value)
    return bool(found.numbers) or found.problem == "phone_digits_lost"


def _is_long_number(value: Cell, length: int) -> bool:
    return bool(re.fullmatch(rf"\d{{{length}}}", re.sub(r"[\s.'’`-]", "", text_of(value))))


def _has_letters(value: Cell) -> bool:
    text = text_of(value)
    return len(re.findall(r"[^\W\d_]", text)) > len(text) / 2


def _contradicts(name: str, values: list[Cell]) -> bool:
    """Whether the values cannot be what the heading says: names below «Kontak», say."""
    if len(values) < 3:
        return False
    tests: dict[str, Callable[[Cell], bool]] = {
        "phone": lambda v: bool(re.search(r"\d{4}|[eE]\+", re.sub(r"[\s.\-]", "", text_of(v)))),
        "nik": lambda v: bool(re.search(r"\d{4}", text_of(v))),
        "turnover": lambda v: bool(re.search(r"\d", text_of(v))),
        "capital": lambda v: bool(re.search(r"\d", text_of(v))),
        "owner_name": _has_letters,
        "business_name": _has_letters,
        "birth": lambda v: bool(re.search(r"\d", text_of(v))) or _has_letters(v),
        "gender": lambda v: text_of(v).lower().strip(" .") in GENDERS,
        "activity": _has_letters,
    }
    test = tests.get(name)
    return test is not None and _share(values, test) < 0.3


def _field_of_values(values: list[Cell], gazetteer: Gazetteer, today: date) -> tuple[str, float]:
    """What a column without a known heading holds, where its values leave no doubt."""
    if len(values) < 3:
        return "", 0.0
    tests: tuple[tuple[str, Callable[[Cell], bool], float], ...] = (
        ("nik", lambda v: _is_long_number(v, 16) and text_of(v).strip("'")[:1] in "12345678", 0.6),
        ("nib", lambda v: _is_long_number(v, 13), 0.7),
        ("phone", lambda v: _is_phone(v) and not _is_long_number(v, 16), 0.6),
        ("gender", lambda v: text_of(v).lower().strip(" .") in GENDERS, 0.9),
        ("district", lambda v: bool(gazetteer.district_code(text_of(v))), 0.8),
        ("village", lambda v: bool(_names_village(gazetteer, text_of(v))), 0.6),
        ("status", lambda v: text_of(v).lower() in {"siap", "belum", "belum siap"}, 0.9),
        ("birth", lambda v: _is_birth(v, today), 0.7),
    )
    for name, test, least in tests:
        share = _share(values, test)
        if share >= least:
            return name, share
    names = _share(values, lambda v: _has_letters(v) and len(text_of(v).split()) <= 5)
    if names > 0.9 and _share(values, lambda v: bool(_PERSON.match(text_of(v)))) > 0.25:
        return "owner_name", names / 2
    return "", 0.0


_PERSON = re.compile(
    r"(?i)^(?:bu|ibu|pak|bpk|bapak|h|hj|sri|siti|muhammad|moh|nur|dwi|tri|eko|agus|budi)\b"
)


def _names_village(gazetteer: Gazetteer, text: str) -> bool:
    place = gazetteer.find(text)
    return bool(place.village_code) or place.problem == "village_ambiguous"


def _is_birth(value: Cell, today: date) -> bool:
    born = read_date(value, newest=today)
    return born is not None and 10 <= today.year - born.year <= 100
