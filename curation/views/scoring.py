"""A curator's desk: the next work, its scores, drafts, stepping back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import desk
from curation.blind import blind_work
from curation.forms import DeclineForm, ReviewForm, StepBackForm
from curation.marks import stamp
from curation.models import CalibrationReview, CompletionItem, Criterion, Review
from curation.pace import pace_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done_on
from dekranasda.templatetags.portal import jam, translated

# What the script of the desk says.
DRAFT_WORDS = {
    "waiting": gettext_lazy("Menunggu sinyal. Isian aman di perangkat ini."),
    "restored": gettext_lazy("Isian yang belum terkirim sudah dikembalikan."),
    "session": gettext_lazy("Masuk lagi untuk menyimpan. Isian aman di perangkat ini."),
    "elsewhere": gettext_lazy("Baru diubah di tempat lain:"),
    "kept": gettext_lazy("Di perangkat ini masih ada isian lain:"),
    "use_kept": gettext_lazy("Pakai isian itu"),
}


def level_words() -> list[str]:
    """The word of every level, 0 first, in the reader's language."""
    return [_("Tidak ada"), _("Kurang"), _("Cukup"), _("Baik"), _("Sangat baik")]


def saved_words(review: Review | CalibrationReview | None) -> str:
    """Whether and when the draft was kept, as the desk says it."""
    if review is None or review.saved_at is None:
        return ""
    return _("Tersimpan %(time)s") % {"time": jam(review.saved_at)}


def _items(request: AuthenticatedHttpRequest, slug: str, pk: int) -> list[desk.Item]:
    """The desk, on which the work must lie; anybody else's is not found."""
    items = desk.tray_of(request.user, slug, pk)
    if not items:
        raise Http404
    return items


def _item(items: list[desk.Item], pk: int) -> desk.Item:
    return next(one for one in items if one.pk == pk)


