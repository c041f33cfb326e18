"""How a person enters the registry through the portal, or meets the entry that is already there."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan, Business, Craft, Village
from dekranasda.accounts.models import Consent, SignUpRequest, User

# The version of the privacy notice that the sign-up page shows (templates/pages/sign_up.html).
NOTICE_VERSION = "2026-11"
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
    """Whether the number belongs to an account, a person or a business of the registry."""
    return (
        User.objects.filter(phone=phone).exists()
        or Artisan.objects.filter(phone=phone).exists()
        or Business.objects.filter(phone=phone).exists()
    )


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
                defaults={"full_name": applicant.name, "created_at": at},
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
        Business.objects.create(
            owner=artisan,
            name=business_name,
            slug=unique_slug(Business, business_name),
            craft=applicant.craft,
            village=applicant.village,
            phone=applicant.phone,
            source=SOURCE,
            source_as_of=at.date(),
        )
        Consent.objects.create(
            subject=artisan.uid,
            purpose=Consent.Purpose.REGISTRY,
            is_given=True,
            notice_version=NOTICE_VERSION,
            channel=Consent.Channel.PORTAL,
            recorded_by=user,
            recorded_at=at,
        )
        return artisan


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


def candidates(request: SignUpRequest) -> models.QuerySet[Artisan]:
    """The people of the registry whom the number of a request may belong to."""
    return (
        Artisan.objects.filter(
            models.Q(phone=request.phone)
            | models.Q(businesses__phone=request.phone)
            | models.Q(user__phone=request.phone)
        )
        .distinct()
        .select_related("user", "village__district")
        .prefetch_related("businesses")
    )


def settle_request(request: SignUpRequest, *, artisan: Artisan, by: User, at: datetime) -> User:
    """The account of the artisan, made where there was none; the request is closed.

    The caller has spoken to the person; a sign-in link is handed over next. Raises ValidationError
    where the artisan has an account under another number («other_account») or the number belongs
    to another person's account («phone_taken»).
    """
    with transaction.atomic():
        artisan = Artisan.objects.select_for_update().get(pk=artisan.pk)
        holder = User.objects.filter(phone=request.phone).first()
        if artisan.user and artisan.user != holder:
            raise ValidationError(
                _("Perajin ini sudah punya akun dengan nomor lain. Ubah nomornya di admin dahulu."),
                code="other_account",
            )
        if holder and artisan.user != holder:
            owner = Artisan.objects.filter(user=holder).first()
            if owner or holder.is_council:
                raise ValidationError(
                    _("Nomor ini sudah dipakai akun %(name)s.") % {"name": holder.full_name},
                    code="phone_taken",
                )
        user = artisan.user or holder
        if user is None:
            user = User(full_name=artisan.name, phone=request.phone, date_joined=at)
            user.set_unusable_password()
            user.save()
        artisan.user = user
        artisan.phone = artisan.phone or request.phone
        artisan.save(update_fields=["user", "phone"])
        request.close(SignUpRequest.State.LINKED, by=by, at=at)
    return user
