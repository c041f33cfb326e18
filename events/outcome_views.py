"""What came of trainings: scores, opinions, news months later, figures of a year."""

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.workbook import CONTENT_TYPE, write_workbook
from dekranasda.templatetags.portal import translated
from events import outcome
from events.comparison import Comparison, compare
from events.models import Evaluation, Event, OutcomeReport, Registration
from events.outcome_forms import OpinionForm, OutcomeForm, ScoresForm
from events.outcome_sheets import measure_words, outcome_sheets

people = role_required(Role.SECRETARIAT, Role.MENTOR)
readers = role_required(Role.SECRETARIAT, Role.MENTOR, Role.LEADER)
PAGE_SIZE = 25


@readers
@require_GET
def event_outcome(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What came of one event: who came, scores, opinions, certificates, news, a comparison."""
    events = outcome.with_figures(Event.objects.reported_to(request.user))
    event = get_object_or_404(events, pk=pk)
    at = timezone.now()
    year = timezone.localdate(event.ends_at).year
    context = {
        "event": event,
        "comments": outcome.comments_of(event),
        "least": outcome.LEAST_ANSWERS,
        "afterwards": outcome.afterwards(event.registrations.all(), at=at),
        **_compared(compare(event.registrations.all(), year=year), year),
        "year": year,
        "year_before": year - 1,
        "may_score": request.user.acts_as(Role.SECRETARIAT, Role.MENTOR),
        "breadcrumb": [*_trail(), (translated(event, "title"), "")],
    }
    return render(request, "events/event_outcome.html", context)


@readers
@require_GET
def outcome_year(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The trainings of a year with what came of them, and those trained beside others."""
    events = Event.objects.reported_to(request.user)
    years = outcome.years_with_trainings(events)
    year = _year(request, years)
    trainings = _trainings(events, year)
    registrations = Registration.objects.filter(event__in=trainings.values("pk"))
    context = {
        "years": years,
        "year": year,
        "year_before": year - 1,
        "trainings": outcome.with_figures(trainings),
        "least": outcome.LEAST_ANSWERS,
        "afterwards": outcome.afterwards(registrations, at=timezone.now()),
        **_compared(compare(registrations, year=year), year),
        "breadcrumb": _trail(),
    }
    return render(request, "events/outcome_year.html", context)


@readers
@require_GET
def outcome_workbook(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The figures of a year as .xlsx."""
    events = Event.objects.reported_to(request.user)
    year = _year(request, outcome.years_with_trainings(events))
    trainings = _trainings(events, year)
    registrations = Registration.objects.filter(event__in=trainings.values("pk"))
    file = io.BytesIO()
    write_workbook(
        file,
        outcome_sheets(
            outcome.with_figures(trainings),
            outcome.afterwards(registrations, at=timezone.now()),
            compare(registrations, year=year),
            year=year,
        ),
    )
    response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="hasil-pelatihan-{year}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _compared(found: Comparison, year: int) -> dict[str, Any]:
    words = [measure_words(one.key, year) for one in found.measures]
    return {
        "comparison": list(zip(words, found.measures, strict=True)),
        "by_craft": [
            (craft, list(zip(words, measures, strict=True))) for craft, measures in found.by_craft
        ],
    }


def _trainings(events: QuerySet[Event], year: int) -> QuerySet[Event]:
    held = events.filter(kind=Event.Kind.TRAINING, ends_at__year=year)
    return held.exclude(state=Event.State.DRAFT).order_by("starts_at", "pk")


def _year(request: AuthenticatedHttpRequest, years: list[int]) -> int:
    """The year asked for where there were trainings, else the newest that has begun."""
    asked, today = request.GET.get("tahun", ""), timezone.localdate()
    known = {str(year): year for year in years}
    return known.get(asked) or next((year for year in years if year <= today.year), today.year)


@people
@require_http_methods(["GET", "POST"])
def score_table(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Scores before and after of everybody who came, in one table."""
    event = get_object_or_404(Event.objects.managed_by(request.user), pk=pk)
    came = event.registrations.filter(state=Registration.State.ATTENDED)
    rows = came.select_related("artisan", "evaluation").order_by("artisan__name", "pk")
    form = ScoresForm(request.POST or None, people=rows)
    if request.method == "POST" and form.is_valid():
        outcome.save_scores(event, form.changes())
        messages.success(request, _("Nilai tersimpan."))
        return redirect("events:event_outcome", pk=pk)
    back = reverse("events:event_outcome", args=[pk])
    context = {"event": event, "form": form, "rows": form.rows(), "back_url": back}
    status = 422 if form.is_bound else 200
    return render(request, "events/score_table.html", context, status=status)


@people
@require_http_methods(["GET", "POST"])
def evaluate_participant(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Copies a participant's opinion from paper; who copied it is kept."""
    mine = Registration.objects.managed_by(request.user)
    registration = _attended(mine, code)
    form = _opinion_form(request, registration)
    back = reverse("events:participant_list", args=[registration.event_id])
    if request.method == "POST" and form.is_valid():
        form.instance.entered_by = request.user
        _keep(form)
        messages.success(request, _("Pendapat tersimpan."))
        return redirect(back)
    heading = _("Pendapat %(name)s, dari kertas") % {"name": registration.artisan.name}
    context = {"heading": heading, "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)


@require_http_methods(["GET", "POST"])
def own_opinion(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """What the artisan thinks of the training: three taps and a word, on the own phone."""
    registration = _attended(Registration.objects.of_user(request.user), code)
    form = _opinion_form(request, registration)
    ticket = reverse("events:own_registration", args=[registration.code])
    if request.method == "POST" and form.is_valid():
        form.instance.entered_by = None
        _keep(form)
        messages.success(request, _("Terima kasih. Pendapat Anda sudah kami terima."))
        return redirect(ticket)
    context = {"form": form, "event": registration.event, "back_url": ticket}
    return render(request, "events/own_opinion.html", context)


def _attended(registrations: QuerySet[Registration], code: str) -> Registration:
    came = registrations.filter(state=Registration.State.ATTENDED)
    return get_object_or_404(came.select_related("event", "artisan", "business"), code=code.upper())


def _opinion_form(request: AuthenticatedHttpRequest, registration: Registration) -> OpinionForm:
    known = Evaluation.objects.filter(registration=registration).first()
    instance = known or Evaluation(registration=registration)
    return OpinionForm(request.POST or None, instance=instance)


def _keep(form: OpinionForm) -> None:
    """Saves the opinion and leaves the scores, which somebody else may be typing, alone."""
    evaluation = form.instance
    values = {name: getattr(evaluation, name) for name in (*form.fields, "entered_by")}
    Evaluation.objects.update_or_create(
        registration=evaluation.registration,
        defaults={**values, "answered_at": timezone.now()},
    )


@people
@require_GET
def outcome_report_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Whom it is time to ask how they do after a training, the longest waiting first."""
    at = timezone.now()
    mine = Registration.objects.managed_by(request.user)
    waiting = outcome.asked(mine, at=at).select_related("artisan", "business", "event")
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("hal"))
    rows: list[dict[str, Any]] = [
        {
            "registration": one,
            "month": one.month,
            "label": OutcomeReport.Month(one.month).label,
            "due_at": one.due_at,
            "is_late": outcome.is_late(one.due_at, at=at),
        }
        for one in page
    ]
    context = {"page": page, "rows": rows, "breadcrumb": _trail()}
    return render(request, "events/outcome_report_list.html", context)


@people
@require_http_methods(["GET", "POST"])
def outcome_report(request: AuthenticatedHttpRequest, code: str, month: int) -> HttpResponse:
    """Three questions to a participant, some months after a training."""
    at = timezone.now()
    registration = _attended(Registration.objects.managed_by(request.user), code)
    if registration.outcome_reports.filter(month=month).exists():
        messages.info(request, _("Kabar ini sudah dicatat."))
        return redirect("events:outcome_report_list")
    get_object_or_404(
        outcome.asked(Registration.objects.filter(pk=registration.pk), at=at), month=month
    )
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome.answer(registration, month=month, by=request.user, at=at, **form.cleaned_data)
        text = _("Kabar %(name)s tersimpan.")
        messages.success(request, text % {"name": registration.artisan.name})
        return redirect("events:outcome_report_list")
    heading = _("Kabar %(name)s, %(months)s sesudah %(event)s") % {
        "name": registration.artisan.name,
        "months": OutcomeReport.Month(month).label,
        "event": translated(registration.event, "title"),
    }
    back = reverse("events:outcome_report_list")
    context = {"heading": heading, "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)


def _trail() -> list[tuple[str, str]]:
    return [
        (_("Kegiatan"), reverse("events:event_list")),
        (_("Hasil pelatihan"), reverse("events:outcome_year")),
    ]
