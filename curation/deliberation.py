"""What the panel has before it in session: the agenda, spreads without names, what to discuss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation import rubrics
from curation.blind import blind_name
from curation.conflicts import ties
from curation.decisions import result_of, results_of, valid_reviews
from curation.meetings import Room, rooms_of
from curation.models import Decision, Round, Submission
from curation.quorum import Tally
from curation.scoring import HIGHEST, PanelResult
from curation.transitions import State
from curation.votes import tallies_of
from dekranasda.accounts.models import User


class Part(models.TextChoices):
    """The parts of the agenda, in the order in which the panel takes them."""

    DISCUSS = "discuss", gettext_lazy("Perlu dibahas")
    PLAIN = "plain", gettext_lazy("Tanpa tanda")
    WAITING = "waiting", gettext_lazy("Menunggu suara dan tanda tangan")
    DECIDED = "decided", gettext_lazy("Sudah ditetapkan")


@dataclass(frozen=True)
class Item:
    """One work on the agenda, still without its maker."""

    work: Submission
    name: str
    result: PanelResult | None
    decision: Decision | None
    tally: Tally
    flags: list[str]
    room: Room
    part: Part


def flag_words(names: Mapping[str, str], flags: Iterable[str]) -> list[str]:
    """The flags in words: which criterion (by the names of its code), totals, which threshold."""
    words = []
    for flag in flags:
        kind, _colon, detail = flag.partition(":")
        name = names.get(detail, detail)
        if kind == "low":
            words.append(_("ada nilai 0 atau 1 pada %(name)s") % {"name": name})
        elif kind == "span":
            words.append(_("beda 2 atau lebih pada %(name)s") % {"name": name})
        elif kind == "totals":
            words.append(_("jumlah nilai berbeda lebih dari 15"))
        else:
            words.append(_("dekat batas kelas %(grade)s") % {"grade": detail})
    return words


def reasons_to_discuss(
    work: Submission, result: PanelResult | None, names: Mapping[str, str], quorum: int
) -> list[str]:
    """Why the panel must talk about a work, in words; empty where it need not."""
    words = []
    if work.is_on_hold:
        words.append(_("ditahan: %(reason)s") % {"reason": work.hold_reason})
    if result is None or result.count < quorum:
        words.append(_("penilaian yang dihitung kurang dari kuorum"))
    return words + (flag_words(names, result.flags) if result else [])


def works_in_room(round: Round, user: User, *, on: date) -> list[Submission]:
    """The works in session or decided that the person may follow: without own ties."""
    found = list(
        Submission.objects.in_room_of(user)
        .filter(round=round, state__in=[State.DELIBERATION, State.DECIDED])
        .select_related(
            "version__craft",
            "version__motif",
            "version__product__business__owner",
            "version__product__business__village__district",
            "version__product__business__centre",
            "product__business__owner",
            "round",
            "rubric",
        )
        .prefetch_related("version__materials", "version__techniques")
        .order_by("code")
    )
    if not round.panel.filter(user=user).exists():
        return found  # the minute-taker decides nothing
    tied = ties(found, [user], on=on)
    return [work for work in found if (work.pk, user.pk) not in tied]


def agenda(round: Round, user: User, *, on: date) -> list[Item]:
    """The works of a session: what must be discussed in front, most reasons first.

    A constant number of queries. Only for people in the room.
    """
    works = works_in_room(round, user, on=on)
    results = results_of(works)
    standing = list(
        Decision.objects.filter(submission__in=works, superseded_at__isnull=True).select_related(
            "proposed_by", "signed_by"
        )
    )
    decided = {one.submission_id: one for one in standing}
    tallies = tallies_of(standing)
    rooms = rooms_of(works, round, on=on)
    criteria = rubrics.criteria_of(work.rubric_id for work in works)
    names = {key: {one.code: one.name for one in rows} for key, rows in criteria.items()}
    items = []
    for work in works:
        decision = decided.get(work.pk)
        flags = reasons_to_discuss(work, results[work.pk], names[work.rubric_id], round.quorum)
        if decision is None:
            part = Part.DISCUSS if flags else Part.PLAIN
        else:
            part = Part.DECIDED if decision.signed_at else Part.WAITING
        items.append(
            Item(
                work=work,
                name=blind_name(work.version),
                result=results[work.pk],
                decision=decision,
                tally=tallies[decision.pk] if decision else Tally(),
                flags=flags,
                room=rooms[work.pk],
                part=part,
            )
        )
    order = list(Part)
    return sorted(items, key=lambda one: (order.index(one.part), -len(one.flags), one.work.code))


@dataclass(frozen=True)
class CriterionSpread:
    """What the panel gave one criterion, for the session: values without names, words, middle."""

    code: str
    name: str
    weight: object
    values: tuple[int | None, ...]
    middle: object
    low: int | None
    high: int | None
    is_wide: bool
    comments: tuple[str, ...]

    @property
    def dots(self) -> list[tuple[int, str]]:
        """For each level from 0 to 4 as many dots as curators chose it."""
        return [(level, "●" * self.values.count(level)) for level in range(HIGHEST + 1)]


@dataclass(frozen=True)
class Session:
    """Everything the panel sees of one work in deliberation."""

    result: PanelResult | None
    spreads: list[CriterionSpread]
    totals: list[object]
    panel_notes: list[str] = field(default_factory=list)


def session_of(submission: Submission) -> Session:
    """The session's figures. Only for people in the room, and for the board of an objection.

    Values, comments and notes stand in an order of their own, so that no place tells a curator.
    """
    reviews = list(valid_reviews(submission))
    result = result_of(submission)
    marks = [{score.criterion.code: score for score in review.scores.all()} for review in reviews]
    spreads = []
    for criterion in submission.rubric.criteria.all():
        given = [one[criterion.code] for one in marks if criterion.code in one]
        low, high = result.spans.get(criterion.code, (None, None)) if result else (None, None)
        spreads.append(
            CriterionSpread(
                code=criterion.code,
                name=criterion.name,
                weight=criterion.weight,
                values=tuple(sorted((score.value for score in given), key=_none_last)),
                middle=result.medians.get(criterion.code) if result else None,
                low=low,
                high=high,
                is_wide=bool(result and f"span:{criterion.code}" in result.flags),
                comments=tuple(sorted(score.comment for score in given if score.comment)),
            )
        )
    notes = sorted(review.panel_note for review in reviews if review.panel_note)
    totals: list[object] = list(result.totals) if result else []
    return Session(result, spreads, totals, notes)


def _none_last(value: int | None) -> int:
    return HIGHEST + 1 if value is None else value
