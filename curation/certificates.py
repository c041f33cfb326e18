"""Certificates: issued at release, shown in the catalogue with consent, revoked with a reason."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.conflicts import months_before
from curation.models import Certificate, Decision, Grade
from curation.verdicts import public_summary
from dekranasda.accounts.models import Role, User
from products.models import Product
from products.publication import publish, withdraw


class Standing(models.TextChoices):
    """What the verification page says of a number."""

    VALID = "valid", _("Berlaku")
    EXPIRED = "expired", _("Kedaluwarsa")
    REVOKED = "revoked", _("Dicabut")
    UNKNOWN = "unknown", _("Tidak ditemukan")


def standing_of(certificate: Certificate | None, *, on: date) -> Standing:
    """Whether a certificate is valid on the day."""
    if certificate is None:
        return Standing.UNKNOWN
    if certificate.revoked_at is not None:
        return Standing.REVOKED
    return Standing.VALID if certificate.valid_until >= on else Standing.EXPIRED


def issue(decision: Decision, *, by: User, at: datetime) -> Certificate:
    """The certificate of an accepted work, valid from today for as long as its grade says."""
    submission = decision.submission
    today = timezone.localdate(at)
    grade = Grade.objects.get(rubric=submission.rubric_id, letter=decision.grade)
    business = submission.product.business
    with translation.override("id"):
        summary = public_summary(decision)
    return Certificate.objects.create(
        number=Certificate.make_number(today.year),
        decision=decision,
        product=submission.product,
        version=decision.version,
        work_name=decision.version.name,
        holder_name=business.owner.name,
        business_name=business.name,
        grade=decision.grade,
        summary=summary,
        issued_on=today,
        valid_until=months_before(today, -(grade.validity_months or 0)),
        issued_by=by,
    )


def show(certificate: Certificate, *, at: datetime) -> None:
    """Publishes the certified work. Raises ValidationError as `products.publication.publish`."""
    publish(
        certificate.product,
        version=certificate.version,
        grade=certificate.grade,
        curated_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        certificate_number=certificate.number,
        summary=certificate.summary,
        at=at,
    )


@transaction.atomic
def show_later(certificate: Certificate) -> None:
    """Publishes a work that passed before its maker agreed to be shown.

    Raises ValidationError: «not_valid», «already_shown», and as `publish` («no_consent»).
    """
    at = clock.now()
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if standing_of(locked, on=timezone.localdate(at)) != Standing.VALID:
        raise ValidationError(_("Sertifikat karya ini tidak berlaku lagi."), code="not_valid")
    if locked.product.state == Product.State.PUBLISHED:
        raise ValidationError(_("Karya ini sudah tampil di katalog."), code="already_shown")
    show(locked, at=at)


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: User) -> None:
    """Declares a certificate void and takes its work out of the catalogue.

    Raises ValidationError: «not_allowed», «reason_required», «already_revoked».
    """
    if not (by.is_superuser or by.has_role(Role.SECRETARIAT)):
        raise ValidationError(_("Hanya sekretariat yang mencabut sertifikat."), code="not_allowed")
    if not reason.strip():
        raise ValidationError(_("Tulis alasan pencabutan."), code="reason_required")
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked_at is not None:
        raise ValidationError(_("Sertifikat ini sudah dicabut."), code="already_revoked")
    if locked.issued_by_id == by.pk:
        raise ValidationError(
            _("Anda yang menerbitkan sertifikat ini; orang lain harus mencabutnya."),
            code="second_person",
        )
    locked.revoked_at = clock.now()
    locked.revoked_by = by
    locked.revoked_reason = reason.strip()[:255]
    locked.save()
    product = locked.product
    shown = {Product.State.PUBLISHED, Product.State.SUSPENDED}
    if product.certificate_number == locked.number and product.state in shown:
        withdraw(product, reason=locked.revoked_reason)
    certificate.refresh_from_db()
