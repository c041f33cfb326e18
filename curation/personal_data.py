"""What curation holds about a person, for the copy that the person may have.

Only what the maker may read anyway: never a name, a score or a comment of one curator.
"""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artisans.models import Artisan
from curation.models import (
    Appeal,
    Certificate,
    CompletionItem,
    Decision,
    PhotoMark,
    PointAnswer,
    Sample,
    SampleMovement,
    Submission,
    Suspension,
)
from curation.status import PUBLIC_STATES
from curation.transitions import State
from dekranasda.lib.personal_copy import Section, in_words, rows_in_words


def held(artisan: Artisan) -> list[Section]:
    """Submissions in the maker's words, released decisions, requests, objections, certificates."""
    submissions = Submission.objects.filter(product__business__owner=artisan).order_by("pk")
    decisions = Decision.objects.filter(
        submission__in=submissions, released_at__isnull=False, superseded_at__isnull=True
    ).select_related("submission")
    items = CompletionItem.objects.filter(submission__in=submissions).order_by("pk")
    answers = PointAnswer.objects.filter(submission__in=submissions).order_by("pk")
    marks = PhotoMark.objects.filter(submission__in=submissions, sent_at__isnull=False)
    pieces = Sample.objects.filter(submission__in=submissions)
    steps = SampleMovement.objects.filter(sample__submission__in=submissions)
    steps = steps.select_related("sample").order_by("sample", "pk")
    appeals = Appeal.objects.filter(submission__in=submissions)
    certificates = Certificate.objects.filter(product__business__owner=artisan)
    return [
        Section(
            "submissions",
            _("Pengajuan kurasi"),
            [_submission(row) for row in submissions.select_related("round")],
        ),
        Section(
            "decisions",
            _("Keputusan"),
            [
                {_("kode"): row.submission.code}
                | in_words(row, "outcome", "grade", "feedback", "valid_until", "released_at")
                for row in decisions
            ],
        ),
        Section(
            "completion",
            _("Yang diminta dilengkapi"),
            rows_in_words(items, "part", "reason", "asked_at", "answered_at"),
        ),
        Section("point_answers", _("Jawaban Anda"), rows_in_words(answers, "text", "written_at")),
        Section(
            "photo_marks",
            _("Tanda pada foto Anda"),
            rows_in_words(marks, "sentence", "sent_at"),
        ),
        Section(
            "samples",
            _("Contoh yang Anda serahkan"),
            rows_in_words(pieces, "code", "what", "return_by"),
        ),
        Section(
            "sample_steps",
            _("Perjalanan contoh Anda"),
            [
                {_("kode"): row.sample.code}
                | in_words(row, "kind", "condition", "agreed", "signed_name", "made_at")
                for row in steps
            ],
        ),
        Section(
            "appeals",
            _("Keberatan Anda"),
            rows_in_words(appeals, "ground", "statement", "made_at", "due_on", "outcome", "reason"),
        ),
        Section(
            "certificates",
            _("Sertifikat"),
            rows_in_words(certificates, "number", "work_name", "grade", "issued_on", "valid_until"),
        ),
        Section(
            "suspensions",
            _("Penangguhan dan pencabutan"),
            rows_in_words(
                Suspension.objects.filter(certificate__in=certificates),
                "reason",
                "started_at",
                "answer",
                "outcome",
                "outcome_reason",
                "decided_at",
                "appeal",
                "appeal_outcome",
                "appeal_reason",
            ),
        ),
    ]


def forget_evidence(artisans: Iterable[Artisan]) -> None:
    """Removes the documents that people handed in with an objection; files go after the commit.

    The caller lifts the trigger that keeps ruled objections.
    """
    filed = Appeal.objects.filter(submission__product__business__owner__in=artisans).exclude(
        evidence=""
    )
    for name in filed.values_list("evidence", flat=True):
        transaction.on_commit(partial(storages["private"].delete, name))
    filed.update(evidence="")


def _submission(row: Submission) -> dict[str, str]:
    _kind, words = PUBLIC_STATES[State(row.state)]
    return {
        _("kode"): row.code,
        _("periode"): row.round.title,
        _("dikirim pada"): f"{timezone.localtime(row.submitted_at):%d-%m-%Y %H:%M}",
        _("keadaan"): str(words),
    }
