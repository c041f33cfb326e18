"""Requests of people about their own data: asked, answered within three times 24 hours, closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from artisans.imports.staging import hide_long_numbers
from artisans.models import Artisan, DataRequest
from artisans.models.personal_data import ANSWER_WITHIN
from dekranasda.accounts.models import User

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

    An erasure is done by `personal_data.erasure` alone, which calls this in its transaction.
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


def is_erasure_by_asker(request: DataRequest, state: DataRequest.State, by: User) -> bool:
    """Whether one person alone would ask for an erasure and carry it out."""
    is_erasure = request.kind == DataRequest.Kind.ERASURE and state == State.DONE
    return is_erasure and request.asked_by_id == by.pk


def cancel(request: DataRequest, *, by: User, at: datetime) -> None:
    """The person takes the request back. Raises ValidationError («closed»)."""
    close(request, State.CANCELLED, answer="", by=by, at=at)
