"""Keeping watch over endangered crafts: who bears them, the yearly count, and the alarm."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from artisans.endangered import risk_of
from artisans.models import Artisan, Bearer, Tradition, TraditionLevel, TraditionYear
from dekranasda.accounts.models import Role, User
from dekranasda.accounts.querysets import holders_of
from dekranasda.notices import outbox

# Fewer known ages are not told to the public (the smallest cell of the public figures).
LEAST_AGES = 5

REASONS = {
    "few_masters": _("maestro tinggal tiga atau kurang"),
    "no_learner": _("tidak ada murid"),
    "some_masters": _("maestro paling banyak sepuluh"),
    "old": _("usia rata-rata maestro di atas 55 tahun"),
    "falling": _("jumlah pembuat turun tiga tahun berturut-turut"),
}


def keep_tradition(tradition: Tradition, *, by: User, today: date) -> None:
    """Saves a tradition with an address of its own."""
    if not tradition.slug:
        base = slugify(tradition.name)[:70] or "kriya"
        taken = Tradition.objects.filter(slug__startswith=base).count()
        tradition.slug = f"{base}-{taken + 1}" if taken else base
    with transaction.atomic():
        tradition.save()
        settle_level(tradition, by=by, today=today)


def keep_bearer(
    bearer: Bearer, *, learns_from: QuerySet[Bearer] | None, by: User, today: date
) -> None:
    """Saves a bearer with whom they learn from; the tradition's level follows."""
    with transaction.atomic():
        bearer.save()
        if learns_from is not None:
            bearer.learns_from.set(learns_from)
        settle_level(bearer.tradition, by=by, today=today)


def remove_bearer(bearer: Bearer, *, by: User, today: date) -> None:
    """Takes a person off the record, as a person may ask; the tradition's level follows."""
    with transaction.atomic():
        tradition = bearer.tradition
        bearer.delete()
        settle_level(tradition, by=by, today=today)


def keep_year(tradition: Tradition, *, year: int, by: User, today: date, **counts: Any) -> None:
    """The count of a year, new or in place of the one before; the tradition's level follows."""
    with transaction.atomic():
        TraditionYear.objects.update_or_create(tradition=tradition, year=year, defaults=counts)
        settle_level(tradition, by=by, today=today)


@transaction.atomic
def settle_level(tradition: Tradition, *, by: User | None, today: date) -> bool:
    """Writes down a level that changed; whether it did. The secretariat hears of a worse one.

    A tradition of which nothing is known any more keeps the level it had.
    """
    Tradition.objects.select_for_update(of=("self",)).get(pk=tradition.pk)
    current = Tradition.objects.told().get(pk=tradition.pk)
    risk = risk_of(current.counts_on(today))
    before = current.levels.first()
    if risk is None or (before and before.level == risk.level):
        return False
    level = TraditionLevel.objects.create(
        tradition=current,
        level=risk.level,
        reasons=list(risk.reasons),
        since=today,
        noted_by=by,
    )
    if before and before.level < risk.level:
        _alarm(level, before)
    return True


def watch(today: date) -> int:
    """Settles every level, since people grow older by themselves; how many changed. Daily."""
    return sum(settle_level(one, by=None, today=today) for one in Tradition.objects.all())


def _alarm(level: TraditionLevel, before: TraditionLevel) -> None:
    words = [REASONS[code] for code in level.reasons if code in REASONS]
    for person in holders_of(Role.SECRETARIAT):
        outbox.queue(
            key=f"tradition-worse:{level.pk}:{person.pk}",
            recipient=person,
            template="tradition_worse",
            context={"level": level, "before": before, "reasons": words},
            link=level.tradition.get_absolute_url(),
        )


def rows(traditions: QuerySet[Tradition], *, on: date) -> list[dict[str, Any]]:
    """Each tradition with its counts and level on the day, the most endangered first.

    Six queries whatever their number.
    """
    told = list(traditions.told())  # type: ignore[attr-defined]  # of TraditionQuerySet
    shown = set(
        Artisan.objects.published()
        .filter(traditions__tradition__in=told)
        .values_list("pk", flat=True)
    )
    found = [_row(one, shown, on=on) for one in told]
    return sorted(found, key=lambda row: (-row["rank"], row["tradition"].name))


def _row(tradition: Tradition, shown: set[int], *, on: date) -> dict[str, Any]:
    counts = tradition.counts_on(on)
    risk = risk_of(counts)
    newest = next(iter(tradition.levels.all()), None)
    level = (
        TraditionLevel(
            level=risk.level,
            reasons=list(risk.reasons),
            since=newest.since if newest and newest.level == risk.level else on,
        )
        if risk
        else None
    )
    people = list(tradition.bearers.all())
    return {
        "tradition": tradition,
        "counts": counts,
        "mean_age": round(counts.mean_age) if counts.mean_age is not None else None,
        # The mean of a few would tell the age of one.
        "public_age": round(counts.mean_age)
        if counts.mean_age is not None and len(counts.ages) >= LEAST_AGES
        else None,
        "level": level,
        "rank": level.level if level else -1,
        "reasons": [REASONS[code] for code in (risk.reasons if risk else ())],
        "heirs": sum(one.is_heir and one.is_learner_on(on) for one in people),
        "named": [
            one
            for one in people
            if one.is_master_on(on)
            and (one.artisan_id in shown if one.artisan_id else one.consented_on)
        ],
        "years": sorted(tradition.years.all(), key=lambda row: row.year),
    }
