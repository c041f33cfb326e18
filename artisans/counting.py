"""Counts of the registry as it is now, to stand beside what others published."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, ReadinessAssessment


@dataclass(frozen=True)
class LiveCount:
    """One count: the key it shares with published figures, its name, value and definition."""

    key: str
    label: str | Promise
    value: int
    definition: str | Promise


def live_counts() -> list[LiveCount]:
    """Businesses on record, ready ones and crafts among them; one query."""
    newest = ReadinessAssessment.objects.filter(business=OuterRef("pk")).order_by(
        "-assessed_on", "-pk"
    )
    active = Business.objects.order_by().filter(state=Business.State.ACTIVE)
    ready = Q(level__gte=ReadinessAssessment.Level.READY)
    found = active.annotate(level=Subquery(newest.values("level")[:1])).aggregate(
        known=Count("pk"), ready=Count("pk", filter=ready), crafts=Count("craft")
    )
    return [
        LiveCount(
            "terdata",
            _("Usaha aktif di registri ini"),
            found["known"],
            _("Setiap usaha satu kali; yang tidak aktif dan yang sudah digabung tidak dihitung."),
        ),
        LiveCount(
            "siap",
            _("Usaha aktif dengan penilaian «Siap» atau lebih"),
            found["ready"],
            _("Menurut penilaian kesiapan terakhir dengan enam bagian di registri ini."),
        ),
        LiveCount(
            "kerajinan",
            _("Usaha kerajinan aktif di registri ini"),
            found["crafts"],
            _("Usaha aktif dengan bidang kerajinan yang tercatat."),
        ),
    ]
