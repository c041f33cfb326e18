"""A curator's marks of one work, and what is wrong with them; for works and calibration alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from curation.models import CalibrationReview, Criterion, Review
from curation.scoring import HIGHEST, needs_comment


@dataclass(frozen=True)
class Mark:
    """One criterion's score (None: not given, or does not apply) and the words to the maker."""

    value: int | None
    comment: str = ""


def refuse_out_of_range(criteria: list[Criterion], marks: Mapping[str, Mark]) -> None:
    """Raises ValidationError «range» for a score outside 0–4."""
    for criterion in criteria:
        value = marks.get(criterion.code, Mark(None)).value
        if value is not None and not 0 <= value <= HIGHEST:
            raise ValidationError(_("Nilai antara 0 dan 4."), code="range")


def gaps(criteria: list[Criterion], marks: Mapping[str, Mark]) -> dict[str, ValidationError]:
    """What is missing in complete scores, by the form's field."""
    problems: dict[str, ValidationError] = {}
    for criterion in criteria:
        mark = marks.get(criterion.code, Mark(None))
        if mark.value is None and not criterion.allows_blank:
            problems[f"score_{criterion.code}"] = ValidationError(
                _("Beri nilai untuk «%(name)s»."), code="missing", params={"name": criterion.name}
            )
        elif needs_comment(mark.value) and not mark.comment.strip():
            problems[f"comment_{criterion.code}"] = ValidationError(
                _("Nilai di bawah 3 untuk «%(name)s» perlu catatan bagi pembuatnya."),
                code="comment",
                params={"name": criterion.name},
            )
    return problems


def refuse_late(due_at: datetime, at: datetime) -> None:
    """Raises ValidationError «late» from the deadline on."""
    if at >= due_at:
        raise ValidationError(
            _("Batas penilaian sudah lewat pada %(moment)s. Hubungi sekretariat."),
            code="late",
            params={"moment": timezone.localtime(due_at).strftime("%d-%m-%Y %H.%M")},
        )


def stamp(review: Review | CalibrationReview | None) -> str:
    """When the draft was kept last, to the microsecond, as its page carries it; empty: never."""
    return "" if review is None or review.saved_at is None else date_format(review.saved_at, "U.u")
