"""The picture that messengers and social networks show of a shared page, set by typst."""

import base64
import hashlib
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typst
from django.core.cache import caches
from django.core.files.storage import default_storage
from PIL import Image

from dekranasda.lib import motif, photo_store

TEMPLATE = Path(__file__).parent / "typst" / "share_picture.typ"
MARK = Path(__file__).parents[2] / "static" / "img" / "mark.svg"
#: Raised with every change of the drawing, so that no kept picture outlives it.
EDITION = 1
GROUNDS = {"red": "#8c2a38", "leaf": "#1c5b3f", "wood": "#6b4423", "indigo": "#1f3f7a"}
LONGEST_TITLE = 90


@dataclass(frozen=True)
class ShareCard:
    """What the picture says; `sha256` names its photograph, `seed` the cloth where none is."""

    title: str
    eyebrow: str = ""
    line: str = ""
    seal: str = ""
    sha256: str = ""
    seed: str = ""


def picture_of(card: ShareCard, *, council: str, site: str, language: str) -> bytes:
    """A JPEG of 1200 × 630, drawn once and kept until what it says changes."""
    words = json.dumps([EDITION, asdict(card), council, site, language])
    key = hashlib.sha256(words.encode()).hexdigest()
    kept: bytes | None = caches["pictures"].get(key)
    if kept is None:
        kept = _draw(card, council=council, site=site, language=language)
        caches["pictures"].set(key, kept)
    return kept


def _draw(card: ShareCard, *, council: str, site: str, language: str) -> bytes:
    photo = _photo(card.sha256) if card.sha256 else None
    title = card.title
    if len(title) > LONGEST_TITLE:
        title = f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    words = {
        **asdict(card),
        "title": title,
        "council": council,
        "site": site,
        "lang": language,
        "is_tall": photo is not None,
    }
    drawn = typst.compile(
        TEMPLATE.read_bytes(),
        format="png",
        ppi=72,
        ignore_system_fonts=True,
        sys_inputs={
            "data": json.dumps(words),
            "motif": _motif(),
            "mark": MARK.read_text(),
            "picture": _framed(photo, is_sealed=bool(card.seal)) if photo else _cloth(card.seed),
        },
    )
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").save(out, "JPEG", quality=84, optimize=True)
    return out.getvalue()


def _photo(sha256: str) -> bytes | None:
    """The JPEG that the portal made itself, where its file can be read."""
    try:
        with default_storage.open(f"{photo_store.folder_of(sha256)}/960.jpg") as handle:
            content: bytes = handle.read()
    except OSError:
        return None
    return content


def _framed(photo: bytes, *, is_sealed: bool) -> str:
    """The photograph with the chisel's cut in its corner; a gold lip where it passed curation."""
    data = base64.b64encode(photo).decode()
    lip = '<path d="M404 630 504 530V510L384 630z" fill="#e3ae2e"/>' if is_sealed else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 504 630"><defs><clipPath id="c">'
        '<path d="M0 0H504V530L404 630H0z"/></clipPath></defs><g clip-path="url(#c)"><image '
        'width="504" height="630" preserveAspectRatio="xMidYMid slice" '
        f'href="data:image/jpeg;base64,{data}"/>{lip}</g></svg>'
    )


def _cloth(seed: str) -> str:
    """The leaf cloth that the seed has on the pages, too."""
    cloth = motif.cloth(seed)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 630"><defs>'
        f'<pattern id="p" width="{cloth.tile_width}" height="{cloth.tile_height}" '
        f'patternUnits="userSpaceOnUse" patternTransform="scale({cloth.scale * 2:.2f}) '
        f'rotate({cloth.turn})"><g fill="none" stroke="#f3ebe1" color="#f3ebe1" '
        f'stroke-width="1.4">{cloth.drawing}</g></pattern></defs>'
        f'<path id="k" d="M0 0H560V530L460 630H0z" fill="{GROUNDS[cloth.ground]}"/>'
        '<path d="M0 0H560V530L460 630H0z" fill="url(#p)" opacity=".8"/></svg>'
    )


def _motif() -> str:
    """Leaves behind the words, as in the portal's hero, so faint that they carry nothing."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><defs><pattern id="h" '
        'width="120" height="132" patternUnits="userSpaceOnUse" patternTransform="scale(1.4)">'
        '<g fill="none" stroke="#b9c9bc" stroke-width="1">'
        f'<path transform="translate(36 -4)" d="{motif.LEAF}"/>'
        f'<path transform="translate(36 66) rotate(180 24 35)" d="{motif.LEAF}"/>'
        f'<path transform="translate(-24 31)" d="{motif.LEAF}"/>'
        f'<path transform="translate(96 31)" d="{motif.LEAF}"/></g></pattern></defs>'
        '<rect width="1200" height="630" fill="url(#h)" opacity=".13"/></svg>'
    )
