"""Typed makers of rows for tests: valid, minimal, without surprises."""

import itertools
from datetime import date
from typing import Any

from django.utils import timezone

from artisans import assistance
from artisans.models import (
    Artisan,
    AssistanceGrant,
    Business,
    CentreMembership,
    Craft,
    CraftCentre,
    District,
    MentoringPlan,
    Tradition,
    Village,
)
from dekranasda.accounts.models import Consent, Role, User
from products.models import CostSheet, Material, Photo, Product, ProductVersion, Technique
from products.publication import publish

_numbers = itertools.count(1)

SUMMARY = [{"name": "Mutu dan keterampilan", "word": "Sangat baik"}]


def make_user(*roles: Role, **fields: Any) -> User:
    """A person who can sign in with the password `rahasia-panjang`, in the given roles."""
    number = next(_numbers)
    fields.setdefault("email", f"orang{number}@contoh.id")
    fields.setdefault("full_name", f"Orang {number}")
    user = User.objects.create_user(password="rahasia-panjang", **fields)
    for role in roles:
        user.groups.add(_group(role))
    return user


def _group(role: Role) -> Any:
    from django.contrib.auth.models import Group  # noqa: PLC0415 a model, needed only here

    return Group.objects.get_or_create(name=role.value)[0]


def make_district(name: str = "Kasiman", code: str = "35.22.20") -> District:
    """A kecamatan; the same one for the same code."""
    return District.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_village(name: str = "Batokan", district: District | None = None) -> Village:
    """A desa of the district (Kasiman unless told); no desa on record has a code with a 9 there."""
    district = district or make_district()
    known = Village.objects.filter(name=name, district=district).first()
    return known or Village.objects.create(
        code=f"{district.code}.9{next(_numbers) % 1000:03}", name=name, district=district
    )


def make_craft(slug: str = "bubut", **fields: Any) -> Craft:
    """A field of craft; the same one for the same slug."""
    fields.setdefault("name", slug.replace("-", " ").capitalize())
    fields.setdefault("name_en", f"{slug} (en)")
    fields.setdefault("material_class", Craft.MaterialClass.WOOD)
    fields.setdefault("code", f"{next(_numbers) % 1000:03}")
    return Craft.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_centre(**fields: Any) -> CraftCentre:
    """A public craft centre in Batokan, Kasiman."""
    number = next(_numbers)
    fields.setdefault("name", f"Sentra {number}")
    fields.setdefault("slug", f"sentra-{number}")
    fields.setdefault("craft", make_craft())
    fields.setdefault("village", make_village())
    fields.setdefault("district", fields["village"].district)
    fields.setdefault("is_public", True)
    return CraftCentre.objects.create(**fields)


def make_tradition(**fields: Any) -> Tradition:
    """A craft to watch over, shown to everybody; nothing is known of it yet."""
    number = next(_numbers)
    fields.setdefault("name", f"Kriya {number}")
    fields.setdefault("slug", f"kriya-{number}")
    fields.setdefault("craft", make_craft())
    fields.setdefault("is_public", True)
    return Tradition.objects.create(**fields)


def make_artisan(**fields: Any) -> Artisan:
    """An artisan without an account and without any consent."""
    number = next(_numbers)
    fields.setdefault("name", f"Siti Aminah {number}")
    fields.setdefault("slug", f"siti-aminah-{number}")
    return Artisan.objects.create(**fields)


def give_consent(artisan: Artisan, *purposes: Consent.Purpose, is_given: bool = True) -> None:
    """Records the artisan's word for the purposes (the public profile unless told)."""
    for purpose in purposes or (Consent.Purpose.PUBLIC_PROFILE,):
        Consent.objects.create(
            subject=artisan.uid,
            purpose=purpose,
            is_given=is_given,
            notice_version="2026-1",
            channel=Consent.Channel.PAPER,
            recorded_by=make_user(),
        )


def make_business(**fields: Any) -> Business:
    """An active business in Batokan, not shown to the public; a `centre` makes it a member."""
    centre = fields.pop("centre", None)
    number = next(_numbers)
    fields.setdefault("owner", None)
    fields["owner"] = fields["owner"] or make_artisan()
    fields.setdefault("name", f"Usaha {number}")
    fields.setdefault("slug", f"usaha-{number}")
    fields.setdefault("village", make_village())
    business = Business.objects.create(**fields)
    if centre:
        CentreMembership.objects.create(business=business, centre=centre)
        business.refresh_from_db()
    return business


def let_help(business: Business, helper: User | None = None) -> User:
    """The mentor of the business (a new one unless told), whom its owner lets fill in."""
    helper = helper or make_user(Role.MENTOR)
    today = timezone.localdate()
    MentoringPlan.objects.create(business=business, mentor=helper, title="Rencana", opened_on=today)
    way = AssistanceGrant.Way.IN_PERSON
    assistance.begin(business, helper=helper, way=way, agreed_on=today, at=timezone.now())
    return helper


def make_material(name: str = "Kayu jati", slug: str = "kayu-jati") -> Material:
    """A material of the council's vocabulary; the same one for the same slug."""
    return Material.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_technique(name: str = "Bubut", slug: str = "bubut") -> Technique:
    """A technique of the council's vocabulary; the same one for the same slug."""
    return Technique.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_photo(version: ProductVersion, **fields: Any) -> Photo:
    """A photograph's row; its file is not there."""
    fields.setdefault("sha256", f"{next(_numbers):064x}")
    fields.setdefault("width", 1200)
    fields.setdefault("height", 1500)
    fields.setdefault("colour", "#8a6a4a")
    fields.setdefault("alt", "Vas kayu jati, tampak depan")
    return Photo.objects.create(version=version, **fields)


def make_product(business: Business | None = None, **fields: Any) -> Product:
    """A work with one complete draft version and one photograph; `fields` are the version's.

    `photos` are the fields of each photograph, `cost_sheet` those of its reckoning of cost; neither
    can be added once the version is frozen.
    """
    product = Product.objects.create(business=business or make_business())
    materials = fields.pop("materials", None)
    techniques = fields.pop("techniques", None)
    photos = fields.pop("photos", [{}])
    cost_sheet = fields.pop("cost_sheet", None)
    fields.setdefault("name", "Vas Bubut Jati")
    fields.setdefault("craft", make_craft())
    fields.setdefault("price_idr", 175_000)
    version = ProductVersion.objects.create(product=product, **fields)
    version.materials.set([make_material()] if materials is None else materials)
    version.techniques.set([make_technique()] if techniques is None else techniques)
    for position, photo in enumerate(photos):
        make_photo(version, **{"position": position, **photo})
    if cost_sheet:
        CostSheet.objects.create(version=version, **cost_sheet)
    return product


def make_published_product(
    business: Business | None = None,
    *,
    grade: str = "A",
    curated_on: date = date(2026, 10, 12),
    valid_until: date = date(2036, 10, 12),
    **fields: Any,
) -> Product:
    """A work in the catalogue, by the same road as curation takes: consent, frozen, published."""
    product = make_product(business, **fields)
    version = product.versions.get()
    version.freeze(at=timezone.now())
    if not Consent.is_current(product.business.owner.uid, Consent.Purpose.PUBLIC_PROFILE):
        give_consent(product.business.owner)
    publish(
        product,
        version=version,
        grade=grade,
        curated_on=curated_on,
        valid_until=valid_until,
        certificate_number=f"DKB-2026-{product.pk:04}",
        summary=SUMMARY,
        at=timezone.now(),
    )
    return product
