"""A sample's label, which tells nothing but its code, and the receipt for its owner."""

import base64
import io
import json
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from curation import private_photos
from curation.models import Sample, SampleMovement
from dekranasda.templatetags.portal import jam, tanggal

FOLDER = Path(__file__).parent / "typst"
SIZES = {"kecil": (60, 40), "a6": (148, 105)}  # millimetres


def label_pdf(sample: Sample, size: str = "kecil") -> io.BytesIO:
    """The label: QR and code, no word about the work or its maker. `size` is a key of SIZES."""
    width, height = SIZES[size]
    target = io.BytesIO()
    segno.make(f"{settings.SITE_URL}{sample.get_absolute_url()}", error="q", micro=False).save(
        target, kind="svg", scale=4, border=2, xmldecl=False
    )
    data = {"code": sample.code, "width": width, "height": height}
    return _compile("sample_label.typ", data, qr=target.getvalue().decode())


def receipt_pdf(sample: Sample) -> io.BytesIO:
    """The receipt: what was handed over, every step so far, who took it back."""
    steps = list(sample.movements.select_related("made_by"))
    back = next((one for one in steps if one.kind == SampleMovement.Kind.RETURNED), None)
    work = sample.submission
    data = {
        "council": settings.COUNCIL["name"],
        "title": _("Tanda terima contoh"),
        "code": sample.code,
        "facts": [
            [_("Pengajuan"), work.code],
            [_("Karya"), work.version.name],
            [_("Pemilik"), work.product.business.owner.name],
            [_("Diserahkan"), sample.what],
            [_("Dikembalikan paling lambat"), tanggal(sample.return_by)],
        ],
        "head": [_("Langkah"), _("Waktu"), _("Keterangan"), _("Petugas")],
        "steps": [
            [
                one.get_kind_display(),
                f"{tanggal(one.made_at, 'pendek')} {jam(one.made_at)}",
                " · ".join(filter(None, [one.condition, one.place, one.shown_to, one.agreed])),
                one.made_by.full_name,
            ]
            for one in steps
        ],
        "received_by": _("Diterima kembali oleh"),
        "handed_by": _("Diserahkan oleh petugas"),
        "name": back.signed_name if back else "",
        "staff": back.made_by.full_name if back else "",
    }
    drawing = private_photos.read(back.signature) if back and back.signature else None
    inputs = {"signature": _framed(drawing)} if drawing else {}
    return _compile("sample_receipt.typ", data, **inputs)


def _framed(jpeg: bytes) -> str:
    """The JPEG in an SVG, since typst takes its inputs as text."""
    data = base64.b64encode(jpeg).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 24"><image width="60" height="24" '
        f'preserveAspectRatio="xMidYMid meet" href="data:image/jpeg;base64,{data}"/></svg>'
    )


def _compile(template: str, data: object, **inputs: str) -> io.BytesIO:
    document = typst.compile(
        (FOLDER / template).read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data), **inputs},
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)