def _end(items: list[desk.Item], slug: str) -> HttpResponse:
    """Where one goes when nothing is left: a calibration has an end of its own."""
    if all(one.is_piece for one in items):
        return redirect("curation:calibration", slug=slug)
    return redirect("curation:score_summary", slug=slug)


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def score_next(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Opens the first work without complete scores, or the summary where none is left."""
    get_object_or_404(desk.rounds_of(request.user), slug=slug)
    following = desk.next_of(desk.items_of(request.user, slug))
    if following is None:
        return redirect("curation:score_summary", slug=slug)
    return redirect("curation:score_work", slug=slug, pk=following.pk)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def score_work(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """One work to be scored, without its maker; saving complete scores opens the next."""
    items = _items(request, slug, pk)
    if _item(items, pk).is_sent:
        messages.info(request, _("Penilaian karya ini sudah Anda kirim dan tidak dapat diubah."))
        return _end(items, slug)
    if request.method == "POST":
        return _save_and_go(request, slug, items, pk, complete=True)
    held = desk.in_hand_with_work(_item(items, pk))
    form = ReviewForm(criteria=held.criteria, review=held.review)
    return _desk_page(request, items, held, form)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def score_later(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keeps what was scored so far as a draft and goes on to the next work."""
    return _save_and_go(request, slug, _items(request, slug, pk), pk, complete=False)


def _save_and_go(
    request: AuthenticatedHttpRequest,
    slug: str,
    items: list[desk.Item],
    pk: int,
    *,
    complete: bool,
) -> HttpResponse:
    held = desk.in_hand(_item(items, pk))
    form = ReviewForm(request.POST, criteria=held.criteria, review=None)

    def save() -> object:
        return desk.keep(
            held,
            by=request.user,
            marks=form.marks(),
            panel_note=form.cleaned_data["panel_note"],
            complete=complete,
        )

    if not (form.is_valid() and done_on(form, save)):
        return _desk_page(request, items, desk.in_hand_with_work(_item(items, pk)), form)
    following = desk.next_of(items, pk)
    if following is None:
        return _end(items, slug)
    return redirect("curation:score_work", slug=slug, pk=following.pk)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def score_draft(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keeps what has been typed so far; the script of the desk calls it.

    One that does not build on what is stored changes nothing, as it may arrive after the button
    was pressed. A page that is still open hears so, takes over what is stored, and sends the rest.
    """
    held = desk.in_hand(_item(_items(request, slug, pk), pk))
    form = ReviewForm(request.POST, criteria=held.criteria, review=None)
    if not form.is_valid():
        return JsonResponse({"saved": ""}, status=422)
    try:
        review = desk.keep(
            held,
            by=request.user,
            marks=form.marks(),
            panel_note=form.cleaned_data["panel_note"],
            complete=None,
            base=request.POST.get("base", ""),
        )
    except ValidationError as error:
        if error.code == "stale":
            # What came in between is newer than what was read above.
            newest = desk.in_hand(_item(_items(request, slug, pk), pk)).review
            return JsonResponse({"saved": saved_words(newest)}, status=409)
        return JsonResponse({"saved": ""}, status=422)
    kept = stamp(review)
    return JsonResponse({"saved": saved_words(review), "at": kept, "base": kept})


def _desk_page(
    request: AuthenticatedHttpRequest, items: list[desk.Item], held: desk.Held, form: ReviewForm
) -> HttpResponse:
    place = next(n for n, one in enumerate(items) if one.pk == held.pk)
    work = blind_work(held.version)
    ready = sum(one.is_done for one in items)
    pace = pace_of(desk.finished_moments(items), at=timezone.now())
    last = desk.last_done(items, held.pk)
    context = {
        "round": held.round,
        "held": held,
        "work": work,
        "form": form,
        "rows": criterion_rows(form, costs=work.costs),
        "strip": items,
        "number": place + 1,
        "total": len(items),
        "ready": ready,
        "left": len(items) - ready,
        "minutes": pace.minutes_for(len(items) - ready),
        "pace": pace,
        "saved": saved_words(held.review),
        "stamp": stamp(held.review),
        "draft_words": {name: str(text) for name, text in DRAFT_WORDS.items()},
        "last": last,
        "last_number": items.index(last) + 1 if last else None,
        "reference": held.reference,
        "next_photos": [sha for one in items[place + 1 : place + 2] for sha in one.photos],
    }
    return render(
        request, "curation/score_work.html", context, status=422 if form.is_bound else 200
    )


def criterion_rows(form: ReviewForm, costs: Sequence[tuple[str, str]] = ()) -> list[dict[str, Any]]:
    """What each line of the rubric needs; the first one without a score is the current one.

    `costs` are what the maker reckoned and shares, shown beside the criterion of the price.
    """
    words = level_words()
    rows = [_row(form, criterion, words) for criterion in form.criteria]
    for row, criterion in zip(rows, form.criteria, strict=True):
        row["facts"] = costs if criterion.field == CompletionItem.Part.PRICE else ()
    wrong = [row for row in rows if row["error"] or row["comment_error"]]
    unset = [row for row in rows if row["score"] is None]
    (wrong or unset or rows)[0]["current"] = True
    return rows


def _row(form: ReviewForm, criterion: Criterion, words: list[str]) -> dict[str, Any]:
    score, comment = form[f"score_{criterion.code}"], form[f"comment_{criterion.code}"]
    value = str(score.value() or "")
    chosen = int(value) if value.isdigit() else None
    return {
        "criterion": {
            "name": translated(criterion, "name"),
            "weight": f"{criterion.weight.normalize():f}",
            "levels": [
                {"score": n, "word": words[n], "anchor": translated(criterion, name)}
                for n, name, _text in criterion.levels
            ],
            "allows_blank": criterion.allows_blank,
            "key": f"{criterion.pk} {score.html_name}",
        },
        "field": score.html_name,
        "comment_field": comment.html_name,
        "phrase_field": f"phrase_{criterion.code}",
        "phrases": getattr(criterion, "phrases", []),
        "score": chosen,
        "word": words[chosen] if chosen is not None else "",
        "comment": comment.value() or "",
        "error": " ".join(map(str, score.errors)),
        "comment_error": " ".join(map(str, comment.errors)),
        "current": False,
    }


def _held(request: AuthenticatedHttpRequest, slug: str, pk: int) -> desk.Held:
    """A work that the person may step back from; pieces of a calibration under way are not."""
    held = desk.in_hand(_item(_items(request, slug, pk), pk))
    if held.is_attempt:
        raise Http404
    return held


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def declare_conflict(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The curator recognises the maker and steps back from the work."""
    held = _held(request, slug, pk)
    form = StepBackForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: desk.step_back(held, by=request.user, **form.cleaned_data),
        _("Tercatat. Karya ini dialihkan dari Anda."),
    ):
        return redirect("curation:score_next", slug=slug)
    lead = _(
        "Nyatakan bila Anda mengenali pembuatnya sebagai keluarga, rekan usaha, pemasok, "
        "pembeli tetap, atau binaan Anda. Karya ini tidak lagi Anda nilai, dan pernyataan "
        "ini dicatat dalam berita acara."
    )
    action = _("Nyatakan dan lepaskan karya ini")
    return _step_back_page(request, held, form, _("Konflik kepentingan"), lead, action)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def decline_work(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """A curator cannot take a work, without a tie to its maker."""
    held = _held(request, slug, pk)
    form = DeclineForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: desk.decline(held, by=request.user, **form.cleaned_data),
        _("Terima kasih. Sekretariat mencari pengganti Anda."),
    ):
        return redirect("curation:score_next", slug=slug)
    lead = _(
        "Untuk alasan waktu atau keahlian. Bila mengenali pembuatnya, nyatakan konflik kepentingan."
    )
    title = _("Tidak dapat menilai karya ini")
    return _step_back_page(request, held, form, title, lead, _("Kirim jawaban"))


def _step_back_page(
    request: AuthenticatedHttpRequest,
    held: desk.Held,
    form: BaseForm,
    title: str,
    lead: str,
    action: str,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "action": action,
        "back_url": reverse("curation:score_work", args=[held.round.slug, held.pk]),
        "breadcrumb": [
            (translated(held.round, "title"), held.round.get_absolute_url()),
            (title, ""),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "curation/form.html", context, status=status)
