"""Certificates of attendance: given for noted attendance alone, taken back with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from events.attendance import verified
from events.models import Certificate, Event, Registration


def issue_certificates(event: Event, *, by: User, on: date) -> int:
    """Gives everybody who was there often enough a certificate; how many are new.

    Numbers are `<event>/PST-<n>/<year>` and never change; what a stranger checks is the code that
    nobody can guess. Raises ValidationError («not_over») before the event has ended.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        ended_on = timezone.localdate(event.ends_at)
        if ended_on > on:
            raise ValidationError(_("Acara ini belum selesai."), code="not_over")
        known = Certificate.objects.filter(registration__event=event).count()
        new = verified(event).filter(certificate__isnull=True).order_by("registered_at", "pk")
        for number, registration in enumerate(new, known + 1):
            Certificate.objects.create(
                registration=registration,
                number=f"{event.pk:04}/PST-{number:03}/{ended_on.year}",
                issued_on=on,
                issued_by=by,
            )
        return Certificate.objects.filter(registration__event=event).count() - known


def revoke(registration: Registration, *, reason: str, by: User, on: date) -> None:
    """Declares a certificate void; its page says so with the reason, for ever.

    Does nothing the second time. Raises ValidationError («no_reason»).
    """
    if not reason.strip():
        raise ValidationError(_("Tulis alasannya."), code="no_reason")
    standing = Certificate.objects.filter(registration=registration, revoked_on=None)
    standing.update(revoked_on=on, revoked_by=by, revoked_reason=reason.strip()[:200])


def found_by(code: str) -> Certificate | None:
    """The certificate of the check code, in any usual writing."""
    found = Certificate.objects.select_related("registration__artisan", "registration__event")
    return found.filter(check_code=code.upper()).first()
