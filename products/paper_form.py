"""A work's six steps on paper: filled in by pen with its maker, typed in later at its draft.

It holds no number of a person; the code to scan leads to a page that asks who one is.
"""

import io
import json
from pathlib import Path

import typst
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from artisans.models import Craft
from dekranasda.accounts.models import User
from dekranasda.lib.paper import qr_svg
from dekranasda.templatetags.portal import translated
from products.forms import CheckForm
from products.models import Photo, ProductVersion

LONGEST = 60
TEMPLATE = Path(__file__).parent / "typst" / "paper_form.typ"


def paper_form(version: ProductVersion, *, by: User) -> io.BytesIO:
    """The form of one draft as PDF, one sheet of A4 printed on both sides, in at least 14 points.

    Always in the council's own language, in which its maker signs. A helper's form has a sentence
    for the help, and both names.
    """
    with translation.override(settings.LANGUAGE_CODE):
        words = _words(version, by)
    document = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={
            "data": json.dumps(words),
            "qr": qr_svg(settings.SITE_URL + address_of(version)),
        },
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)


def address_of(version: ProductVersion) -> str:
    """Where the code on the form leads: the draft, at the step where it stands."""
    return reverse("products:draft_resume", args=[version.product.code])


def _words(version: ProductVersion, by: User) -> dict[str, object]:
    business = version.product.business
    helper = "" if business.owner.user_id == by.pk else by.full_name
    return {
        "council": settings.COUNCIL["name"],
        "title": _("Formulir karya"),
        "maker": _short(business.owner.name),
        "business": _short(business.name),
        "code_word": _("kode"),
        "code": version.product.code,
        "lead": _("Isi dengan pena. Lalu pindai kode di samping untuk mengetiknya di portal."),
        "steps": [str(step.label) for step in ProductVersion.Step][:5] + [_("Pernyataan")],
        "photo_tip": _("Di dekat jendela, latar polos, tanpa lampu kilat. Cukup tiga foto:"),
        "photos": [str(kind.label) for kind in (Photo.Kind.FRONT, Photo.Kind.DETAIL)]
        + [_("Dengan tangan")],
        "name": [_("Nama karya"), ""],
        "given_name": version.name,
        "craft": _("Jenis kerajinan (pilih satu)"),
        "crafts": [
            translated(craft, "name") for craft in Craft.objects.order_by("position", "name")
        ],
        "material": [[_("Bahan"), ""], [_("Asal bahan"), ""], [_("Cara membuat"), ""]],
        "size": _("Ukuran"),
        "sizes": [_("panjang (cm)"), _("lebar"), _("tinggi"), _("berat (g)")],
        "price": _("Harga jual di tempat Anda"),
        "unit": _("per"),
        "on_request": _("Harga sesuai pesanan"),
        "time": _("Lama membuat"),
        "times": [str(label) for _value, label in ProductVersion.Duration.choices],
        "numbers": [
            _("Berapa yang dapat dibuat dalam sebulan?"),
            _("Berapa yang siap dikirim sekarang?"),
        ],
        "made_to_order": _("Menerima pesanan khusus"),
        "story": _("Siapa yang mengajari Anda? Apa yang khas? Satu kalimat pun cukup."),
        "words": [[_("Kemasan"), ""], [_("Cara merawat"), ""]],
        "sentences": [
            str(CheckForm.base_fields[name].label)
            for name in ("declares_own_work", "allows_curation", "allows_publication")
        ]
        + ([_helped(helper)] if helper else []),
        "signatures": [
            [_("Tanda tangan pembuat"), _short(business.owner.name)],
            [_("Dibantu oleh"), helper],
            [_("Tanggal"), ""],
        ],
    }


def _short(name: str) -> str:
    """A name that leaves the sheet its two sides."""
    return str(Truncator(name).chars(LONGEST))


def _helped(helper: str) -> str:
    return _("%(name)s boleh mengetik dan mengirim isian ini atas nama saya.") % {"name": helper}
