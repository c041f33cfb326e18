"""Letters to print: the very text of a decision's message, with a number, one sheet a maker."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from curation.models import Decision
from dekranasda.notices.models import Notice
from dekranasda.templatetags.portal import tanggal

TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"


def letters_pdf(rows: Sequence[tuple[Decision, Notice]]) -> bytes:
    """The letters of released decisions in one file; each starts a new page."""
    with translation.override("id"):
        data = {
            "title": _("Surat keputusan kurasi"),
            "council": settings.COUNCIL["name"],
            "letters": [_letter(decision, notice) for decision, notice in rows],
        }
    document: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
    )
    return document


def _letter(decision: Decision, notice: Notice) -> dict[str, object]:
    released_at = decision.released_at
    return {
        "facts": [
            [_("Nomor"), decision.letter_number or "–"],
            [_("Tanggal"), tanggal(timezone.localdate(released_at)) if released_at else "–"],
            [_("Perihal"), notice.subject],
        ],
        "to": [_("Kepada"), notice.recipient_name],
        "paragraphs": [part.strip() for part in notice.body.split("\n\n") if part.strip()],
        "signed": decision.released_by.full_name if decision.released_by else "",
        "capacity": _("Sekretariat"),
    }
