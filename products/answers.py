"""What a maker typed, in the words of the summary before sending."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dekranasda.templatetags.portal import angka, rupiah
from products.drafts import Problem
from products.forms import with_comma
from products.models import ProductVersion

Step = ProductVersion.Step


@dataclass(frozen=True)
class Answer:
    """One line of the summary: what was asked, the answer, and the way to change it."""

    label: str
    text: str
    url: str
    error: str = ""
    step: int = 0


def answers_of(version: ProductVersion, problems: list[Problem]) -> list[Answer]:
    """The summary in the order of the steps; what is missing says so in its place."""
    lines: list[tuple[ProductVersion.Step, str, str, str]] = [
        (Step.NAME, "name", _("Nama karya"), version.name),
        (Step.NAME, "craft", _("Jenis kerajinan"), str(version.craft or "")),
        (Step.MATERIAL, "materials", _("Bahan"), _materials(version)),
        (Step.MATERIAL, "techniques", _("Teknik"), ", ".join(map(str, version.techniques.all()))),
        (Step.MATERIAL, "motif", _("Motif"), str(version.motif or "")),
        (Step.MATERIAL, "length_cm", _("Ukuran"), size_text(version)),
        (Step.MATERIAL, "material_origin", _("Asal bahan"), version.material_origin),
        (Step.PRICE, "price_idr", _("Harga"), price_text(version)),
        (
            Step.PRICE,
            "production_time",
            _("Lama membuat"),
            str(version.get_production_time_display()),
        ),
        (
            Step.PRICE,
            "capacity_per_month",
            _("Kemampuan sebulan"),
            _count(version.capacity_per_month),
        ),
        (Step.PRICE, "stock", _("Siap dikirim"), _count(version.stock)),
        (
            Step.PRICE,
            "is_made_to_order",
            _("Pesanan khusus"),
            _("Ya") if version.is_made_to_order else _("Tidak"),
        ),
        (Step.STORY, "story", _("Cerita"), version.story),
        (Step.STORY, "packaging", _("Kemasan"), version.packaging),
        (Step.STORY, "care", _("Cara merawat"), version.care),
    ]
    missing = {problem.field: str(problem.text) for problem in problems}
    return [
        Answer(
            label,
            text,
            version.step_url(step) + f"?periksa=1#div_id_{field}",
            missing.get(field, ""),
            int(step),
        )
        for step, field, label, text in lines
        if text or field in missing
    ]


def links_of(version: ProductVersion, problems: list[Problem]) -> list[dict[str, Any]]:
    """The problems with the address of the field that solves each."""
    return [
        {
            "text": problem.text,
            "url": f"{version.step_url(problem.step)}?periksa=1"
            + ("" if problem.step == Step.PHOTOS else f"#div_id_{problem.field}"),
        }
        for problem in problems
    ]


def _materials(version: ProductVersion) -> str:
    words = [str(word) for word in version.materials.all()]
    return ", ".join([*words, version.other_material] if version.other_material else words)


def _count(number: int | None) -> str:
    return "" if number is None else angka(number)


def size_text(version: ProductVersion) -> str:
    """Length, width, height and weight as one line: `12 × 8 × 20 cm, 500 g`."""
    sizes = [
        with_comma(size)
        for size in (version.length_cm, version.width_cm, version.height_cm)
        if size is not None
    ]
    parts = [" × ".join(sizes) + " cm"] if sizes else []
    if version.weight_g:
        parts.append(f"{angka(version.weight_g)} g")
    return ", ".join(parts)


def price_text(version: ProductVersion) -> str:
    """The price with its unit: one amount, a range, or that it is on request."""
    if version.price_on_request:
        return _("Harga sesuai pesanan")
    if version.price_idr is None:
        return ""
    text = rupiah(version.price_idr)
    if version.price_max_idr and version.price_max_idr > version.price_idr:
        text += f" – {rupiah(version.price_max_idr)}"
    return f"{text} / {version.unit}" if version.unit else text
