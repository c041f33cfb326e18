"""Sign-up of artisans, one question a page: one answer for every number."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import Craft, Village
from artisans.registration import sign_up
from dekranasda.accounts.forms import UNFINISHED_SIGN_UP
from dekranasda.lib.phone import local_writing
from dekranasda.pages.sign_up_forms import (
    CHECK_LABEL,
    ELSEWHERE,
    STEPS,
    TOTAL,
    Answers,
    PasswordForm,
    Step,
    VillageForm,
    first_unanswered,
)
from dekranasda.templatetags.portal import translated

# A telephone is often shared, and who was called away comes back within the hour.
KEPT_FOR = timedelta(hours=2)
FROM_CHECK = "periksa"


@login_not_required
@never_cache
@require_GET
def sign_up_start(request: HttpRequest) -> HttpResponse:
    """Says what is asked, and leads to the first question or to where one left off."""
    if request.user.is_authenticated:
        return redirect("workspace")
    answers = kept_answers(request, at=timezone.now())
    context = {
        "first": STEPS[0],
        "next_url": _onward(answers) if answers else "",
        "back_url": reverse("account_login"),
    }
    return render(request, "pages/sign_up.html", context)


@login_not_required
@sensitive_post_parameters()
@rate_limit(action="sign_up_step")  # type: ignore[untyped-decorator]  # allauth has no types
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up_step(request: HttpRequest, step: str) -> HttpResponse:
    """One question. Its answer is kept in the session; what is missing before it comes first."""
    if request.user.is_authenticated:
        return redirect("workspace")
    current, now = _step_named(step), timezone.now()
    answers = kept_answers(request, at=now)
    missing = first_unanswered(answers, before=current)
    is_sent = request.method == "POST"
    form = current.form(request.POST if is_sent else None, answers=answers, initial=answers)
    if is_sent and form.is_valid():
        answers = {**answers, **form.kept()}
        keep_answers(request, answers, at=now)
    if missing:
        return _start_anew(request, missing)
    if is_sent and form.is_valid():
        is_from_check = FROM_CHECK in request.GET
        return redirect(_onward(answers) if is_from_check else _after(current, answers))
    context = {"form": form, "step": current, **_frame(request, current, answers)}
    return render(request, "pages/sign_up_step.html", context, status=422 if is_sent else 200)


@login_not_required
@sensitive_post_parameters()
@rate_limit(action="sign_up")  # type: ignore[untyped-decorator]  # allauth has no types
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up_check(request: HttpRequest) -> HttpResponse:
    """All answers and the password; registers, with the same answer for a known number."""
    if request.user.is_authenticated:
        return redirect("workspace")
    now = timezone.now()
    answers = kept_answers(request, at=now)
    if missing := first_unanswered(answers):
        return _start_anew(request, missing)
    is_sent = request.method == "POST"
    form = PasswordForm(request.POST if is_sent else None, answers=answers)
    if is_sent and form.is_valid():
        applicant = form.applicant()
        # One number tried again and again is answered like every other, and nothing is done.
        if ratelimit.consume(request, action="sign_up_number", key=applicant.phone):
            sign_up(applicant, at=now)
        request.session.flush()
        return redirect("sign_up_done")
    context = {"form": form, "answers": _shown(answers), **_frame(request, None, answers)}
    return render(request, "pages/sign_up_check.html", context, status=422 if is_sent else 200)


@login_not_required
@require_POST
def sign_up_restart(request: HttpRequest) -> HttpResponse:
    """Forgets what was answered so far, for the next person at the same telephone."""
    request.session.pop(UNFINISHED_SIGN_UP, None)
    return redirect(STEPS[0].url)


@login_not_required
@require_GET
def sign_up_done(request: HttpRequest) -> HttpResponse:
    """What happens next, in words that hold for every number."""
    return render(request, "pages/sign_up_done.html")


# What a session keeps


def kept_answers(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """The answers given so far, none once they are two hours old."""
    kept = request.session.get(UNFINISHED_SIGN_UP, {})
    is_old = at.timestamp() - kept.get("at", 0) > KEPT_FOR.total_seconds()
    return {} if is_old else dict(kept["answers"])


def keep_answers(request: HttpRequest, answers: Answers, *, at: datetime) -> None:
    """Keeps the answers for two hours more, then the session of the visitor ends."""
    request.session[UNFINISHED_SIGN_UP] = {"answers": dict(answers), "at": at.timestamp()}
    request.session.set_expiry(KEPT_FOR)


# Ways on and back


def _step_named(slug: str) -> Step:
    for step in STEPS:
        if step.slug == slug:
            return step
    raise Http404


def _after(current: Step, answers: Answers) -> str:
    """The page after this one; who works elsewhere is not asked for a village."""
    later = STEPS[STEPS.index(current) + 1 :]
    following = next((step for step in later if not _is_skipped(step, answers)), None)
    return following.url if following else reverse("sign_up_check")


def _is_skipped(step: Step, answers: Answers) -> bool:
    return step.form is VillageForm and answers.get("district") == ELSEWHERE


def _onward(answers: Answers) -> str:
    """The first page that lacks an answer, else the check."""
    missing = first_unanswered(answers)
    return f"{missing.url}?{FROM_CHECK}" if missing else reverse("sign_up_check")


def _start_anew(request: HttpRequest, missing: Step) -> HttpResponse:
    """Leads to the first page without an answer; says why to who was in the middle of it."""
    if request.method == "POST":
        messages.info(
            request,
            _(
                "Jawaban sebelumnya sudah tidak tersimpan, biasanya karena lewat dua jam. "
                "Mari mulai lagi. Hanya perlu dua menit."
            ),
        )
    return redirect(missing.url)


def _frame(request: HttpRequest, current: Step | None, answers: Answers) -> dict[str, Any]:
    """The stepper, and the way back, which keeps the answers. `current` is None for the check."""
    number = current.number if current else TOTAL
    pages = {step.number: step for step in reversed(STEPS)}  # the first page of each number
    steps: list[dict[str, object]] = [
        {"label": step.label, "url": step.url, "state": _state(at, number)}
        for at, step in sorted(pages.items())
    ]
    steps.append({"label": CHECK_LABEL, "url": "", "state": _state(TOTAL, number)})
    before = [
        step
        for step in STEPS[: STEPS.index(current) if current else len(STEPS)]
        if not _is_skipped(step, answers)
    ]
    back_url = before[-1].url if before else reverse("account_signup")
    if current and FROM_CHECK in request.GET:
        back_url = reverse("sign_up_check")
    return {"steps": steps, "number": number, "total": TOTAL, "back_url": back_url}


def _state(at: int, number: int) -> str:
    return "current" if at == number else "done" if at < number else "todo"


def _shown(answers: Answers) -> list[dict[str, object]]:
    """Every answer in words, each with its way back."""
    village = Village.objects.filter(code=answers["village"]).select_related("district").first()
    place = f"{village.name}, {village.district.name}" if village else _("Daerah lain")
    craft = Craft.objects.get(pk=answers["craft"])
    texts: Mapping[str, list[tuple[str, str]]] = {
        "nama": [
            (_("Nama lengkap"), answers["full_name"]),
            (_("Nama usaha"), answers["business_name"] or answers["full_name"]),
        ],
        "nomor": [(_("Nomor WhatsApp"), local_writing(answers["phone"]))],
        "kecamatan": [(_("Desa, kecamatan"), place)],
        "kerajinan": [(_("Jenis kerajinan"), translated(craft, "name"))],
        "persetujuan": [(_("Data disimpan Dekranasda"), _("Setuju"))],
    }
    return [
        {"label": label, "text": text, "url": f"{step.url}?{FROM_CHECK}"}
        for step in STEPS
        for label, text in texts.get(step.slug, [])
    ]
