"""How people write names and places otherwise, for made-up lists."""

import re


def fold(name: str) -> str:
    """Letters only, each run of one letter once: names that differ no further are one name."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", name.lower()))


def distance(first: str, second: str) -> int:
    """How many letters must be changed, added or left out to get from one to the other."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def old_spelling(name: str) -> str:
    """Soedjono for Sujono: the spelling before 1972, which names keep."""
    return name.replace("u", "oe").replace("j", "dj").replace("J", "Dj").replace("U", "Oe")


def abbreviated(name: str) -> str:
    """Muhammad as Moh., Siti as St.: how names are shortened on forms."""
    return (
        name.replace("Muhammad", "Moh.")
        .replace("Ahmad", "Achmad")
        .replace("Siti", "Sitti")
        .replace("Abdul", "Abd.")
    )
