"""A curator's desk: the next work, its scores, sending them, stepping back."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import reviews, rubrics
from curation.blind import blind_name, blind_work, load_covers, without_maker
from curation.deadlines import last_day
from curation.forms import ReasonForm, ReviewForm
from curation.models import Assignment, Criterion, Review, Round
from curation.views.answers import done, done_on
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import translated
from products.models import Product

SECONDS_PER_WORK = 120  # what a curator may expect to need. Source: ux 2.2


def level_words() -> list[str]:
    """The word of every level, 0 first, in the reader's language."""
    return [_("Tidak ada"), _("Kurang"), _("Cukup"), _("Baik"), _("Sangat baik")]


def desk_order(assignment: Assignment) -> str:
    """A place in the own list that is the same every time and another for every curator.

    Nobody's work is always first or last, and the order tells nothing about anybody's scores.
    """
    key = f"{assignment.curator_id}:{assignment.submission_id}"
    return hashlib.sha256(key.encode()).hexdigest()


def desk(request: AuthenticatedHttpRequest, round: Round) -> list[Assignment]:
    """The curator's works of the round that are under review, in the desk's order."""
    found = (
        Assignment.objects.to_score(request.user)
        .filter(submission__round=round)
        .select_related(
            "review",
            "submission__rubric",
            "version__product__business__owner",
            "version__product__business__village__district",
            "version__product__business__centre",
            "version__craft",
            "version__motif",
        )
        .prefetch_related(
            "version__photos",
            "version__materials",
            "version__techniques",
            "review__scores__criterion",
        )
    )
    load_covers(one.version for one in found)
    return sorted(found, key=desk_order)


def review_of(assignment: Assignment) -> Review | None:
    """The curator's own review of the assignment, if one was begun."""
    return getattr(assignment, "review", None)


def is_done(assignment: Assignment) -> bool:
    """Whether the scores are complete (sent or not)."""
    review = review_of(assignment)
    return review is not None and review.is_complete


