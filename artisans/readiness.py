"""How ready businesses are: dated assessments, the count on a day, and who moved between days."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, ReadinessAssessment
from artisans.readiness_levels import Definition, read_definitions
from dekranasda.accounts.models import User


def definitions() -> tuple[Definition, ...]:
    """All versions of what readiness means, the earliest first, from the council's data."""
    return _definitions(settings.COUNCIL_DATA_DIR / "readiness.toml")


@cache
def _definitions(path: Path) -> tuple[Definition, ...]:
    return read_definitions(path.read_text(encoding="utf-8"))


def definition_on(day: date) -> Definition:
    """The version in force on the day; the first one before any was."""
    in_force = [version for version in definitions() if version.in_force_from <= day]
    return in_force[-1] if in_force else definitions()[0]


def newest_on(day: date) -> QuerySet[ReadinessAssessment]:
    """The last assessment of each business up to and including the day."""
    return (
        ReadinessAssessment.objects.filter(assessed_on__lte=day)
        .order_by("business_id", "-assessed_on", "-pk")
        .distinct("business_id")
    )


def ready_on(day: date, businesses: QuerySet[Business] | None = None) -> int:
    """How many businesses were assessed as «Siap» or above by the day's newest assessment.

    One query. Entries merged into another do not count: the one that remains does.
    """
    ready = ReadinessAssessment.objects.filter(
        pk__in=newest_on(day).values("pk"), level__gte=ReadinessAssessment.Level.READY
    ).exclude(business__state=Business.State.MERGED)
    if businesses is not None:
        ready = ready.filter(business__in=businesses)
    return ready.count()


def assess(
    business: Business,
    *,
    on: date,
    points: Mapping[str, int],
    met: Collection[str],
    level: int,
    reason: str,
    by: User,
    at: datetime,
    today: date,
    token: UUID,
    definition: Definition,
    source: str = "",
) -> ReadinessAssessment:
    """A new assessment beside the earlier ones, saved; the same form sent twice gives the first.

    `definition` is what the assessor saw, `points` by heading, `met` the codes of the conditions
    that hold. Raises ValidationError: «in_future», «own_business» (nobody judges the own),
    «points_range», «reason_missing» (another level than the conditions give needs one).
    """
    if on > today:
        raise ValidationError(
            _("Penilaian dicatat setelah dilakukan. Pilih hari ini atau sebelumnya."),
            code="in_future",
        )
    if business.owner.user_id == by.pk:
        raise ValidationError(
            _("Usaha sendiri dinilai orang lain. Minta petugas lain menilainya."),
            code="own_business",
        )
    for heading in definition.headings:
        if not 0 <= points[heading.code] <= heading.points:
            raise ValidationError(
                _("Nilai %(name)s antara 0 dan %(most)s.")
                % {"name": heading.name, "most": heading.points},
                code="points_range",
            )
    known = {one.code for one in conditions_of(definition)}
    proposed = definition.highest_level(points=sum(points.values()), met=met)
    if level != proposed and not reason.strip():
        raise ValidationError(
            _("Tulis alasan bila tingkat berbeda dari hasil hitungan syarat."),
            code="reason_missing",
        )
    values: dict[str, Any] = {heading.code: points[heading.code] for heading in definition.headings}
    assessment = ReadinessAssessment(
        business=business,
        assessed_on=on,
        version=definition.version,
        conditions=sorted(known & set(met)),
        proposed_level=proposed,
        level=level,
        reason=reason.strip() if level != proposed else "",
        assessed_by=by,
        recorded_at=at,
        source=source,
        form_token=token,
        **values,
    )
    try:
        with transaction.atomic():
            assessment.save(force_insert=True)
    except IntegrityError:
        return ReadinessAssessment.objects.get(form_token=token, business=business)
    return assessment


def conditions_of(definition: Definition) -> list[Any]:
    """Every condition of the definition, from the lowest level up."""
    return [one for level in definition.levels for one in level.conditions]
