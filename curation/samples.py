"""Samples: registered, received, kept, shown, given back; where one is follows from its steps."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation import clock, rubrics
from curation.models import Sample, SampleMovement, Submission
from curation.steps import Step, lock
from curation.transitions import FINAL
from dekranasda.accounts.models import User
from products.models import CODE_ALPHABET

Kind = SampleMovement.Kind
IN_HAND = frozenset({Kind.STORED, Kind.SHOWN, Kind.DAMAGED, Kind.LOST, Kind.RETURNED})
#: Which steps may follow which; an end is followed by none.
NEXT: Mapping[str, frozenset[Kind]] = {
    "": frozenset({Kind.RECEIVED}),
    Kind.RECEIVED: IN_HAND,
    Kind.STORED: IN_HAND,
    Kind.SHOWN: IN_HAND,
    Kind.DAMAGED: IN_HAND,
    Kind.LOST: frozenset(),
    Kind.RETURNED: frozenset(),
}
#: What a step must say, and the sentence that asks for it.
NEEDED: Mapping[Kind, tuple[tuple[str, Promise], ...]] = {
    Kind.RECEIVED: (("condition", _("Tulis keadaan barang saat diterima.")),),
    Kind.STORED: (("place", _("Tulis di mana barang disimpan.")),),
    Kind.SHOWN: (("shown_to", _("Tulis kepada siapa, atau pada sidang mana.")),),
    Kind.DAMAGED: (
        ("condition", _("Tulis apa yang rusak.")),
        ("agreed", _("Tulis apa yang disepakati dengan pemiliknya.")),
    ),
    Kind.LOST: (("agreed", _("Tulis apa yang disepakati dengan pemiliknya.")),),
    Kind.RETURNED: (("signed_name", _("Tulis nama penerima, sesuai tanda terima.")),),
}


@dataclass(frozen=True)
class Movement:
    """A step to be recorded; `details` by the names of SampleMovement's fields."""

    kind: Kind
    details: Mapping[str, str] = field(default_factory=dict)
    photo: str = ""
    signature: str = ""


def _require_secretariat(by: User) -> None:
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang mencatat contoh."), code="not_allowed")


@transaction.atomic
def register(submission: Submission, *, what: str, return_by: date, by: User) -> Sample:
    """A new sample of the submission, with a code for its label.

    Raises ValidationError: «not_allowed», «wrong_state» (the case is closed), «due_past».
    """
    _require_secretariat(by)
    locked = lock(submission)
    at = clock.now()
    if locked.state in FINAL:
        raise ValidationError(_("Pengajuan ini sudah selesai."), code="wrong_state")
    if return_by < timezone.localdate(at):
        raise ValidationError(_("Pilih tenggat di masa depan."), code="due_past")
    return Sample.objects.create(
        code="CTH-" + "".join(secrets.choice(CODE_ALPHABET) for _place in range(6)),
        submission=locked,
        what=what.strip(),
        return_by=return_by,
        registered_by=by,
        registered_at=at,
    )


@transaction.atomic
def move(sample: Sample, movement: Movement, *, by: User) -> SampleMovement:
    """Records the next step of a sample.

    Raises ValidationError: «not_allowed», «wrong_order», and «missing» on the field that the step
    must say.
    """
    _require_secretariat(by)
    locked = Sample.objects.select_for_update(of=("self",)).get(pk=sample.pk)
    kind = Kind(movement.kind)
    standing = standing_of(locked)
    if kind not in NEXT[standing]:
        raise ValidationError(
            _("Langkah «%(step)s» tidak dapat dicatat: contoh ini %(standing)s."),
            code="wrong_order",
            params={"step": kind.label, "standing": words_for(standing)},
        )
    given = {name: text.strip() for name, text in movement.details.items()}
    missing = {name: text for name, text in NEEDED[kind] if not given.get(name)}
    if missing:
        raise ValidationError(
            {name: ValidationError(str(text), code="missing") for name, text in missing.items()}
        )
    return SampleMovement.objects.create(
        sample=locked,
        kind=kind,
        photo=movement.photo,
        signature=movement.signature,
        made_by=by,
        made_at=clock.now(),
        **given,
    )


def standing_of(sample: Sample) -> str:
    """The kind of the sample's last step; empty before it was received."""
    last = sample.movements.order_by("-pk").values_list("kind", flat=True).first()
    return last or ""


def words_for(standing: str) -> str | Promise:
    """Where a sample is, in the middle of a sentence."""
    return {
        "": _("belum diterima"),
        Kind.RECEIVED: _("sudah diterima"),
        Kind.STORED: _("disimpan"),
        Kind.SHOWN: _("sedang diperlihatkan"),
        Kind.DAMAGED: _("rusak"),
        Kind.LOST: _("dinyatakan hilang"),
        Kind.RETURNED: _("sudah dikembalikan"),
    }[standing]


def with_standing() -> QuerySet[Sample]:
    """Samples with `standing`, the kind of their last step (None before they were received)."""
    steps = SampleMovement.objects.filter(sample=OuterRef("pk")).order_by("-pk")
    return Sample.objects.annotate(standing=steps.values("kind")[:1])


def in_our_hands() -> QuerySet[Sample]:
    """Received, and neither given back nor lost."""
    ended = SampleMovement.objects.filter(
        sample=OuterRef("pk"), kind__in=[Kind.RETURNED, Kind.LOST]
    )
    received = SampleMovement.objects.filter(sample=OuterRef("pk"), kind=Kind.RECEIVED)
    return with_standing().filter(Exists(received), ~Exists(ended))


def is_received_where_needed(submission: Submission) -> bool:
    """Whether the round asks no sample of this class of works, or one was received."""
    terms = rubrics.terms_for(submission.round, submission.version)
    if terms is None or not terms.needs_sample:
        return True
    return SampleMovement.objects.filter(sample__submission=submission, kind=Kind.RECEIVED).exists()


def require_received(current: Step) -> None:
    """Raises ValidationError «sample_missing» where a sample is needed and none came yet."""
    current.require(
        is_received_where_needed(current.submission),
        "sample_missing",
        _("Contoh fisiknya belum diterima. Catat penerimaannya sebelum penilaian dimulai."),
    )