def _round(request: AuthenticatedHttpRequest, slug: str) -> Round:
    return get_object_or_404(
        Round.objects.judged_by(request.user).select_related("rubric"), slug=slug
    )


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def score_next(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Opens the first work without complete scores, or the summary where none is left."""
    round = _round(request, slug)
    waiting = [one for one in desk(request, round) if not is_done(one)]
    if not waiting:
        return redirect("curation:score_summary", slug=slug)
    return redirect("curation:score_work", slug=slug, pk=waiting[0].pk)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def score_work(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """One work to be scored, without its maker; saving complete scores opens the next."""
    round = _round(request, slug)
    works = desk(request, round)
    current = _pick(works, pk)
    review = review_of(current)
    if review is not None and review.finalised_at is not None:
        messages.info(request, _("Penilaian karya ini sudah Anda kirim dan tidak dapat diubah."))
        return redirect("curation:score_summary", slug=slug)
    criteria = list(current.submission.rubric.criteria.all())
    form = ReviewForm(request.POST or None, criteria=criteria, review=review)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(form, lambda: _save(current, form, request, complete=True))
    ):
        return _after(works, current, slug)
    status = 422 if form.is_bound else 200
    return _desk_page(request, round, works, current, form, status)


def _after(works: list[Assignment], current: Assignment, slug: str) -> HttpResponse:
    """The next work without complete scores, going round from the current one."""
    place = works.index(current)
    others = [*works[place + 1 :], *works[:place]]
    waiting = [one for one in others if not is_done(one)]
    if not waiting:
        return redirect("curation:score_summary", slug=slug)
    return redirect("curation:score_work", slug=slug, pk=waiting[0].pk)


def _pick(works: list[Assignment], pk: int) -> Assignment:
    """The work of this number among the own ones; anybody else's is not found."""
    for one in works:
        if one.pk == pk:
            return one
    raise Http404


def _save(
    assignment: Assignment, form: ReviewForm, request: AuthenticatedHttpRequest, *, complete: bool
) -> Review:
    return reviews.save_review(
        assignment,
        by=request.user,
        marks=form.marks(),
        panel_note=form.cleaned_data["panel_note"],
        complete=complete,
    )


def _desk_page(
    request: AuthenticatedHttpRequest,
    round: Round,
    works: list[Assignment],
    current: Assignment,
    form: ReviewForm,
    status: int,
) -> HttpResponse:
    work = blind_work(current.version)
    place = works.index(current)
    ready = sum(map(is_done, works))
    left = len(works) - ready
    context = {
        "round": round,
        "assignment": current,
        "work": work,
        "form": form,
        "rows": criterion_rows(form),
        "strip": [
            {
                "number": number,
                "url": reverse("curation:score_work", args=[round.slug, one.pk]),
                "photo": next(iter(without_maker(one.version)), None),
                "is_done": is_done(one),
                "is_current": one.pk == current.pk,
            }
            for number, one in enumerate(works, 1)
        ],
        "number": place + 1,
        "total": len(works),
        "ready": ready,
        "left": left,
        "minutes": -(-left * SECONDS_PER_WORK // 60),
        "reference": _reference(current),
        "next_photos": _next_photos(works, place),
    }
    return render(request, "curation/score_work.html", context, status=status)


def criterion_rows(form: ReviewForm) -> list[dict[str, Any]]:
    """What each line of the rubric needs; the first one without a score is the current one."""
    rows = []
    words = level_words()
    for criterion in form.criteria:
        score, comment = form[f"score_{criterion.code}"], form[f"comment_{criterion.code}"]
        value = str(score.value() or "")
        chosen = int(value) if value.isdigit() else None
        rows.append(
            {
                "criterion": {
                    "name": translated(criterion, "name"),
                    "weight": _weight(criterion),
                    "levels": [
                        {"score": n, "word": words[n], "anchor": translated(criterion, name)}
                        for n, name, _text in criterion.levels
                    ],
                },
                "field": score.html_name,
                "comment_field": comment.html_name,
                "score": chosen,
                "word": words[chosen] if chosen is not None else "",
                "comment": comment.value() or "",
                "error": " ".join(map(str, score.errors)),
                "comment_error": " ".join(map(str, comment.errors)),
                "current": False,
            }
        )
    wrong = [row for row in rows if row["error"] or row["comment_error"]]
    unset = [row for row in rows if row["score"] is None]
    (wrong or unset or rows)[0]["current"] = True
    return rows


def _weight(criterion: Criterion) -> str:
    return f"{criterion.weight.normalize():f}"


def _reference(current: Assignment) -> Product | None:
    """The work of the same craft that passed last, to hold beside this one; never the maker's."""
    return (
        Product.objects.published()
        .filter(craft=current.version.craft_id)
        .exclude(cover_sha256="")
        .exclude(business=current.version.product.business_id)
        .order_by("-published_at", "-pk")
        .first()
    )


def _next_photos(works: list[Assignment], place: int) -> list[str]:
    following = works[place + 1 : place + 2]
    return [photo.sha256 for one in following for photo in without_maker(one.version)[:2]]


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def score_later(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keeps what was scored so far as a draft and goes on to the next work."""
    round = _round(request, slug)
    works = desk(request, round)
    current = _pick(works, pk)
    criteria = list(current.submission.rubric.criteria.all())
    form = ReviewForm(request.POST, criteria=criteria, review=review_of(current))
    if form.is_valid() and done_on(form, lambda: _save(current, form, request, complete=False)):
        messages.success(request, _("Tersimpan sebagai draf."))
        return _after(works, current, slug)
    return _desk_page(request, round, works, current, form, 422)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def declare_conflict(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The curator recognises the maker and steps back from the work."""
    round = _round(request, slug)
    current = _pick(desk(request, round), pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("Apa hubungan Anda dengan pembuatnya?")
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(
            form,
            lambda: reviews.recuse(current, reason=form.cleaned_data["reason"], by=request.user),
        )
    ):
        messages.success(request, _("Tercatat. Karya ini dialihkan dari Anda."))
        return redirect("curation:score_next", slug=slug)
    context = {
        "form": form,
        "title": _("Konflik kepentingan"),
        "lead": _(
            "Nyatakan bila Anda mengenali pembuatnya sebagai keluarga, rekan usaha, pemasok, "
            "pembeli tetap, atau binaan Anda. Karya ini tidak lagi Anda nilai, dan pernyataan "
            "ini dicatat dalam berita acara."
        ),
        "action": _("Nyatakan dan lepaskan karya ini"),
        "back_url": reverse("curation:score_work", args=[slug, pk]),
        "breadcrumb": [
            (translated(round, "title"), round.get_absolute_url()),
            (_("Konflik kepentingan"), ""),
        ],
    }
    return render(request, "curation/form.html", context)


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def score_summary(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The own scores of the round before they are sent, and what was sent already."""
    round = _round(request, slug)
    works = desk(request, round)
    criteria = rubrics.columns_of(rubrics.criteria_of(one.submission.rubric_id for one in works))
    rows = []
    for number, one in enumerate(works, 1):
        review = review_of(one)
        given = {s.criterion.code: s.value for s in review.scores.all()} if review else {}
        rows.append(
            {
                "number": number,
                "name": blind_name(one.version),
                "url": reverse("curation:score_work", args=[slug, one.pk]),
                "review": review,
                "values": [given.get(criterion.code) for criterion in criteria],
                "due_on": last_day(one.due_at),
            }
        )
    context = {
        "round": round,
        "criteria": criteria,
        "rows": rows,
        "ready": [one for one in works if is_done(one) and not _is_sent(one)],
        "left": [one for one in works if not is_done(one)],
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (_("Periksa dan kirim nilai"), ""),
        ],
    }
    return render(request, "curation/score_summary.html", context)


def _is_sent(assignment: Assignment) -> bool:
    review = review_of(assignment)
    return review is not None and review.finalised_at is not None


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def send_scores(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Sends every complete review of the round; they cannot be changed afterwards."""
    round = _round(request, slug)
    done(
        request,
        lambda: reviews.finalise_round(round, by=request.user),
        _("Penilaian Anda sudah dikirim. Terima kasih."),
    )
    return redirect("curation:score_summary", slug=slug)
