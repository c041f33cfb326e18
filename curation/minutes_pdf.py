"""The minutes on A4: the content as issued, its hash, and a QR code to compare it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dekranasda.lib.paper import qr_svg
from dekranasda.templatetags.portal import tanggal

TEMPLATE = Path(__file__).parent / "typst" / "minutes.typ"


def render(content: Mapping[str, Any], *, sha256: str, path: str) -> bytes:
    """The PDF of an issued content, always in Indonesian: it is a record of the office."""
    with translation.override("id"):
        words = words_of(content) | {"sha256": sha256, "address": f"{settings.SITE_URL}{path}"}
    document: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(words), "qr": qr_svg(str(words["address"]))},
        ignore_system_fonts=True,
    )
    return document


def _time(text: str) -> str:
    return f"{datetime.fromisoformat(text):%H.%M}" if text else "–"


def _moment(text: str) -> str:
    return f"{tanggal(datetime.fromisoformat(text).date())}, {_time(text)}" if text else "–"


def words_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as lines for a page, of a draft too: that has no number and no signatures."""
    number = content.get("number", "")
    facts = [
        [_("Periode"), content["round"]],
        [_("Sidang ke"), str(content["meeting"])],
        [_("Tanggal"), tanggal(date.fromisoformat(content["held_on"]))],
        [_("Tempat"), content["place"]],
        [_("Waktu"), f"{_time(content['opened_at'])} – {_time(content['closed_at'])}"],
        [_("Notulis"), content["minutes_by"] or "–"],
    ]
    if content.get("deputy"):
        facts.append([_("Pengganti ketua"), content["deputy"]])
    if content.get("replaces"):
        facts.append([_("Mengganti"), content["replaces"]])
        facts.append([_("Pembetulan"), content["correction"]])
    return {
        "title": f"{_('Berita Acara')} {number}",
        "council": settings.COUNCIL["name"],
        "heading": _("Berita Acara Sidang Kurasi"),
        "number_line": _("Nomor %(number)s") % {"number": number},
        "facts": facts,
        "attendance_heading": _("Kehadiran"),
        "attendance_columns": [_("Nama"), _("Sebagai"), _("Kehadiran"), _("Datang"), _("Pulang")],
        "attendance": [
            [
                one["name"],
                _("Ketua panel") if one["is_chair"] else _("Anggota panel"),
                one["state"],
                _time(one["arrived_at"]),
                _time(one["left_at"]),
            ]
            for one in content["attendance"]
        ],
        "works_heading": _("Karya yang dibahas"),
        "works": [_work(one) for one in content["works"]],
        "signatures_heading": _("Tanda tangan"),
        "signatures": [
            [one["name"], one["capacity"], _moment(one["signed_at"])]
            for one in content.get("signatures", [])
        ],
        "hash_heading": _("Sidik digital isi (SHA-256)"),
        "hash_text": _(
            "Pindai kode ini atau buka alamatnya untuk mencocokkan dokumen ini dengan arsip. "
            "Satu huruf yang diubah menghasilkan sidik lain."
        ),
    }


def _work(work: Mapping[str, Any]) -> dict[str, Any]:
    lines = []
    for one in work["decisions"]:
        lines += _decision(one)
    for one in work.get("waivers", []):  # minutes issued earlier carry none
        lines.append([_("Pengecualian hubungan"), _waiver(one)])
    if work["returned_because"]:
        lines.append([_("Minta penilaian tambahan"), work["returned_because"]])
    if not work["decisions"]:
        lines.append([_("Keputusan"), _("belum diputus dalam sidang ini")])
    if work["note"]:
        lines.append([_("Catatan"), work["note"]])
    return {
        "title": f"{work['code']} · {work['title']}",
        "totals": _("Jumlah nilai: %(totals)s")
        % {"totals": " · ".join(_figure(total) for total in work["totals"]) or "–"},
        "spread": "; ".join(
            f"{one['criterion']} {_scores(one['scores'])}" for one in work["spread"]
        ),
        "lines": lines,
    }


def _decision(one: Mapping[str, Any]) -> list[list[str]]:
    votes = one["votes"]
    lines = [
        [
            _("Hasil hitungan"),
            _("nilai panel %(mean)s, %(outcome)s (kelas %(grade)s)")
            % {
                "mean": _figure(one["mean"]),
                "outcome": one["computed_outcome"],
                "grade": one["computed_grade"],
            },
        ],
        [_("Keputusan"), " ".join([one["outcome"], one["grade"]]).strip()],
    ]
    if one["reason"]:
        lines.append([_("Alasan berbeda"), one["reason"]])
    if any(votes.values()):
        lines.append(
            [
                _("Suara"),
                _("setuju %(ayes)s, tidak setuju %(noes)s, abstain %(abstentions)s")
                % {
                    "ayes": votes["for"],
                    "noes": votes["against"],
                    "abstentions": votes["abstain"],
                },
            ]
        )
    lines.append(
        [
            _("Kuorum"),
            _("hadir %(present)s dari %(panel)s")
            % {"present": one["present"], "panel": one["panel"]},
        ]
    )
    if one["recused"]:
        away = "; ".join(f"{user['name']} ({user['reason']})" for user in one["recused"])
        lines.append([_("Keluar ruangan"), away])
    lines.append([_("Diusulkan"), f"{one['proposed_by']}, {_moment(one['proposed_at'])}"])
    lines.append([_("Ditandatangani"), f"{one['signed_by']}, {_moment(one['signed_at'])}"])
    if one["superseded_because"]:
        lines.append([_("Dibuka kembali"), one["superseded_because"]])
    return lines


def _waiver(one: Mapping[str, str]) -> str:
    return _("%(curator)s (%(tie)s): %(reason)s Diputuskan oleh %(granted_by)s.") % {
        **one,
        "reason": one["reason"].rstrip(".") + ".",
    }


def _figure(text: str) -> str:
    return text.replace(".", ",")


def _scores(scores: list[int | None]) -> str:
    return "/".join("–" if value is None else str(value) for value in scores)
