"""The demo council's samples, inspections and marks on photographs, by the real functions."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from curation import clock, inspections, photo_screening, samples
from curation.models import Sample, Submission
from dekranasda.accounts.models import User
from products.models import CODE_ALPHABET

Kind = samples.Kind


def play(work: Submission, story: str, *, by: User) -> None:
    """What of the sample and the photographs belongs to the work's story."""
    if story == "needs_completion":
        photo = work.version.photos.first()
        if photo is not None:
            photo_screening.mark(
                work, photo, x=30, y=62, sentence="Bayangan tangan menutup detail ini.", by=by
            )
    if story in {"queued", "in_review", "deliberation"}:
        sample = _lend(work, by)
        _inspect(work, by)
        if story == "deliberation":
            _move(sample, Kind.SHOWN, {"shown_to": "Sidang kurasi"}, by)


def _lend(work: Submission, by: User) -> Sample:
    today = timezone.localdate(clock.now())
    sample = samples.register(
        work, what="1 buah beserta kemasannya", return_by=today + timedelta(days=21), by=by
    )
    # The same label in every demo, so that printed ones stay true.
    digest = hashlib.sha256(work.code.encode()).digest()
    code = "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in digest[:6])
    Sample.objects.filter(pk=sample.pk).update(code=f"CTH-{code}")
    sample.refresh_from_db()
    _move(sample, Kind.RECEIVED, {"condition": "Utuh, kemasan rapi"}, by)
    _move(sample, Kind.STORED, {"place": "Lemari kaca, rak 2"}, by)
    return sample


def _move(sample: Sample, kind: samples.Kind, details: dict[str, str], by: User) -> None:
    samples.move(sample, samples.Movement(kind, details), by=by)


def _inspect(work: Submission, by: User) -> None:
    """Everything answered with yes; what wants a photograph waits for the phone."""
    if inspections.checklist_for(work.version) is None:
        return
    inspection = inspections.begin(work, by=by)
    items = inspection.checklist.items.all()
    inspections.save_answers(inspection, {item: inspections.Answer("yes") for item in items})
