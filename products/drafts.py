"""A work before it is judged: drafts started, continued, checked, copied and thrown away.

A version is written to only here and by the forms of its six steps, and only until it is frozen.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as plain
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan, Business
from dekranasda.accounts.models import Consent, User
from dekranasda.lib import photo_store
from products import photos
from products.cost_sheets import copy_sheet
from products.models import Photo, Product, ProductVersion

# Source: the council's gates, number 8 (photographs), 9 (price and capacity), 10 (consent).
LEAST_PHOTOS = 3
# What a new version does not take over: its own identity, and the promises made for the last one.
NOT_COPIED = {
    "id",
    "product",
    "number",
    "frozen_at",
    "updated_at",
    "declares_own_work",
    "step",
    "saved_from",
}

Step = ProductVersion.Step


@dataclass(frozen=True)
class Problem:
    """One thing that is missing before a work can be sent: the step and field that ask for it."""

    step: ProductVersion.Step
    field: str
    text: str | Promise


class Frozen(ValidationError):  # noqa: N818 reads as what the version is
    """The version was sent and does not change any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Versi ini sudah dikirim dan tidak berubah lagi. Buat perbaikan untuk mengubahnya."),
            code="frozen",
        )


@transaction.atomic
def start_draft(business: Business, *, by: User, at: datetime) -> ProductVersion:
    """A new, empty work of the business; its untouched draft, where there already is one.

    The craft is that of the business until the maker chooses another.
    """
    Business.objects.select_for_update().get(pk=business.pk)
    untouched = ProductVersion.objects.filter(
        product__business=business,
        product__state=Product.State.DRAFT,
        number=1,
        frozen_at__isnull=True,
        name="",
        photos__isnull=True,
        step=Step.PHOTOS,
    ).first()
    if untouched is not None:
        return untouched
    product = Product.objects.create(business=business, is_demo=business.is_demo, created_at=at)
    return ProductVersion.objects.create(product=product, craft=business.craft, filled_by=by)


@transaction.atomic
def new_version(
    product: Product, *, by: User, source: ProductVersion | None = None
) -> ProductVersion:
    """The version that may be changed: the draft, or a copy of the newest version as a draft.

    With a `source` the copy is made from that version, for example from the one on show.

    Photographs, materials and techniques come along; the declaration must be made again.
    """
    Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    newest = product.versions.order_by("-number").first()
    if newest is not None and newest.frozen_at is None:
        return newest
    if newest is None:
        return ProductVersion.objects.create(
            product=product, craft=product.business.craft, filled_by=by
        )
    original = source or newest
    copied = {
        field.name: getattr(original, field.name)
        for field in ProductVersion._meta.concrete_fields
        if field.name not in NOT_COPIED
    }
    copied["filled_by"] = by
    version = ProductVersion.objects.create(
        product=product, number=newest.number + 1, step=Step.CHECK, **copied
    )
    version.materials.set(original.materials.all())
    version.techniques.set(original.techniques.all())
    copy_sheet(original, version)
    for photo in original.photos.all():
        photo.pk = None
        photo.version = version
        photo._state.adding = True
        photo.save()
    return version


@transaction.atomic
def delete_draft(version: ProductVersion) -> None:
    """Throws a draft away for good; a work that has nothing else goes with it.

    Raises ValidationError «frozen» for a version that was sent. Side effect: files that nothing
    shows any more are removed once the transaction is through.
    """
    locked = ProductVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require_open(locked)
    product = locked.product
    digests = list(locked.photos.values_list("sha256", flat=True))
    locked.delete()
    if product.state == Product.State.DRAFT and not product.versions.exists():
        product.delete()
    photo_store.forget(digests)


def require_open(version: ProductVersion) -> None:
    """Raises ValidationError «frozen» for a version that was sent."""
    if version.frozen_at is not None:
        raise Frozen


