"""Certificates: issued at release, shown in the catalogue with consent, void by two persons."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.conflicts import months_before
from curation.models import Certificate, Decision, Grade, Suspension
from curation.verdicts import public_summary
from dekranasda.accounts.models import Consent, User
from products.models import Product
from products.publication import HAS_PAGE, publish, withdraw


class Standing(models.TextChoices):
    """What the verification page says of a number."""

    VALID = "valid", _("Berlaku")
    SUSPENDED = "suspended", _("Sedang ditinjau")
    EXPIRED = "expired", _("Kedaluwarsa")
    REVOKED = "revoked", _("Dicabut")
    UNKNOWN = "unknown", _("Tidak ditemukan")


def standing_of(certificate: Certificate | None, *, on: date) -> Standing:
    """Whether a certificate is valid on the day. At most one query."""
    if certificate is None:
        return Standing.UNKNOWN
    if certificate.revoked_at is not None:
        return Standing.REVOKED
    if _is_suspended(certificate):
        return Standing.SUSPENDED
    return Standing.VALID if certificate.valid_until >= on else Standing.EXPIRED


def _is_suspended(certificate: Certificate) -> bool:
    """Whether a question is open; lists bring the answer along as `has_open_suspension`."""
    known: bool | None = vars(certificate).get("has_open_suspension")
    if known is not None:
        return known
    return Suspension.objects.open().filter(certificate=certificate).exists()


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


def revoke(
    certificate: Certificate, *, reason: str, proposed_by: User, by: User, at: datetime
) -> None:
    """Declares a certificate void and takes its work out of the catalogue.

    Called by the second of two persons through `suspensions.confirm_revocation`; the database
    refuses a single one.
    """
    certificate.revoked_at = at
    certificate.revoked_by = by
    certificate.revoked_proposed_by = proposed_by
    certificate.revoked_reason = reason[:255]
    certificate.save()
    product = certificate.product
    shown = {*HAS_PAGE, Product.State.SUSPENDED}
    if product.certificate_number == certificate.number and product.state in shown:
        withdraw(product, reason=certificate.revoked_reason)


def restore(certificate: Certificate) -> None:
    """Takes a revocation back after an objection was upheld; its suspension keeps the record."""
    certificate.revoked_at = None
    certificate.revoked_by = certificate.revoked_proposed_by = None
    certificate.revoked_reason = ""
    certificate.save()


def may_show(certificate: Certificate) -> bool:
    """Whether the maker lets the work be shown and no question about it is open."""
    return (
        Consent.is_current(certificate.product.business.owner.uid, Consent.Purpose.PUBLIC_PROFILE)
        and not Suspension.objects.open()
        .filter(certificate__product=certificate.product_id)
        .exists()
    )
