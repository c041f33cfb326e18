"""Requests of people about their own data: asked, answered within three times 24 hours, closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artisans.imports.staging import hide_long_numbers
from artisans.models import Artisan, DataRequest
from artisans.models.personal_data import ANSWER_WITHIN
from dekranasda.accounts.models import User
from dekranasda.notices import outbox

State = DataRequest.State


def ask(
    artisan: Artisan,
    kind: DataRequest.Kind,
    *,
    text: str,
    channel: DataRequest.Channel,
    by: User,
    at: datetime,
) -> DataRequest:
    """A new request, due in 72 hours. Raises ValidationError («open_already») for a second one."""
    try:
        with transaction.atomic():
            return DataRequest.objects.create(
                subject=artisan.uid,
                kind=kind,
                text=hide_long_numbers(text),
                channel=channel,
                asked_by=by,
                asked_at=at,
                due_at=at + ANSWER_WITHIN,
            )
    except IntegrityError:
        raise ValidationError(
            _("Permintaan ini sudah ada dan sedang kami kerjakan."), code="open_already"
        ) from None


def close(
    request: DataRequest, state: DataRequest.State, *, answer: str, by: User, at: datetime
) -> None:
    """Settles an open request. Raises ValidationError («closed», «no_answer», «same_person»).

    The person is told in the same transaction, but for an erasure that is done, which keeps no
    message: `personal_data.erasure` alone does it, and calls this in its transaction.
    """
    with transaction.atomic():
        request = DataRequest.objects.select_for_update().get(pk=request.pk)
        if request.state != State.OPEN:
            raise ValidationError(_("Permintaan ini sudah dijawab petugas lain."), code="closed")
        if state == State.REFUSED and not answer.strip():
            raise ValidationError(_("Tulis alasan penolakannya."), code="no_answer")
        if is_erasure_by_asker(request, state, by):
            raise ValidationError(
                _("Permintaan ini Anda sendiri yang mencatat. Minta petugas lain menghapusnya."),
                code="same_person",
            )
        request.state, request.answer = state, hide_long_numbers(answer)
        request.closed_by, request.closed_at = by, at
        request.save(update_fields=["state", "answer", "closed_by", "closed_at"])
        _tell(request)


def _tell(request: DataRequest) -> None:
    """Writes the answer to the person; who took the request back, or is erased, hears nothing."""
    is_done_erasure = request.kind == DataRequest.Kind.ERASURE and request.state == State.DONE
    if request.state == State.CANCELLED or is_done_erasure:
        return
    known = Artisan.objects.filter(uid=request.subject, erased_at__isnull=True)
    person = known.select_related("user").first()
    if person is None:
        return
    of_business = person.businesses.exclude(phone="").values_list("phone", flat=True)
    phone = person.phone or of_business.first()
    if person.user or phone:
        outbox.queue(
            key=f"data-request-{request.pk}",
            recipient=person.user,
            recipient_name=person.name,
            template="data_request_answered",
            context={"asked": request},
            address="" if person.user else phone or "",
            link=reverse("own_data") if person.user else "",
        )


def is_erasure_by_asker(request: DataRequest, state: DataRequest.State, by: User) -> bool:
    """Whether one person alone would ask for an erasure and carry it out."""
    is_erasure = request.kind == DataRequest.Kind.ERASURE and state == State.DONE
    return is_erasure and request.asked_by_id == by.pk


def cancel(request: DataRequest, *, by: User, at: datetime) -> None:
    """The person takes the request back. Raises ValidationError («closed»)."""
    close(request, State.CANCELLED, answer="", by=by, at=at)
