"""Who may not judge whose work: ties that are computed, declared or pinned, and their waivers.

Hard ties exclude; soft ones weigh or need a waiver; a suspicion is resolved before an assignment
(`tie_rules.py` says which is which, `tie_queries.py` where it is on record).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from curation import clock
from curation.models import Conflict, Round, Submission, TieWaiver
from curation.tie_queries import (
    BY_SUBMISSION,
    records,
    whereabouts_of_businesses,
    whereabouts_of_people,
)
from curation.tie_rules import NEEDS_WAIVER, Rule, Tie
from dekranasda.accounts.models import Role, User

Ties = Mapping[tuple[int, int], list[str | Promise]]  # (submission, user) → reasons
MOST_NAMED = 10
AllTies = dict[tuple[int, int], list[Tie]]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def ties(submissions: Iterable[Submission], users: Iterable[User], *, on: date) -> Ties:
    """Every hard conflict between the submissions and the people, with its reasons in words.

    One query where the submissions' products and rounds are at hand.
    """
    found = _recorded(list(submissions), {user.pk for user in users}, on)
    hard = {pair: [tie.words for tie in some if tie.is_hard] for pair, some in found.items()}
    return {pair: words for pair, words in hard.items() if words}


def all_ties(submissions: Iterable[Submission], users: Iterable[User], *, on: date) -> AllTies:
    """Every tie, hard, soft or suspected, with what was waived; four queries for any number."""
    works, people = list(submissions), {user.pk for user in users}
    found = _recorded(works, people, on)
    _add_whereabouts(found, works, people)
    waived: set[tuple[object, ...]] = set(
        TieWaiver.objects.filter(
            round__in={work.round_id for work in works}, curator__in=people
        ).values_list("round", "business", "curator", "rule")
    )
    by_key = {work.pk: work for work in works}
    for (key, user), some in found.items():
        scope = by_key[key].round_id, by_key[key].product.business_id, user
        found[key, user] = [
            Tie(tie.rule, tie.detail, is_waived=(*scope, tie.rule.value) in waived) for tie in some
        ]
    return found


def _recorded(works: list[Submission], people: set[int], on: date) -> AllTies:
    found: AllTies = defaultdict(list)
    if not works or not people:
        return {}
    scopes: dict[str, dict[int, list[Submission]]] = {
        name: defaultdict(list) for name in ("business", "product", "submission")
    }
    for work in works:
        scopes["business"][work.product.business_id].append(work)
        scopes["product"][work.product_id].append(work)
        scopes["submission"][work.pk].append(work)
        if work.submitted_by_id in people:
            found[work.pk, work.submitted_by_id].append(Tie(Rule.SUBMITTER))
        for key in {work.redaction_confirmed_by_id, work.ineligible_proposed_by_id} & people:
            found[work.pk, int(key or 0)].append(Tie(Rule.SCREENER))
    for key, user, name, day, words in records(works, people, on):
        scope = "submission" if Rule(name) in BY_SUBMISSION else "business"
        if name == Rule.HELPER:
            scope = "product"
        for work in scopes[scope][key]:
            tie = _weighed(Rule(name), work.round, day, words, on)
            if tie is not None and tie not in found[work.pk, user]:
                found[work.pk, user].append(tie)
    return {pair: _without_ended(some) for pair, some in found.items() if some}


def _weighed(rule: Rule, round: Round, day: date | None, words: str, on: date) -> Tie | None:
    """The tie as it counts in the round: mentoring and trade fade with the round's look-back."""
    if rule == Rule.MENTOR:
        if day is not None and day < months_before(on, round.lookback_months):
            return None
        months = round.lookback_months
        text = _("mendampingi usaha ini dalam %(months)s bulan terakhir") % {"months": months}
        return Tie(rule, str(text))
    if rule == Rule.TRADE and day is not None:
        since = months_before(on, round.trade_lookback_months)
        return Tie(rule if day >= since else Rule.TRADE_ENDED, words)
    return Tie(rule, words)


