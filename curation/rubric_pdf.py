"""A rubric as a blank score sheet on paper: criteria, levels, boxes to tick, room for words."""

import io
import json
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from curation.blind import BlindWork
from curation.models import Rubric
from curation.rubric_rules import plain
from dekranasda.templatetags.portal import translated

TEMPLATE = Path(__file__).parent / "typst" / "rubric_sheet.typ"


def rubric_pdf(rubric: Rubric) -> io.BytesIO:
    """The sheet in the reader's language, A4, for any work."""
    return _sheet(rubric, {})


def work_sheet_pdf(rubric: Rubric, *, code: str, work: BlindWork, address: str) -> io.BytesIO:
    """The sheet of one work without its maker: code, facts, and a QR to where it is typed in."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", scale=4, border=1, xmldecl=False
    )
    return _sheet(
        rubric,
        {
            "code": code,
            "work": work.name,
            "facts": [list(pair) for pair in (*work.facts, *work.costs)],
            "qr": target.getvalue().decode(),
        },
    )


def _sheet(rubric: Rubric, work: dict[str, object]) -> io.BytesIO:
    criteria = [
        {
            "code": one.code,
            "name": translated(one, "name"),
            "weight": f"{plain(one.weight)}%",
            "levels": [translated(one, name) for _value, name, _text in one.levels],
        }
        for one in rubric.criteria.all()
    ]
    words = {
        "council": settings.COUNCIL["name"],
        "title": _("Lembar nilai"),
        "rubric": f"{translated(rubric, 'name')}, {_('versi')} {rubric.version}",
        "state": "" if rubric.is_frozen else _("Disiapkan; belum dipakai menilai"),
        "head": [_("Kode karya"), _("Kurator"), _("Tanggal")],
        "criteria": criteria,
        "of": work,
        "note": _("Catatan untuk pembuat, wajib untuk nilai di bawah 3"),
        "panel_note": _("Catatan untuk sidang"),
        "signature": _("Tanda tangan kurator"),
        "hint": _("Lingkari satu nilai pada setiap kriteria. Jumlah dihitung oleh portal."),
    }
    document = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(words)},
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)
