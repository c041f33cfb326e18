"""How hard a page is to read: its sentences, their length, and words that nobody explained.

The measure is what the artisans' pages promise: fifteen words a sentence on average, none of more
than twenty-five, and no term of the office that the page does not explain.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MOST_ON_AVERAGE = 15
MOST = 25

# Terms of offices, of law and of programmers that a village maker need not know.
TERMS = frozenset(
    """
    KBLI OSS NIB NIK NPWP HPP PIRT HKI PP UU PDP SK SOP TOTP CSV URL
    verifikasi validasi kuorum disposisi rubrik legalitas regulasi notula eskalasi autentikasi
    administrasi agregat redaksi submit upload pending login otorisasi persentil median
    """.split()  # noqa: SIM905 reads better than fifty quoted words
)
PHRASES = ("berita acara", "konflik kepentingan", "surat keputusan")

# Elements that end a unit of text.
BLOCKS = frozenset(
    """
    address article aside blockquote br button caption dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr label legend li main nav ol option p section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 as above
)
SILENT = frozenset({"script", "style", "svg", "textarea", "select", "template", "nav"})
VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
ABBREVIATIONS = re.compile(r"\b(Yth|Jl|No|Kab|Kec|Rp|dll|dst|dsb|mis)\.", re.IGNORECASE)
END = re.compile(r"(?<=[.!?…:])[»”\")]*\s+(?=[«“\"(]?[A-Z0-9«])|\s+[·•–]\s+|\n")
WORD = re.compile(r"[^\W_]+(?:[-.,/’'][^\W_]+)*")


@dataclass
class Page(HTMLParser):
    """The texts that a page's main part shows, one for each block."""

    units: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self._in_main = 0
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins an element; a block ends the text before it."""
        given = dict(attrs)
        if tag in BLOCKS:
            self._end_unit()
        if tag in VOID:
            return
        hidden = tag in SILENT or "hidden" in given or given.get("aria-hidden") == "true"
        self._open.append((tag, hidden))
        self._in_main += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        """Ends an element and, where it is a block, the text in it."""
        if tag in BLOCKS:
            self._end_unit()
        self._in_main -= tag == "main"
        while self._open:
            name, _hidden = self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Adds what is shown."""
        if self._in_main and not any(hidden for _tag, hidden in self._open):
            self._text += re.sub(r"\s+", " ", data)

    def _end_unit(self) -> None:
        if text := self._text.strip():
            self.units.append(text)
        self._text = ""


def units_of(html: str) -> list[str]:
    """The texts of a page's `main`, one for each block."""
    page = Page()
    page.feed(html)
    page.close()
    return page.units


def sentences(units: list[str]) -> list[str]:
    """Whole sentences, and what is as long as one; labels and names are none."""
    found = []
    for unit in units:
        text = ABBREVIATIONS.sub(r"\1", unit)
        for part in END.split(text):
            part = part.strip()
            if part and (part[-1] in ".?!:" and length(part) > 2 or length(part) > 7):
                found.append(part)
    return found


def length(sentence: str) -> int:
    """How many words it has; a date, an amount or a time is one each."""
    return len(WORD.findall(sentence))


def average(found: list[str]) -> float:
    """Words a sentence; 0 without any."""
    return sum(map(length, found)) / len(found) if found else 0.0


def unexplained(units: list[str]) -> set[str]:
    """Terms of the office that stand on a page without a word on what they mean.

    An explanation stands in brackets after the term, or the term in brackets after it.
    """
    text = "\n".join(units)
    words = set(WORD.findall(text))
    used = {term for term in TERMS if term in words or (term.islower() and term.title() in words)}
    used |= {phrase for phrase in PHRASES if phrase in text.lower()}
    return {
        term for term in used if not re.search(rf"\b{term}\b»? \(|\({term}\)", text, re.IGNORECASE)
    }


def problems_of(units: list[str]) -> list[str]:
    """What is hard to read, in words; empty where nothing is."""
    found = sentences(units)
    problems = [f"{length(one)} words: {one}" for one in found if length(one) > MOST]
    if average(found) > MOST_ON_AVERAGE:
        problems.append(f"{average(found):.1f} words a sentence")
    return problems + [f"unexplained: {term}" for term in sorted(unexplained(units))]
