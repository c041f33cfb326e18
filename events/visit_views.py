"""The record of a visit: parties, goals, photographs, documents and promises on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.templatetags.portal import translated
from events import cooperation as rules
from events.calendar import days_line, hours_line
from events.cooperation_forms import GoalsForm, PartyForm
from events.cooperation_frame import form_page, trail
from events.delegation_views import keepers, readers
from events.models import Event, VisitParty
from events.querysets import keeps_cooperation


@readers
@require_GET
def visit_record(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who came, what was talked about, what came of it, with what is still to be told."""
    visits = Event.objects.filter(kind__in=Event.RECORDED).select_related("partner")
    visit = get_object_or_404(visits, pk=pk)
    promises = visit.follow_ups.select_related("owner")
    context = {
        "event": visit,
        "days": days_line(visit),
        "hours": hours_line(visit),
        "parties": visit.parties.all(),
        "sessions": visit.sessions.all(),
        "goals": visit.goals.all(),
        "photos": visit.visit_photos.all(),
        "agreements": visit.agreements.select_related("partner"),
        "follow_ups": promises,
        "kept": rules.counted(promises, on=timezone.localdate()),
        "may_edit": keeps_cooperation(request.user),
        "has_ended": visit.has_ended(at=timezone.now()),
        "breadcrumb": trail((translated(visit, "title"), "")),
    }
    return render(request, "events/visit_record.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def visit_goals(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What was talked about and what came of it, goal by goal."""
    visit = _visit(pk)
    form = GoalsForm(request.POST or None, visit=visit)
    back = _record(visit)
    if request.method == "POST" and form.is_valid():
        rules.keep_goals(visit, form.words())
        messages.success(request, _("Catatan kunjungan tersimpan."))
        return redirect(back)
    lead = _("Bidang yang tidak dibicarakan dikosongkan.")
    return form_page(request, form, _("Pembicaraan dan hasil"), back, lead=lead)


@keepers
@require_http_methods(["GET", "POST"])
def party_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """An office or institution that took part."""
    visit = _visit(pk)
    form = PartyForm(request.POST or None, instance=VisitParty(event=visit))
    back = _record(visit)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Pihak tercatat."))
        return redirect(back)
    return form_page(request, form, _("Tambah pihak"), back)


@keepers
@require_http_methods(["GET", "POST"])
def party_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a party off the record, after a question."""
    party = get_object_or_404(VisitParty.objects.select_related("event"), pk=pk)
    back = _record(party.event)
    if request.method == "POST":
        party.delete()
        messages.success(request, _("Pihak dihapus dari catatan."))
        return redirect(back)
    return _question(request, _("Hapus %(name)s dari catatan?") % {"name": party.name}, back)


def _question(request: AuthenticatedHttpRequest, title: str, back: str) -> HttpResponse:
    context = {
        "title": title,
        "text": _("Yang dihapus tidak dapat dikembalikan."),
        "action": _("Hapus"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "council/work_confirm.html", context)


def _visit(pk: int) -> Event:
    return get_object_or_404(Event, pk=pk, kind__in=Event.RECORDED)


def _record(visit: Event) -> str:
    return reverse("events:visit_record", args=[visit.pk])
