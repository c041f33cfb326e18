"""What the public sees of works: published, suspended, expired, withdrawn; all is written here.

Curation calls these inside its own transaction. The public pages follow with the same commit: the
database moves their epoch (see `dekranasda/models.py`).
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from dekranasda.accounts.models import Consent
from products.models import Product, ProductVersion, slug_for
from products.search import search_vector

HAS_PAGE = {Product.State.PUBLISHED, Product.State.EXPIRED}


@transaction.atomic
def publish(
    product: Product,
    *,
    version: ProductVersion,
    grade: str,
    curated_on: date,
    valid_until: date,
    certificate_number: str,
    summary: list[dict[str, str]],
    at: datetime,
) -> None:
    """Shows the version in the catalogue, with its maker's business.

    `summary` is what was checked, as `{"name": …, "name_en": …, "word": …}`, never with numbers.
    Raises ValidationError: «not_frozen», «other_product», «no_photo», «no_name», «no_consent»,
    «grade», «summary», «inactive_business», «validity». Side effect: the business becomes public.
    """
    locked = _lock(product)
    _check(locked, version, grade, summary)
    if valid_until < curated_on:
        raise ValidationError(_("Masa berlaku berakhir sebelum hari kurasi."), code="validity")
    locked.published_version = version
    locked.grade = grade
    locked.curated_on = curated_on
    locked.valid_until = valid_until
    locked.certificate_number = certificate_number
    locked.curation_summary = summary
    locked.published_at = at
    locked.state = Product.State.PUBLISHED
    locked.state_reason = ""
    Business.objects.filter(pk=locked.business_id, is_public=False).update(is_public=True)
    refresh_catalogue_columns(locked)
    product.refresh_from_db()


def _check(
    product: Product, version: ProductVersion, grade: str, summary: list[dict[str, str]]
) -> None:
    if version.product_id != product.pk:
        raise ValidationError(_("Versi ini milik karya lain."), code="other_product")
    if version.frozen_at is None:
        raise ValidationError(_("Versi ini belum dibekukan."), code="not_frozen")
    if not version.name.strip():
        raise ValidationError(_("Karya ini belum bernama."), code="no_name")
    if not version.photos.exists():
        raise ValidationError(_("Karya ini belum berfoto."), code="no_photo")
    if grade not in Product.Grade.values:
        raise ValidationError(_("Kelas kurasi tidak dikenal."), code="grade")
    if any({*entry} - {"name_en"} != {"name", "word"} for entry in summary):
        raise ValidationError(_("Ringkasan kurasi hanya memuat nama dan kata."), code="summary")
    if product.business.state != Business.State.ACTIVE:
        raise ValidationError(_("Usaha pembuatnya tidak aktif."), code="inactive_business")
    owner = product.business.owner
    if not Consent.is_current(owner.uid, Consent.Purpose.PUBLIC_PROFILE):
        raise ValidationError(
            _("%(name)s belum menyetujui nama dan kisahnya tampil untuk umum."),
            code="no_consent",
            params={"name": owner.name},
        )


@transaction.atomic
def suspend(product: Product, *, reason: str) -> None:
    """Hides a work for a while, one whose curation is over too.

    Raises ValidationError: «not_shown», «no_reason».
    """
    _hide(product, Product.State.SUSPENDED, HAS_PAGE, reason)


@transaction.atomic
def resume(product: Product, *, on: date) -> None:
    """Shows a suspended work again; one whose curation ended meanwhile as expired.

    Raises ValidationError: «not_suspended», «no_consent».
    """
    locked = _lock(product)
    if locked.state != Product.State.SUSPENDED or locked.published_version is None:
        raise ValidationError(_("Karya ini tidak sedang ditangguhkan."), code="not_suspended")
    _check(locked, locked.published_version, locked.grade, locked.curation_summary)
    locked.state = Product.State.PUBLISHED if locked.is_current(on=on) else Product.State.EXPIRED
    locked.state_reason = ""
    Business.objects.filter(pk=locked.business_id, is_public=False).update(is_public=True)
    refresh_catalogue_columns(locked)
    product.refresh_from_db()


@transaction.atomic
def expire(product: Product, *, on: date) -> bool:
    """Notes that the curation of a shown work is over; False where it still holds.

    Its page stays, without grade and seal; lists, search and sitemap have dropped it by the date.
    """
    locked = _lock(product)
    if locked.state != Product.State.PUBLISHED or locked.is_current(on=on):
        return False
    locked.state = Product.State.EXPIRED
    locked.featured_position = None
    locked.save(update_fields=["state", "featured_position"])
    product.refresh_from_db()
    return True


@transaction.atomic
def withdraw(product: Product, *, reason: str) -> None:
    """Takes a work out of the catalogue for good: its page says so, its label leads there.

    Raises ValidationError: «not_shown», «no_reason». Only a new curation shows it again.
    """
    _hide(
        product,
        Product.State.WITHDRAWN,
        {*HAS_PAGE, Product.State.SUSPENDED},
        reason,
    )


def _hide(product: Product, state: Product.State, allowed: set[Product.State], reason: str) -> None:
    locked = _lock(product)
    if locked.state not in allowed:
        raise ValidationError(_("Karya ini tidak sedang tampil."), code="not_shown")
    if not reason.strip():
        raise ValidationError(_("Tulis alasannya."), code="no_reason")
    locked.state = state
    locked.state_reason = reason.strip()[:255]
    locked.featured_position = None
    locked.save(update_fields=["state", "state_reason", "featured_position"])
    product.refresh_from_db()


def refresh_catalogue_columns(product: Product) -> None:
    """Writes again what lists and search show: columns, address and search vector, and saves.

    To be called too when the maker's name, village or centre changes; a work without a published
    version is left as it is.
    """
    version = product.published_version
    if version is None:
        return
    business = product.business
    cover = version.photos.order_by("position", "pk").first()
    product.name = version.name
    product.name_en = version.name_en
    product.slug = slug_for(version.name)
    product.craft = version.craft
    product.motif = version.motif
    product.centre = business.centre
    product.district = business.village.district if business.village else None
    product.maker_name = business.owner.name
    product.price_idr = None if version.price_on_request else version.price_idr
    product.price_max_idr = None if version.price_on_request else version.price_max_idr
    product.is_ready_stock = bool(version.stock)
    product.is_made_to_order = version.is_made_to_order
    product.cover_sha256 = cover.sha256 if cover else ""
    product.cover_colour = cover.colour if cover else ""
    product.cover_alt = cover.alt if cover else ""
    product.cover_alt_en = cover.alt_en if cover else ""
    product.save()
    Product.objects.filter(pk=product.pk).update(search=search_vector(product, version))


def refresh_works_of(business: Business) -> int:
    """Brings the works of a business up to date after it changed; returns how many there were."""
    works = Product.objects.filter(business=business, published_version__isnull=False)
    for product in works:
        refresh_catalogue_columns(product)
    return len(works)


def _lock(product: Product) -> Product:
    """The work as it stands now, locked until the transaction ends, its business along."""
    return (
        Product.objects.select_for_update(of=("self",))
        .defer("search")
        .select_related(
            "business__owner",
            "business__centre",
            "business__village__district",
            "published_version__craft",
        )
        .get(pk=product.pk)
    )
