"""The certificate of attendance as a PDF, with a code that leads to its public page."""

import io
import json
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dekranasda.lib.paper import leaf_border, qr_svg
from dekranasda.templatetags.portal import tanggal, translated
from events.attendance import sessions_attended
from events.calendar import days_line
from events.models import Certificate

TEMPLATE = Path(__file__).parent / "typst" / "attendance.typ"


def certificate_pdf(certificate: Certificate) -> io.BytesIO:
    """The document as it stands now, in the reader's language; a revoked one says so on top."""
    document = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={
            "data": json.dumps(_words(certificate)),
            "qr": qr_svg(f"{settings.SITE_URL}{certificate.get_absolute_url()}"),
            "border": leaf_border(certificate.number),
        },
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)


def _words(certificate: Certificate) -> dict[str, object]:
    registration = certificate.registration
    event = registration.event
    heading = _("Sertifikat Pelatihan")
    if certificate.revoked_on is not None:
        heading = _("Sertifikat dicabut")
    site = settings.SITE_URL.split("//")[-1]
    return {
        "title": f"{heading} {certificate.number}",
        "council": settings.COUNCIL["name"],
        "heading": heading,
        "number_line": _("Nomor %(number)s") % {"number": certificate.number},
        "intro": _("diberikan kepada"),
        "holder": registration.artisan.name,
        "business": registration.business.name,
        "verdict": _("yang telah mengikuti"),
        "event": translated(event, "title"),
        "when_where": f"{days_line(event)} · {event.place}",
        "share": share_line(certificate),
        "scan": _("Pindai untuk memeriksa keasliannya, atau ketik kode ini di %(site)s")
        % {"site": f"{site}/verifikasi/"},
        "check_code": certificate.check_code,
        "foot": [
            [_("Terbit"), tanggal(certificate.issued_on)],
            [_("Diterbitkan oleh"), certificate.issued_by.full_name],
        ],
    }


def share_line(certificate: Certificate) -> str:
    """How much of the event the holder was at; empty where it has no sessions. Two queries."""
    sessions, attended = sessions_attended(certificate.registration)
    if not sessions:
        return ""
    text = ngettext(
        "Hadir di %(attended)d dari %(sessions)d sesi",
        "Hadir di %(attended)d dari %(sessions)d sesi",
        sessions,
    )
    return text % {"attended": attended, "sessions": sessions}
