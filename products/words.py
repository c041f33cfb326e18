"""Words as people type and makers write them: cleaned, cut into terms, led back to their roots.

Knows nothing of works or of the database. The same rules are used on what is searched and on what
is asked, so that both sides meet.
"""

import re
from dataclasses import dataclass

LONGEST_TEXT = 100
MOST_TERMS = 8

# PostgreSQL's Indonesian configuration has a stemmer and no list of words without meaning.
STOP_WORDS = frozenset(
    ["dan", "atau", "yang", "dari", "untuk", "dengan", "di", "ke", "pada", "oleh", "ini", "itu"]
    + ["para", "the", "of", "and", "for", "from", "in", "a", "with", "to"]
)
# What people write around a name: it narrows nothing, and no work says it of itself.
POLITE_WORDS = frozenset(
    ["pak", "bapak", "bu", "ibu", "mbah", "mas", "mbak", "sentra", "kecamatan", "desa", "motif"]
    + ["beli", "jual", "harga", "murah", "cari", "buatan", "produk", "karya", "tukang", "pembuat"]
    + ["perajin", "pengrajin", "kerajinan", "kriya", "handicraft"]
)
# A prefix that swallowed the first letter of its root: menenun and penenun come from tenun.
SWALLOWED = (
    *(("meny", "s"), ("meng", "k"), ("men", "t"), ("mem", "p")),
    *(("peny", "s"), ("peng", "k"), ("pen", "t"), ("pem", "p")),
)
# Words whose stem would be another thing's name: a shirt is no table, a basket is no bed.
WHOLE_WORDS = "kemeja|keranjang|peniti|perak|perhiasan"
WHOLE = re.compile(rf"\b({WHOLE_WORDS})\b", re.IGNORECASE)
WHOLE_SQL = rf"\y({WHOLE_WORDS})\y"
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Term:
    """One word, or several within quotation marks, that a work must or must not have."""

    words: str
    is_excluded: bool = False


def clean(text: str) -> str:
    """The text as it is searched for: one line without control characters, at most 100 letters."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def terms_of(text: str) -> list[Term]:
    """The terms of a text; words without meaning are left out unless there is nothing else."""
    found = []
    for minus, quoted, bare in TERM.findall(text):
        words = " ".join(WORD.findall(quoted or bare)).casefold()
        if words:
            found.append(Term(words, bool(minus)))
    telling = [term for term in found if term.words not in STOP_WORDS]
    plain = [term for term in telling if term.words not in POLITE_WORDS]
    wanted = plain if any(not term.is_excluded for term in plain) else telling
    return (wanted or found)[:MOST_TERMS]


def root_forms(word: str) -> set[str]:
    """Roots that the stemmer misses: menenun → tenun, perajin → rajin, cetakan → cetak, scarves →
    scarf; and of a doubled word the word: vas-vas → vas, anyam-anyaman → anyam."""
    roots = set()
    single, _space, again = word.partition(" ")
    if len(single) > 2 and again.startswith(single) and single not in STOP_WORDS:
        roots.add(single)
    for prefix, letter in SWALLOWED:
        rest = word.removeprefix(prefix)
        if rest != word and rest[:1] in set("aeiou") and len(rest) > 3:
            roots.add(letter + rest)
            break
    if re.match(r"per[aeiou]", word) and len(word) > 6:
        roots.add(word[2:])
    if word.endswith("kan") and len(word) > 5:
        roots.add(word[:-2])
    if word.endswith("ves") and len(word) > 5:
        roots.add(word[:-3] + "f")
    return roots


def with_roots(text: str) -> str:
    """The text, followed by the roots that the stemmer would miss in it."""
    roots = {root for word in WORD.findall(text.casefold()) for root in root_forms(word)}
    return " ".join([text, *sorted(roots)])


def kept_whole(text: str) -> str:
    """The text with a digit at words that no stemmer may touch: it leaves such words alone."""
    return WHOLE.sub(r"\g<1>0", text)
