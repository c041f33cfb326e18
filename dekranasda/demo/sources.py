"""What the demo is made of: its data files and its finished pictures."""

import csv
import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from dekranasda.lib.images import clean, store
from dekranasda.lib.photo_store import StoredPhoto

FOLDER = Path(__file__).resolve().parent


def read(name: str) -> list[dict[str, Any]]:
    """The entries of one data file, in order."""
    with (FOLDER / "data" / f"{name}.toml").open("rb") as handle:
        content = tomllib.load(handle)
    (entries,) = content.values()
    return list(entries)


# Close-ups of a work that has fewer than three pictures: left, top, width as parts of the whole.
CLOSE_UPS = ((0.2, 0.3, 0.6), (0.25, 0.08, 0.5))
LEAST_PICTURES = 3


@dataclass(frozen=True)
class Picture:
    """One finished picture of the manifest, whole or a close-up of it."""

    file: str
    number: str
    kind: str
    alt_id: str
    alt_en: str
    close_up: tuple[float, float, float] | None = None

    def content(self) -> bytes:
        """The picture as a maker's phone would send it."""
        path = FOLDER / "photographs" / "finished" / self.file
        if self.close_up is None:
            return path.read_bytes()
        left, top, part = self.close_up
        with Image.open(path) as whole:
            width, height = whole.size
            crop = whole.crop(
                (
                    round(left * width),
                    round(top * height),
                    round((left + part) * width),
                    round((top + part) * height),
                )
            )
        out = BytesIO()
        crop.save(out, "JPEG", quality=92)
        return out.getvalue()

    def nearer(self, close_up: tuple[float, float, float]) -> "Picture":
        """A close-up of this picture."""
        return Picture(
            self.file,
            self.number,
            "detail",
            f"Lebih dekat: {self.alt_id}",
            f"Closer: {self.alt_en}",
            close_up,
        )


def pictures_of_work(number: str) -> list[Picture]:
    """The work's pictures, filled up with close-ups to the three that curation asks for."""
    found = pictures().get(number, [])
    wanted = LEAST_PICTURES - len(found) if found else 0
    return [*found, *(found[0].nearer(part) for part in CLOSE_UPS[: max(0, wanted)])]


@cache
def pictures() -> dict[str, list[Picture]]:
    """The finished pictures by the number of the work or centre they show."""
    found: dict[str, list[Picture]] = {}
    with (FOLDER / "photographs" / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if (FOLDER / "photographs" / "finished" / row["file"]).exists():
                picture = Picture(
                    row["file"], row["product_number"], row["kind"], row["alt_id"], row["alt_en"]
                )
                found.setdefault(picture.number, []).append(picture)
    return found


def _store(picture: Picture) -> StoredPhoto:
    return store(clean(picture.content(), name=picture.file, in_turn=False))


@cache
def store_pictures() -> dict[Picture, StoredPhoto]:
    """All pictures of the demo, each through the same choke point as any upload.

    The cleaning happens in processes of its own, so threads keep every core at work.
    """
    wanted = [picture for number in sorted(pictures()) for picture in pictures_of(number)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(zip(wanted, pool.map(_store, wanted), strict=True))


def pictures_of(number: str) -> list[Picture]:
    """The pictures of a work or, under a number that begins with S, of a centre."""
    return pictures()[number] if number.startswith("S") else pictures_of_work(number)
