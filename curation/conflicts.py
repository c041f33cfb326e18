"""Who may not judge whose work: ties that are computed from the registry, and declared ones.

Source: blueprint 5 (hard by computation: own, helper, mentor in 24 months, same active
association; or by declaration). Staff who screened a submission never score it either.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artisans.models import AssociationMembership, Business, MentoringPlan, MentoringVisit
from curation.models import (
    Appeal,
    Assignment,
    BoardMember,
    Conflict,
    Decision,
    Submission,
    Vote,
)
from curation.screeners import screeners_of
from dekranasda.accounts.models import User
from products.models import ProductVersion

LOOK_BACK_MONTHS = 24
Note = Callable[[int, int | None, str | Promise], None]
Ties = Mapping[tuple[int, int], list[str | Promise]]  # (submission, user) → reasons


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

    A constant number of queries, whatever the number of submissions.
    """
    found: dict[tuple[int, int], list[str | Promise]] = defaultdict(list)
    people = {user.pk for user in users}
    works = list(submissions)
    by_business: dict[int, list[int]] = defaultdict(list)
    by_product: dict[int, list[int]] = defaultdict(list)
    for work in works:
        by_business[work.product.business_id].append(work.pk)
        by_product[work.product_id].append(work.pk)
        if work.submitted_by_id in people:
            found[work.pk, work.submitted_by_id].append(_("mengirimkan karya ini"))

    def note(business_id: int, user_id: int | None, reason: str | Promise) -> None:
        for work_id in by_business.get(business_id, []):
            if user_id in people:
                found[work_id, int(user_id)].append(reason)

    since = months_before(on, LOOK_BACK_MONTHS)
    _registry_ties(by_business, people, since, on, note)
    versions = ProductVersion.objects.filter(product__in=by_product, filled_by__in=people)
    for product_id, user_id in set(versions.values_list("product_id", "filled_by_id")):
        for work_id in by_product[product_id]:
            found[work_id, int(user_id or 0)].append(_("membantu mengisi data karya ini"))
    for work_id, screeners in screeners_of(works).items():
        for user_id in screeners & people:
            found[work_id, user_id].append(_("memeriksa berkas karya ini"))
    _case_ties(works, people, found)
    return dict(found)


def _case_ties(
    works: Collection[Submission],
    people: Collection[int],
    found: dict[tuple[int, int], list[str | Promise]],
) -> None:
    """Who judged or decided before an objection was upheld, or heard it; four queries."""
    upheld = {"submission__appeal__outcome": Appeal.Outcome.UPHELD, "submission__in": works}
    earlier = set()
    decisions = Decision.objects.filter(released_at__isnull=False, superseded_at__isnull=False)
    for key, *users in decisions.filter(**upheld).values_list(
        "submission_id", "proposed_by_id", "signed_by_id"
    ):
        earlier |= {(key, user) for user in users}
    votes = Vote.objects.filter(decision__in=decisions.filter(**upheld))
    earlier |= set(votes.values_list("decision__submission_id", "member_id"))
    voided = Assignment.objects.filter(state=Assignment.State.VOIDED, **upheld)
    earlier |= set(voided.values_list("submission_id", "curator_id"))
    for key, user in earlier:
        if user in people:
            found[key, user].append(_("ikut memutus sebelum keberatan diterima"))
    board = BoardMember.objects.filter(appeal__submission__in=works, member__in=people).exclude(
        appeal__outcome=""
    )
    for key, user in board.values_list("appeal__submission_id", "member_id"):
        found[key, user].append(_("memeriksa keberatan atas karya ini"))


def _registry_ties(
    by_business: Collection[int], people: set[int], since: date, on: date, note: Note
) -> None:
    own = Business.objects.filter(pk__in=by_business, owner__user__in=people)
    for business_id, user_id in own.values_list("pk", "owner__user_id"):
        note(business_id, user_id, _("usaha sendiri"))
    plans = MentoringPlan.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=since),
        business__in=by_business,
        mentor__in=people,
    )
    visits = MentoringVisit.objects.filter(
        business__in=by_business, mentor__in=people, visited_on__gte=since
    )
    # A plan that was handed over is also a tie of who had it before; its trail knows them.
    before = MentoringPlan.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # pghistory
        Q(pgh_obj__closed_on__isnull=True) | Q(pgh_obj__closed_on__gte=since),
        business__in=by_business,
        mentor__in=people,
    )
    mentored = set(plans.values_list("business_id", "mentor_id"))
    mentored |= set(before.values_list("business_id", "mentor_id"))
    mentored |= set(visits.values_list("business_id", "mentor_id"))
    for business_id, user_id in mentored:
        note(business_id, user_id, _("mendampingi usaha ini dalam 24 bulan terakhir"))
    centres: dict[int, set[int]] = defaultdict(set)
    active = Business.objects.filter(
        owner__user__in=people, centre__isnull=False, state=Business.State.ACTIVE
    )
    for centre_id, user_id in active.values_list("centre_id", "owner__user_id"):
        centres[int(centre_id or 0)].add(int(user_id or 0))
    shared = Business.objects.filter(pk__in=by_business, centre__in=centres)
    for business_id, centre_id, owner in shared.values_list("pk", "centre_id", "owner__user_id"):
        for user_id in centres[int(centre_id or 0)] - {owner}:
            note(business_id, user_id, _("anggota sentra yang sama"))
    _association_ties(by_business, people, on, note)
    declared = Conflict.objects.filter(business__in=by_business, curator__in=people)
    for business_id, user_id, reason in declared.values_list("business_id", "curator_id", "reason"):
        note(business_id, user_id, reason)


def _association_ties(by_business: Collection[int], people: set[int], on: date, note: Note) -> None:
    """Whoever belongs on the day to an association of the maker; two queries."""
    members: dict[int, set[int]] = defaultdict(set)
    current = AssociationMembership.objects.during(on)
    for association_id, user_id in current.filter(artisan__user__in=people).values_list(
        "association_id", "artisan__user_id"
    ):
        members[association_id].add(int(user_id or 0))
    shared = current.filter(association__in=members, artisan__businesses__in=by_business)
    for association_id, business_id, owner in shared.values_list(
        "association_id", "artisan__businesses", "artisan__user_id"
    ):
        for user_id in members[association_id] - {owner}:
            note(int(business_id or 0), user_id, _("anggota paguyuban yang sama"))


def tie_of(submission: Submission, user: User, *, on: date) -> list[str | Promise]:
    """The person's conflicts with one submission; empty where there is none."""
    return list(ties([submission], [user], on=on).get((submission.pk, user.pk), []))


def refuse_conflict(submission: Submission, user: User, *, on: date) -> None:
    """Raises ValidationError «conflict» where the person may not judge the submission."""
    if reasons := tie_of(submission, user, on=on):
        raise ValidationError(
            _("%(name)s tidak boleh menilai karya ini: %(reason)s."),
            code="conflict",
            params={"name": user.full_name, "reason": reasons[0]},
        )


def declare(submission: Submission, *, curator: User, reason: str, by: User) -> Conflict:
    """Records a conflict with the work's business, once: declared by the curator or pinned.

    Raises ValidationError «reason_required».
    """
    if not reason.strip():
        raise ValidationError(_("Tulis hubungan Anda dengan pembuatnya."), code="reason_required")
    kind = Conflict.Kind.DECLARED if by == curator else Conflict.Kind.PINNED
    conflict, _is_new = Conflict.objects.get_or_create(
        curator=curator,
        business=submission.product.business,
        defaults={"kind": kind, "reason": reason.strip()[:255], "declared_by": by},
    )
    return conflict
