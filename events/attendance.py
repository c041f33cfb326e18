"""Who was there, and the certificate that says so."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import User
from events.models import Attendance, Certificate, Event, Registration, Session


def mark_attended(
    registration: Registration, *, session: Session | None = None, by: User, at: datetime
) -> Attendance:
    """Notes that the artisan is there; the first note counts when it is told twice.

    Raises ValidationError: «not_seated» for who cancelled or still waits, «too_early» before the
    day of the event.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=registration.event_id)
        registration = Registration.objects.get(pk=registration.pk)
        if registration.state not in Registration.SEATED:
            raise ValidationError(_("Orang ini tidak punya tempat di acara ini."), "not_seated")
        if timezone.localdate(event.starts_at) > timezone.localdate(at):
            raise ValidationError(_("Acara ini belum mulai."), code="too_early")
        attendance, _is_new = Attendance.objects.get_or_create(
            registration=registration,
            session=session,
            defaults={"marked_at": at, "marked_by": by},
        )
        registration.state = Registration.State.ATTENDED
        registration.save(update_fields=["state"])
    return attendance


def unmark_attended(registration: Registration) -> None:
    """Takes a mistaken note back; refused once a certificate says the artisan was there.

    Raises ValidationError («certified»).
    """
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=registration.event_id)
        registration = Registration.objects.get(pk=registration.pk)
        if Certificate.objects.filter(registration=registration).exists():
            raise ValidationError(_("Sertifikatnya sudah terbit."), code="certified")
        registration.attendances.all().delete()
        if registration.state == Registration.State.ATTENDED:
            registration.state = Registration.State.CONFIRMED
            registration.save(update_fields=["state"])


def issue_certificates(event: Event, *, by: User, on: date) -> int:
    """Gives every participant who was there a certificate with the next number; how many are new.

    Numbers are `<event>/PST-<n>/<year>` and never change. Raises ValidationError («not_over»)
    before the event has ended.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        ended_on = timezone.localdate(event.ends_at)
        if ended_on > on:
            raise ValidationError(_("Acara ini belum selesai."), code="not_over")
        known = Certificate.objects.filter(registration__event=event).count()
        attended = event.registrations.filter(
            state=Registration.State.ATTENDED, certificate__isnull=True
        ).order_by("registered_at", "pk")
        for number, registration in enumerate(attended, known + 1):
            Certificate.objects.create(
                registration=registration,
                number=f"{event.pk:04}/PST-{number:03}/{ended_on.year}",
                issued_on=on,
                issued_by=by,
            )
        return event.registrations.filter(certificate__isnull=False).count() - known