def _without_ended(found: list[Tie]) -> list[Tie]:
    """A membership that goes on says more than an earlier one; own work more than both."""
    rules = {tie.rule for tie in found}
    drop = set()
    if Rule.CENTRE in rules:
        drop.add(Rule.CENTRE_ENDED)
    if Rule.ASSOCIATION in rules:
        drop.add(Rule.ASSOCIATION_ENDED)
    if Rule.OWN in rules:
        drop |= {Rule.CENTRE, Rule.ASSOCIATION, Rule.CENTRE_ENDED, Rule.ASSOCIATION_ENDED}
    return [tie for tie in found if tie.rule not in drop]


def _add_whereabouts(found: AllTies, works: list[Submission], people: set[int]) -> None:
    """Same craft in the same district, and shared numbers or addresses, unless it is their own."""
    theirs = whereabouts_of_people(people)
    places = whereabouts_of_businesses({work.product.business_id for work in works})
    for work in works:
        place = places[work.product.business_id]
        makes = place.makes | {
            (district, work.version.craft_id)
            for district in place.districts
            if work.version.craft_id
        }
        for user, own in theirs.items():
            some = found.get((work.pk, user), [])
            if any(tie.rule == Rule.OWN for tie in some):
                continue
            more = []
            if makes & own.makes:
                more.append(Tie(Rule.NEIGHBOUR))
            if place.contacts & own.contacts:
                more.append(Tie(Rule.SHARED_CONTACT))
            if more:
                found[work.pk, user] = [*some, *more]


def tie_of(submission: Submission, user: User, *, on: date) -> list[str | Promise]:
    """The person's hard conflicts with one submission; empty where there is none."""
    return list(ties([submission], [user], on=on).get((submission.pk, user.pk), []))


def refuse_conflict(submission: Submission, user: User, *, on: date) -> None:
    """Raises ValidationError «conflict» where the person may not judge the submission, and
    «tie_undecided» where a soft tie on record was not decided on yet."""
    found = _recorded([submission], {user.pk}, on).get((submission.pk, user.pk), [])
    if hard := [tie.words for tie in found if tie.is_hard]:
        raise ValidationError(
            _("%(name)s tidak boleh menilai karya ini: %(reason)s."),
            code="conflict",
            params={"name": user.full_name, "reason": hard[0]},
        )
    soft = {tie.rule.value for tie in found if tie.is_open}
    if soft and soft - _waived(submission, user):
        raise ValidationError(
            _("Hubungan Anda dengan pembuat karya %(code)s belum diputuskan. Hubungi sekretariat."),
            code="tie_undecided",
            params={"code": submission.code},
        )


def _waived(submission: Submission, user: User) -> set[str]:
    found = TieWaiver.objects.filter(
        round=submission.round_id, business=submission.product.business_id, curator=user
    )
    return set(found.values_list("rule", flat=True))


def free_of_ties(works: Iterable[Submission], user: User, *, on: date) -> list[Submission]:
    """The works that the person may know of at all."""
    found = list(works)
    tied = ties(found, [user], on=on)
    return [work for work in found if (work.pk, user.pk) not in tied]


def declare(
    submission: Submission,
    *,
    curator: User,
    reason: str,
    by: User,
    relation: str = Conflict.Relation.OTHER,
    ended_on: date | None = None,
) -> Conflict:
    """Records a tie to the work's business. Raises ValidationError as `put_on_record`."""
    return put_on_record(
        submission.product.business,
        curator=curator,
        reason=reason,
        by=by,
        relation=relation,
        ended_on=ended_on,
    )


@transaction.atomic
def put_on_record(
    business: Business,
    *,
    curator: User,
    reason: str,
    by: User,
    relation: str = Conflict.Relation.OTHER,
    ended_on: date | None = None,
) -> Conflict:
    """Records a tie once: declared by the curator or pinned by staff; the stronger word stands.

    Raises ValidationError «reason_required».
    """
    if not reason.strip():
        raise ValidationError(_("Tulis hubungan Anda dengan pembuatnya."), code="reason_required")
    kind = Conflict.Kind.DECLARED if by == curator else Conflict.Kind.PINNED
    fresh = Conflict(
        curator=curator,
        business=business,
        kind=kind,
        reason=reason.strip()[:255],
        declared_by=by,
        declared_at=clock.now(),
        relation=relation,
        ended_on=ended_on,
    )
    standing = Conflict.objects.select_for_update(of=("self",)).filter(
        curator=curator, business=business, kind=kind, lifted_at__isnull=True
    )
    for known in standing:
        if known.is_hard or not fresh.is_hard:
            return known
        known.lifted_at, known.lifted_by = fresh.declared_at, by
        known.lift_reason = str(_("Diganti pernyataan yang lebih berat."))
        known.save()
    fresh.save()
    return fresh


