"""Complaints of the public about works on show: taken without an account, settled with a reason."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.models import Complaint
from dekranasda.accounts.models import User
from products.models import Product

MOST_OPEN = 20  # unsettled ones of one work; more tell the secretariat nothing new
CONTACT_KEPT = timedelta(days=90)


def file(
    product: Product, *, kind: str, statement: str, contact: str, token: UUID
) -> Complaint | None:
    """Keeps the complaint; None where the same words or the same form were sent before.

    Raises ValidationError: «too_many» while many others about this work wait to be read.
    """
    waiting = Complaint.objects.filter(product=product, outcome="")
    if waiting.filter(statement=statement).exists():
        return None
    if waiting.count() >= MOST_OPEN:
        raise ValidationError(
            _(
                "Laporan tentang karya ini sudah banyak dan sedang diperiksa. "
                "Hubungi sekretariat bila ada hal baru."
            ),
            code="too_many",
        )
    try:
        with transaction.atomic():
            return Complaint.objects.create(
                product=product,
                kind=kind,
                statement=statement,
                contact=contact,
                form_token=token,
                made_at=clock.now(),
            )
    except IntegrityError:
        return None


@transaction.atomic
def dismiss(complaint: Complaint, *, reason: str, by: User) -> None:
    """Closes a complaint that leads to nothing.

    Raises ValidationError: «not_allowed», «reason_required», «already_settled».
    """
    settle(complaint, Complaint.Outcome.DISMISSED, note=reason, by=by)


def settle(complaint: Complaint, outcome: Complaint.Outcome, *, note: str, by: User) -> None:
    """Writes what came of a complaint. Raises ValidationError as `dismiss`."""
    require_secretariat(by)
    if not note.strip():
        raise ValidationError(_("Tulis alasannya."), code="reason_required")
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if locked.outcome:
        raise ValidationError(_("Laporan ini sudah ditutup."), code="already_settled")
    locked.outcome = outcome
    locked.note = note.strip()
    locked.settled_by = by
    locked.settled_at = clock.now()
    locked.save()


def require_secretariat(by: User) -> None:
    """Raises ValidationError «not_allowed» for everybody but the secretariat."""
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang dapat melakukannya."), code="not_allowed")


def forget_contacts() -> int:
    """Empties the contacts of complaints settled long ago; how many. For the daily job."""
    over = Complaint.objects.filter(settled_at__lt=clock.now() - CONTACT_KEPT).exclude(contact="")
    return over.update(contact="")
