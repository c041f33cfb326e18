"""The queue of likely duplicates: what it is narrowed to, and when it was last filled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from artisans.models import DuplicatePair, EntryKind
from artisans.models.merging import FAIR, STRONG

STRENGTHS = (("kuat", _("Hampir pasti")), ("sedang", _("Mungkin")), ("lemah", _("Perlu diperiksa")))
KINDS = (("usaha", EntryKind.BUSINESS, _("Usaha")), ("orang", EntryKind.PERSON, _("Orang")))
STATES = (
    ("", DuplicatePair.State.OPEN),
    ("bukan", DuplicatePair.State.DIFFERENT),
    ("digabung", DuplicatePair.State.MERGED),
)
SEARCH_TASK = "artisans.tasks.find_duplicates"


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; empty texts narrow nothing, an empty state means open."""

    kind: str = ""
    district: str = ""
    strength: str = ""
    state: str = ""

    @classmethod
    def of(cls, parameters: Any) -> "QueueFilter":
        """From the address: jenis, kecamatan, kekuatan, keadaan."""
        return cls(
            kind=parameters.get("jenis", ""),
            district=parameters.get("kecamatan", "")[:20],
            strength=parameters.get("kekuatan", ""),
            state=parameters.get("keadaan", ""),
        )

    @property
    def kinds(self) -> tuple[Any, ...]:
        """The kinds to choose from."""
        return KINDS

    @property
    def strengths(self) -> tuple[Any, ...]:
        """The strengths to choose from."""
        return STRENGTHS

    @property
    def states(self) -> list[tuple[str, Any]]:
        """The states to choose from, as the address names them."""
        return [(word, state.label) for word, state in STATES]

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.district or self.strength or self.state)


def narrowed_pairs(pairs: QuerySet[DuplicatePair], wanted: QueueFilter) -> QuerySet[DuplicatePair]:
    """The pairs that fit, the likeliest first."""
    found = pairs.filter(state=dict(STATES).get(wanted.state, DuplicatePair.State.OPEN))
    kinds = {word: kind for word, kind, _label in KINDS}
    if wanted.kind in kinds:
        found = found.filter(kind=kinds[wanted.kind])
    if wanted.district:
        found = found.filter(
            Q(first_business__village__district=wanted.district)
            | Q(second_business__village__district=wanted.district)
            | Q(first_artisan__village__district=wanted.district)
            | Q(second_artisan__village__district=wanted.district)
        )
    if wanted.strength in dict(STRENGTHS):
        found = found.filter(_as_strong_as(wanted.strength))
    return found.order_by("-score", "pk")


def _as_strong_as(strength: str) -> Q:
    fits = Q()
    for kind in EntryKind:
        scores = {
            "kuat": Q(score__gte=STRONG[kind]),
            "sedang": Q(score__gte=FAIR[kind], score__lt=STRONG[kind]),
            "lemah": Q(score__lt=FAIR[kind]),
        }
        fits |= Q(kind=kind) & scores[strength]
    return fits


def last_search() -> datetime | None:
    """When a search in the background last ended; None before the first."""
    ended = DBTaskResult.objects.filter(task_path=SEARCH_TASK, finished_at__isnull=False)
    return ended.order_by("-finished_at").values_list("finished_at", flat=True).first()
