"""How a person enters the registry through the portal, or meets the entry that is already there."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from artisans.facts import note_sources
from artisans.models import Artisan, Business, Craft, FactSource, Village
from dekranasda.accounts.models import Consent, SignUpRequest, User

SOURCE = "Pendaftaran sendiri di portal"
SLUG_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Applicant:
    """What the sign-up page asks. The phone is in E.164."""

    name: str
    phone: str
    password: str
    business_name: str = ""
    craft: Craft | None = None
    village: Village | None = None


def is_known(phone: str) -> bool:
    """Whether the number belongs to an account, a person or a business of the registry.

    All are asked, whatever the first says, so that no place of the number is quicker to answer.
    """
    places = (
        User.objects.filter(phone=phone),
        Artisan.objects.with_phone(phone),
        Business.objects.filter(phone=phone),
    )
    return any([place.exists() for place in places])  # noqa: C419 not lazily, see above


def as_whole_number(phone: str) -> str:
    """The pattern of the number among others, not as the beginning of a longer one."""
    return re.escape(phone) + r"(?!\d)"


def sign_up(applicant: Applicant, *, at: datetime) -> Artisan | None:
    """A new account with artisan and business, or None where the number is known already.

    For a known number it leaves a request that the secretariat settles by a call. Callers must
    answer both the same way. Both hash the password, so that neither is quicker.
    """
    password_hash = make_password(applicant.password)
    with transaction.atomic():
        # One sign-up of a number at a time: the second finds what the first has written.
        with_lock(applicant.phone)
        if is_known(applicant.phone):
            SignUpRequest.objects.get_or_create(
                phone=applicant.phone,
                state=SignUpRequest.State.OPEN,
                defaults={
                    "full_name": applicant.name,
                    "business_name": applicant.business_name,
                    "village_code": applicant.village.code if applicant.village else "",
                    "created_at": at,
                },
            )
            return None
        user = User.objects.create(
            full_name=applicant.name, phone=applicant.phone, password=password_hash, date_joined=at
        )
        artisan = Artisan.objects.create(
            user=user,
            name=applicant.name,
            slug=unique_slug(Artisan, applicant.name),
            phone=applicant.phone,
            village=applicant.village,
        )
        business_name = applicant.business_name or applicant.name
        business = Business.objects.create(
            owner=artisan,
            name=business_name,
            slug=unique_slug(Business, business_name),
            craft=applicant.craft,
            village=applicant.village,
            phone=applicant.phone,
            source=SOURCE,
            source_as_of=at.date(),
        )
        Consent.record(
            artisan.uid,
            Consent.Purpose.REGISTRY,
            is_given=True,
            channel=Consent.Channel.PORTAL,
            by=user,
            at=at,
        )
        for row in (artisan, business):
            _mark_as_told(row, by=user, at=at)
        return artisan


def _mark_as_told(row: Artisan | Business, *, by: User, at: datetime) -> None:
    """What was answered is the maker's own word, which no import overwrites."""
    names = ("name", "phone", "village", "craft")
    told = [name for name in names if getattr(row, name, None)]
    note_sources(
        row,
        told,
        kind=FactSource.Kind.MAKER,
        source=SOURCE,
        as_of=at.date(),
        by=by,
        at=at,
    )


def with_lock(phone: str) -> None:
    """Makes other transactions that sign the same number up wait for this one."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"phone:{phone}"])


def unique_slug(model: type[models.Model], name: str) -> str:
    """A readable address part that no row of the model has: siti-aminah, siti-aminah-k7p2."""
    base = slugify(name)[:70].strip("-") or "perajin"
    slug = base
    while model._default_manager.filter(slug=slug).exists():
        slug = f"{base}-{get_random_string(4, SLUG_ALPHABET)}"
    return slug
