"""The certificate as a PDF: text set by typst, border drawn from the number, QR to the check."""

import base64
import io
import json
from datetime import date
from pathlib import Path

import typst
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from curation.models import Certificate
from dekranasda.lib import photo_store
from dekranasda.lib.paper import leaf_border, qr_svg
from dekranasda.templatetags.portal import tanggal, translated

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def certificate_pdf(certificate: Certificate, *, on: date) -> io.BytesIO:
    """The document as it stands on the day, in the reader's language; about 50 ms.

    A revoked or expired certificate says so in its heading.
    """
    address = f"{settings.SITE_URL}{certificate.get_absolute_url()}"
    inputs = {
        "data": json.dumps(_words(certificate, on)),
        "qr": qr_svg(address),
        "border": leaf_border(certificate.number),
    }
    if photo := _photo(certificate):
        inputs["photo"] = _framed(photo)
    document = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True
    )
    return io.BytesIO(document)


def _words(certificate: Certificate, on: date) -> dict[str, object]:
    heading = _("Sertifikat Kurasi")
    if certificate.revoked_at is not None:
        heading = _("Sertifikat dicabut")
    elif certificate.valid_until < on:
        heading = _("Sertifikat kedaluwarsa")
    rows = [[translated(entry, "name"), _(entry["word"])] for entry in certificate.summary]
    half = -(-len(rows) // 2)
    right = [*rows[half:], ["", ""]][:half]
    return {
        "title": f"{heading} {certificate.number}",
        "council": settings.COUNCIL["name"],
        "heading": heading,
        "number_line": _("Nomor %(number)s") % {"number": certificate.number},
        "intro": _("menyatakan bahwa karya"),
        "work": certificate.work_name,
        "by": _("buatan"),
        "holder": certificate.holder_name,
        "business": certificate.business_name,
        "verdict": _("lolos kurasi dengan kelas %(grade)s.") % {"grade": certificate.grade},
        "checked_heading": _("Yang diperiksa kurator"),
        "rows": [[*left, "", *other] for left, other in zip(rows[:half], right, strict=True)],
        "scan": _(
            "Pindai untuk memeriksa keaslian dan masa berlakunya, atau ketik nomornya di %(site)s"
        )
        % {"site": settings.SITE_URL.split("//")[-1] + "/verifikasi/"},
        "foot": [
            [_("Terbit"), tanggal(certificate.issued_on)],
            [_("Berlaku sampai"), tanggal(certificate.valid_until)],
            [_("Diterbitkan oleh"), certificate.issued_by.full_name],
        ],
    }


def _framed(photo: bytes) -> str:
    """The JPEG in an SVG of 4:5, since typst takes its inputs as text."""
    data = base64.b64encode(photo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 58 72.5"><image width="58" '
        f'height="72.5" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,{data}"/>'
        "</svg>"
    )


def _photo(certificate: Certificate) -> bytes | None:
    """The work's first photograph as JPEG, where its file can be read."""
    photo = certificate.version.photos.exclude(kind="maker").first()
    if photo is None:
        return None
    name = f"{photo_store.folder_of(photo.sha256)}/960.jpg"
    try:
        with default_storage.open(name) as handle:
            content: bytes = handle.read()
    except OSError:
        return None
    return content
