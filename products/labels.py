"""Labels for works: sheets of fixed geometry, each label with the short address as a QR code."""

import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import harga, translated
from products.models import Product

TEMPLATE = Path(__file__).parent / "typst" / "labels.typ"
# What a telephone reads at arm's length from a matt label. Source: ux 4.5.
LEAST_MODULE_MM = 0.6
MOST_LABELS = 480


@dataclass(frozen=True)
class Sheet:
    """The geometry of a sheet in millimetres, letters in points; labels run row by row."""

    page_width: float
    page_height: float
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float
    inset: float
    gutter: float
    code: float  # the edge of the QR code without its quiet zone
    name: float
    price: float
    small: float
    tiny: float
    letters: float
    test: float
    longest_name: int
    has_invitation: bool  # whether the label says what the code is for
    signs: bool = True

    @property
    def labels(self) -> int:
        """How many labels one sheet has."""
        return self.columns * self.rows


# The two A4 sheets are those of common self-adhesive labels (99.1 × 67.7 and 63.5 × 33.9 mm).
SHEETS: dict[str, Sheet] = {
    "8": Sheet(
        210, 297, 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5, 6, 6, 36,
        name=15, price=16, small=10, tiny=8.5, letters=12, test=11,
        longest_name=60, has_invitation=True,
    ),
    "24": Sheet(
        210, 297, 3, 8, 63.5, 33.9, 7.2, 12.9, 2.55, 3.6, 4, 22,
        name=9.5, price=10, small=7.5, tiny=6.5, letters=8, test=11,
        longest_name=38, has_invitation=False,
    ),
    "60x40": Sheet(
        60, 40, 1, 1, 60, 40, 0, 0, 0, 3.6, 4, 26,
        name=9.5, price=10, small=7.5, tiny=6.5, letters=9, test=7,
        longest_name=34, has_invitation=False,
    ),
    "10": Sheet(
        210, 297, 2, 5, 95, 55, 10, 10, 0, 5, 5, 32,
        name=13, price=15, small=10, tiny=8, letters=12, test=11,
        longest_name=60, has_invitation=True,
    ),
}  # fmt: skip
SHEET_WORDS: dict[str, str | Promise] = {
    "8": gettext_lazy("A4, 8 label (99 × 68 mm), untuk di samping karya"),
    "24": gettext_lazy("A4, 24 label (64 × 34 mm), untuk kemasan"),
    "60x40": gettext_lazy("Gulungan 60 × 40 mm, untuk pencetak label"),
}


@dataclass(frozen=True)
class Label:
    """What one label says; an empty price or code is left away."""

    target: str
    name: str
    maker: str
    price: str
    code: str


def label_of(work: Product, *, has_price: bool = True, has_code: bool = True) -> Label:
    """The label of a work, in the reader's language."""
    return Label(
        target=work.code,
        name=translated(work, "name"),
        maker=work.maker_name,
        price=harga(work) if has_price else "",
        code=work.code if has_code else "",
    )


def labels_pdf(labels: Iterable[Label], *, sheet: str, skip: int = 0) -> io.BytesIO:
    """The sheets; `skip` labels of the first one are already used. A few ms a label."""
    chosen = SHEETS[sheet]
    rows = [
        asdict(label)
        | {"qr": qr_svg(label.target, edge_mm=chosen.code), "name": _short(label.name, chosen)}
        for label in labels
    ]
    return _compile(chosen, {"labels": rows, "skip": skip % chosen.labels, "is_test": False})


def printer_check_pdf(sheet: str) -> io.BytesIO:
    """One page with the edges of all labels and a ruler, to see whether the printer keeps size."""
    chosen = SHEETS[sheet]
    length = 100 if chosen.page_width > 100 else 50  # noqa: PLR2004 millimetres
    words = _(
        "Ukur garis ini dengan penggaris: harus tepat %(length)d mm. Bila tidak, pilih ukuran "
        "sebenarnya (100%%) saat mencetak."
    ) % {"length": length}
    data = {"labels": [], "skip": 0, "is_test": True, "ruler": length, "test_words": words}
    return _compile(chosen, data)


def address_of(code: str) -> str:
    """What the QR code says: the short address in capitals, which make the code smaller."""
    return f"{settings.SITE_URL}/k/{code}".upper()


def qr_of(code: str, *, edge_mm: float) -> segno.QRCode:
    """The QR code that stands most damage and still has modules wide enough for its edge."""
    made = [segno.make(address_of(code), error=level, micro=False) for level in "qml"]
    return next((one for one in made if module_mm(one, edge_mm) >= LEAST_MODULE_MM), made[-1])


def module_mm(code: segno.QRCode, edge_mm: float) -> float:
    """How wide one module is where the code, without its quiet zone, has the edge."""
    return edge_mm / code.symbol_size(border=0)[0]


def qr_svg(code: str, *, edge_mm: float) -> str:
    """The QR code without quiet zone, which the label leaves around it."""
    target = io.BytesIO()
    qr_of(code, edge_mm=edge_mm).save(target, kind="svg", scale=4, border=0, xmldecl=False)
    return target.getvalue().decode()


def _short(name: str, sheet: Sheet) -> str:
    if len(name) <= sheet.longest_name:
        return name
    return name[: sheet.longest_name - 1].rsplit(" ", 1)[0].rstrip(" ,;–-") + "…"


def _compile(sheet: Sheet, data: dict[str, object]) -> io.BytesIO:
    says = _("Pindai untuk kisah dan kontak pembuatnya.") if sheet.has_invitation else ""
    words = {
        "title": _("Label karya"),
        "council": settings.COUNCIL["short_name"],
        "language": get_language() or "id",
        "sheet": asdict(sheet) | {"says": says},
    }
    document = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(words | data)},
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)
