"""Papers of an exhibition: labels for its works, and the note of what a business handed over."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import rupiah, tanggal, translated
from events.models import Consignment, Exhibit
from products import labels
from products.labels import Label

FOLDER = Path(__file__).parent / "typst"


def labels_pdf(exhibits: Iterable[Exhibit]) -> io.BytesIO:
    """A4 sheets of ten labels: the code leads to the work's page by the short address."""
    rows = [
        Label(
            target=exhibit.product.code,
            name=translated(exhibit.product, "name"),
            maker=exhibit.product.maker_name,
            price=rupiah(exhibit.price_idr) or _("Harga sesuai pesanan"),
            code=exhibit.product.code,
        )
        for exhibit in exhibits
    ]
    return labels.labels_pdf(rows, sheet="10")


def note_pdf(consignment: Consignment, exhibits: list[Exhibit]) -> io.BytesIO:
    """The note: what went, in which condition; once counted, what was sold and came back.

    `exhibits` are the business's works with their sales.
    """
    was_returned = consignment.returned_on is not None
    event, business = consignment.event, consignment.business
    facts = [
        [_("Pameran"), translated(event, "title")],
        [_("Tempat"), event.place],
        [_("Usaha"), f"{business.name} · {business.owner.name}"],
        [_("Diserahkan"), tanggal(consignment.handed_on, "hari")],
    ]
    if was_returned:
        facts.append([_("Dikembalikan"), tanggal(consignment.returned_on, "hari")])
    if consignment.note:
        facts.append([_("Catatan"), consignment.note])
    words = {
        "council": settings.COUNCIL["name"],
        "title": _("Surat titip dan kembali") if was_returned else _("Surat titip"),
        "number": consignment.number,
        "facts": facts,
        "went": {
            "title": _("Yang diserahkan"),
            "head": [_("No."), _("Karya"), _("Kode"), _("Jumlah"), _("Harga"), _("Keadaan")],
            "rows": [
                [
                    str(number), one.product.name, one.product.code, str(one.quantity),
                    rupiah(one.price_idr), one.condition,
                ]
                for number, one in enumerate(exhibits, start=1)
            ],
            "total": [_("Jumlah"), str(sum(one.quantity for one in exhibits))],
        },
        "back": _back(exhibits) if was_returned else None,
        "signatures": [
            [_("Diserahkan oleh"), consignment.handed_by],
            [_("Diterima oleh"), consignment.received_by.full_name],
        ],
        "back_signatures": [
            [_("Dikembalikan oleh"), consignment.returned_by.full_name],
            [_("Diterima kembali oleh"), consignment.returned_to],
        ]
        if consignment.returned_by
        else [],
    }  # fmt: skip
    return _compile("consignment.typ", words)


def _back(exhibits: list[Exhibit]) -> dict[str, object]:
    counts = [
        (
            one.quantity, one.sold, one.returned_count or 0, one.damaged_count or 0,
            one.missing_count or 0, one.difference or 0,
        )
        for one in exhibits
    ]  # fmt: skip
    return {
        "title": _("Yang terjual dan kembali"),
        "head": [
            _("Karya"), _("Dibawa"), _("Terjual"), _("Kembali baik"), _("Rusak"), _("Hilang"),
            _("Selisih hitungan"), _("Catatan"),
        ],
        "rows": [
            [one.product.name, *map(str, row), one.note]
            for one, row in zip(exhibits, counts, strict=True)
        ],
        "total": [_("Jumlah"), *(str(sum(column)) for column in zip(*counts, strict=True)), ""],
    }  # fmt: skip


def _compile(template: str, words: object) -> io.BytesIO:
    document = typst.compile(
        (FOLDER / template).read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(words)},
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)