@transaction.atomic
def reach_step(version: ProductVersion, step: int) -> None:
    """Remembers how far the maker has come, to go on from there; never goes back."""
    ProductVersion.objects.filter(pk=version.pk, frozen_at__isnull=True, step__lt=step).update(
        step=min(step, Step.CHECK)
    )


@transaction.atomic
def declare(version: ProductVersion, *, by: User, at: datetime, allows_publication: bool) -> None:
    """Keeps the maker's declaration and consent, and names photographs that have no words yet.

    Consent to curation is part of sending; consent to be shown is free, and only written down
    where it changes. Raises ValidationError «frozen».
    """
    locked = ProductVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require_open(locked)
    locked.declares_own_work = True
    locked.save(update_fields=["declares_own_work", "updated_at"])
    owner = locked.product.business.owner
    _record_consent(owner, Consent.Purpose.CURATION, by=by, at=at)
    if allows_publication:
        _record_consent(owner, Consent.Purpose.PUBLIC_PROFILE, by=by, at=at)
    photos.describe(locked)


def _record_consent(owner: Artisan, purpose: Consent.Purpose, *, by: User, at: datetime) -> None:
    if Consent.is_current(owner.uid, purpose):
        return
    Consent.record(
        owner.uid,
        purpose,
        is_given=True,
        channel=Consent.Channel.PORTAL if owner.user_id == by.pk else Consent.Channel.SPOKEN,
        by=by,
        at=at,
    )


def content_problems(version: ProductVersion) -> list[Problem]:
    """What is missing in photographs and fields, in the order of the steps. Three queries."""
    found = []
    kinds = list(version.photos.values_list("kind", flat=True))
    if Photo.Kind.FRONT not in kinds:
        found.append(Problem(Step.PHOTOS, "photos", _("Tambahkan foto karya dari depan.")))
    if len(kinds) < LEAST_PHOTOS:
        text = plain("Tambahkan foto: sedikitnya %(least)d, sekarang %(count)d.")
        found.append(
            Problem(Step.PHOTOS, "photos", text % {"least": LEAST_PHOTOS, "count": len(kinds)})
        )
    if not version.name.strip():
        found.append(Problem(Step.NAME, "name", _("Tulis nama karya.")))
    if version.craft_id is None:
        found.append(
            Problem(
                Step.NAME,
                "craft",
                _("Pilih kategori karya agar kurator yang tepat dapat menilainya."),
            )
        )
    if not version.other_material.strip() and not version.materials.exists():
        found.append(Problem(Step.MATERIAL, "materials", _("Pilih bahan utama karya.")))
    if not any((version.length_cm, version.width_cm, version.height_cm, version.weight_g)):
        found.append(Problem(Step.MATERIAL, "length_cm", _("Tulis ukuran atau berat karya.")))
    if version.price_idr is None and not version.price_on_request:
        found.append(
            Problem(Step.PRICE, "price_idr", _("Tulis harga, atau pilih «harga sesuai pesanan»."))
        )
    if not version.production_time:
        found.append(
            Problem(Step.PRICE, "production_time", _("Pilih berapa lama karya ini dibuat."))
        )
    if not version.capacity_per_month:
        found.append(
            Problem(
                Step.PRICE,
                "capacity_per_month",
                _("Tulis berapa banyak yang dapat Anda buat dalam sebulan."),
            )
        )
    return found


def ready_problems(version: ProductVersion) -> list[str | Promise]:
    """Everything that keeps the version from being sent, as sentences; empty when it is ready.

    Source: the council's gates 2 (declaration), 8, 9 and 10.
    """
    sentences = [problem.text for problem in content_problems(version)]
    if not version.declares_own_work:
        sentences.append(_("Nyatakan bahwa karya ini buatan sendiri dan datanya benar."))
    owner = version.product.business.owner
    if not Consent.is_current(owner.uid, Consent.Purpose.CURATION):
        sentences.append(_("Setujui bahwa data karya ini dinilai kurator."))
    return sentences