def declared_by(curator: User) -> QuerySet[Conflict]:
    """What the person declared of themselves, also what was withdrawn; the newest in front."""
    return Conflict.objects.filter(curator=curator, kind=Conflict.Kind.DECLARED).select_related(
        "business__owner", "business__village__district", "lifted_by"
    )


def businesses_to_name(text: str) -> QuerySet[Business]:
    """The first businesses in the registry that a curator may mean, by name or owner's name."""
    active = Business.objects.filter(state=Business.State.ACTIVE)
    found = active.named(text).select_related("owner", "village__district")
    return found[:MOST_NAMED]


@transaction.atomic
def lift(conflict: Conflict, *, reason: str, by: User) -> None:
    """Takes a tie back; it stays on record.

    A pin by whoever set it or an administrator, a curator's own word by the secretariat, at the
    curator's wish. Raises ValidationError: «reason_required», «not_yours», «lifted».
    """
    held = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    if not reason.strip():
        raise ValidationError(_("Tulis alasan mencabutnya."), code="reason_required")
    if held.lifted_at is not None:
        raise ValidationError(_("Ketetapan ini sudah dicabut."), code="lifted")
    if not may_lift(held, by):
        raise ValidationError(
            _("Hanya %(name)s atau administrator yang dapat mencabut ketetapan ini.")
            if held.kind == Conflict.Kind.PINNED
            else _("Hanya sekretariat yang mencabut pernyataan kurator."),
            code="not_yours",
            params={"name": held.declared_by.full_name},
        )
    held.lifted_at, held.lifted_by, held.lift_reason = clock.now(), by, reason.strip()[:255]
    held.save()


def may_lift(conflict: Conflict, user: User) -> bool:
    """Whether the person may take the tie back; nobody their own word."""
    if user.is_superuser:
        return True
    if conflict.kind == Conflict.Kind.PINNED:
        return conflict.declared_by_id == user.pk
    return user.has_role(Role.SECRETARIAT) and conflict.curator_id != user.pk


def waive(submission: Submission, *, curator: User, rule: str, reason: str, by: User) -> TieWaiver:
    """Lets a curator judge in spite of a soft tie, or finds a suspicion empty, for the round.

    Raises ValidationError: «reason_required», «not_allowed», «not_waivable» (no such open tie).
    """
    if not reason.strip():
        raise ValidationError(
            _("Tulis alasannya; alasan ini dimuat dalam berita acara."), code="reason_required"
        )
    chairs = submission.round.panel.in_force().filter(user=by, is_chair=True).exists()
    if by == curator or not (by.is_secretariat or chairs):
        raise ValidationError(
            _("Hanya sekretariat dan ketua panel yang memutuskannya."), code="not_allowed"
        )
    at = clock.now()
    found = all_ties([submission], [curator], on=timezone.localdate(at))
    open_rules = {tie.rule for tie in found.get((submission.pk, curator.pk), []) if tie.is_open}
    if rule not in open_rules:
        raise ValidationError(
            _("Hubungan itu tidak memerlukan keputusan, atau tidak dapat dikecualikan."),
            code="not_waivable",
        )
    return TieWaiver.objects.create(
        round=submission.round,
        business=submission.product.business,
        curator=curator,
        rule=rule,
        reason=reason.strip()[:255],
        granted_by=by,
        granted_at=at,
    )


__all__ = [
    "NEEDS_WAIVER",
    "all_ties",
    "businesses_to_name",
    "declare",
    "declared_by",
    "free_of_ties",
    "lift",
    "may_lift",
    "months_before",
    "put_on_record",
    "refuse_conflict",
    "tie_of",
    "ties",
    "waive",
]
