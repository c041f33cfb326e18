"""What the catalogue holds about a person, for the copy that the person may have."""

from django.utils.translation import gettext as _

from artisans.models import Artisan
from dekranasda.lib.personal_copy import Picture, Section, in_words, rows_in_words
from products.models import (
    CostSheet,
    Enquiry,
    MakerViews,
    Photo,
    Product,
    ProductVersion,
    WorkViews,
)

VERSION = (
    "number", "name", "name_en", "craft", "other_material", "material_origin", "motif",
    "length_cm", "width_cm", "height_cm", "weight_g", "price_idr", "price_max_idr", "unit",
    "production_time", "stock", "capacity_per_month", "is_made_to_order", "packaging", "care",
    "story", "story_en", "updated_at", "frozen_at",
)  # fmt: skip

SHEET = (
    "version", "pieces", "main_material_idr", "other_material_idr", "packaging_idr", "hours",
    "hourly_wage_idr", "overhead_percent", "is_shared", "updated_at",
)  # fmt: skip


def held(artisan: Artisan) -> list[Section]:
    """The works with every version, their photographs, and how often buyers asked."""
    works = Product.objects.filter(business__owner=artisan).order_by("pk")
    versions = (
        ProductVersion.objects.filter(product__in=works)
        .select_related("product", "craft", "motif")
        .prefetch_related("materials", "techniques")
        .order_by("product", "number")
    )
    photos = Photo.objects.filter(version__in=versions).order_by("version", "position")
    sheets = CostSheet.objects.filter(version__in=versions).order_by("version")
    pictures = {photo.sha256: Picture(photo.sha256, photo.alt) for photo in photos}
    count = Enquiry.objects.filter(product__in=works).count()
    asked = [{_("jumlah ketukan"): str(count)}] if count else []
    seen = WorkViews.objects.filter(product__in=works).select_related("product")
    visited = MakerViews.objects.filter(artisan=artisan)
    return [
        Section(
            "works",
            _("Karya"),
            rows_in_words(
                works, "code", "name", "state", "published_at", "grade", "curated_on",
                "valid_until", "certificate_number", "created_at",
            ),
        ),
        Section(
            "versions",
            _("Isian karya"),
            [_version(row) for row in versions],
            list(pictures.values()),
        ),
        Section("cost_sheets", _("Hitungan biaya"), rows_in_words(sheets, *SHEET)),
        Section("enquiries", _("Pertanyaan pembeli"), asked),
        Section(
            "views",
            _("Berapa kali halaman Anda dilihat"),
            rows_in_words(visited, "day", "number")
            + rows_in_words(seen, "product", "day", "number"),
        ),
    ]  # fmt: skip


def _version(row: ProductVersion) -> dict[str, str]:
    """A version in words, with its materials and techniques."""
    chosen = {
        _("bahan"): ", ".join(str(material) for material in row.materials.all()),
        _("teknik"): ", ".join(str(technique) for technique in row.techniques.all()),
    }
    return (
        {_("kode"): row.product.code}
        | in_words(row, *VERSION)
        | {name: words for name, words in chosen.items() if words}
    )
