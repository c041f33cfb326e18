"""The desk of an exhibition's works: choosing, labels, what was handed over and what came back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.models import Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done_on
from dekranasda.templatetags.portal import translated
from events import exhibition_pdf, exhibits
from events.exhibit_forms import ChooseExhibitsForm, ExhibitForm, HandOverForm, TakeBackForm
from events.models import Consignment, Event, Exhibit
from events.workbench import may_edit

MOST_CHOICES = 100


@role_required(Role.SECRETARIAT, Role.MENTOR, Role.LEADER)
@require_GET
def exhibit_desk(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The works of an exhibition by their makers, with counts, differences and what to do next."""
    event = exhibition_of(request, pk)
    groups = exhibits.by_business(event)
    rows = [one for group in groups for one in group.exhibits]
    context = {
        "event": event,
        "groups": groups,
        "may_edit": may_edit(request.user),
        "may_sell": Event.objects.managed_by(request.user).filter(pk=pk).exists(),
        "has_begun": timezone.localdate(event.starts_at) <= timezone.localdate(),
        "brought": sum(one.quantity for one in rows),
        "sold": sum(one.sold for one in rows),
        "ordered": sum(one.ordered for one in rows),
        "differences": [one for one in rows if one.difference],
        "breadcrumb": trail(event, _("Karya dan penjualan")),
    }
    return render(request, "events/exhibit_desk.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def choose_exhibits(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Works on show of the businesses with a stall, or found by name: how many pieces come."""
    event = exhibition_of(request, pk)
    name = request.GET.get("nama", "").strip()
    works = list(exhibits.choosable(event, name=name).select_related("business")[:MOST_CHOICES])
    form = ChooseExhibitsForm(request.POST or None, works=works)
    if request.method == "POST" and form.is_valid():
        count = exhibits.choose(event, form.quantities())
        messages.success(request, _("%(count)s karya masuk daftar pameran.") % {"count": count})
        return redirect("events:exhibit_desk", pk=pk)
    context = {"event": event, "form": form, "works": works, "name": name}
    back = {"breadcrumb": trail(event, _("Pilih karya"), below_desk=True)}
    return render(request, "events/choose_exhibits.html", {**context, **back})


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def exhibit_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes how many pieces of a work come, its price there and its stand."""
    exhibit = _exhibit(request, pk)
    back = reverse("events:exhibit_desk", args=[exhibit.event_id])
    if exhibits.note_of(exhibit) is not None:
        messages.error(request, _("Karya ini sudah tertulis di surat titip. Ubah di sana."))
        return redirect(back)
    form = ExhibitForm(request.POST or None, instance=exhibit)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Perubahan tersimpan."))
        return redirect(back)
    context = {"heading": exhibit.product.name, "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def exhibit_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a work off the list, after a question."""
    exhibit = _exhibit(request, pk)
    back = reverse("events:exhibit_desk", args=[exhibit.event_id])
    if request.method == "POST":
        try:
            exhibits.remove(exhibit)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Karya dikeluarkan dari daftar pameran."))
        return redirect(back)
    context = {
        "title": _("Keluarkan %(work)s dari daftar?") % {"work": exhibit.product.name},
        "text": _("Karyanya sendiri tetap tampil di katalog."),
        "action": _("Keluarkan"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "council/work_confirm.html", context)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def exhibit_labels(request: AuthenticatedHttpRequest, pk: int) -> FileResponse:
    """Sheets of labels for all works, or for one business's (`usaha`)."""
    event = exhibition_of(request, pk)
    rows = exhibits.listed(event)
    if slug := request.GET.get("usaha"):
        rows = rows.filter(product__business__slug=slug)
    pdf = exhibition_pdf.labels_pdf(rows)
    return FileResponse(pdf, filename=f"label-{event.slug}.pdf", content_type="application/pdf")


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def hand_over(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """What a business hands over: counts, conditions, who gave it."""
    event, business, rows = _of_business(request, pk, slug)
    known = Consignment.objects.filter(event=event, business=business).first()
    form = HandOverForm(
        request.POST or None,
        exhibits=rows,
        initial={
            "handed_on": known.handed_on if known else timezone.localdate(),
            "handed_by": known.handed_by if known else business.owner.name,
            "note": known.note if known else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        words = {"handed_by": form.cleaned_data["handed_by"], "note": form.cleaned_data["note"]}
        day = form.cleaned_data["handed_on"]
        if done_on(
            form,
            lambda: exhibits.hand_over(
                event, business, form.lines(), on=day, by=request.user, **words
            ),
        ):
            messages.success(request, _("Surat titip tersimpan. Cetak dan minta tanda tangannya."))
            return redirect("events:exhibit_desk", pk=pk)
    return _note_page(request, _("Serah terima keluar"), form, event, business)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def take_back(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """What comes back to a business: good, damaged, missing; a difference is named."""
    event, business, rows = _of_business(request, pk, slug)
    note = get_object_or_404(Consignment, event=event, business=business)
    form = TakeBackForm(
        request.POST or None,
        exhibits=rows,
        initial={
            "returned_on": note.returned_on or timezone.localdate(),
            "returned_to": note.returned_to or note.handed_by,
        },
    )
    if request.method == "POST" and form.is_valid():
        day, name = form.cleaned_data["returned_on"], form.cleaned_data["returned_to"]
        try:
            odd = exhibits.take_back(note, form.lines(), on=day, returned_to=name, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _tell(request, odd)
            return redirect("events:exhibit_desk", pk=pk)
    return _note_page(request, _("Serah terima kembali"), form, event, business)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def consignment_note(request: AuthenticatedHttpRequest, pk: int, slug: str) -> FileResponse:
    """The note as a PDF to sign."""
    event, business, rows = _of_business(request, pk, slug)
    notes = Consignment.objects.select_related("event", "business__owner", "received_by")
    note = get_object_or_404(notes.select_related("returned_by"), event=event, business=business)
    pdf = exhibition_pdf.note_pdf(note, rows)
    return FileResponse(pdf, filename=f"{note.number}.pdf", content_type="application/pdf")


def exhibition_of(request: AuthenticatedHttpRequest, pk: int) -> Event:
    """The exhibition, where the person may read its figures; else 404."""
    events = Event.objects.reported_to(request.user).filter(kind=Event.Kind.EXHIBITION)
    return get_object_or_404(events, pk=pk)


def trail(event: Event, here: str, *, below_desk: bool = False) -> list[tuple[str, str]]:
    """The way back from a page of an exhibition."""
    desk = (_("Karya dan penjualan"), reverse("events:exhibit_desk", args=[event.pk]))
    return [
        (_("Kegiatan"), reverse("events:event_list")),
        (translated(event, "title"), reverse("events:participant_list", args=[event.pk])),
        *([desk] if below_desk else []),
        (here, ""),
    ]


def _note_page(
    request: AuthenticatedHttpRequest, heading: str, form: Any, event: Event, business: Business
) -> HttpResponse:
    context = {
        "heading": heading,
        "form": form,
        "event": event,
        "business": business,
        "breadcrumb": trail(event, business.name, below_desk=True),
    }
    return render(request, "events/consignment_form.html", context)


def _tell(request: AuthenticatedHttpRequest, odd: list[Exhibit]) -> None:
    if not odd:
        messages.success(request, _("Barang kembali tercatat; semuanya cocok."))
        return
    text = _("Tercatat, tetapi belum cocok: %(works)s.")
    works = ", ".join(f"{one.product.name} ({one.difference:+d})" for one in odd)
    messages.warning(request, text % {"works": works})


def _exhibit(request: AuthenticatedHttpRequest, pk: int) -> Exhibit:
    mine = Exhibit.objects.managed_by(request.user).select_related("event", "product")
    return get_object_or_404(mine, pk=pk)


def _of_business(
    request: AuthenticatedHttpRequest, pk: int, slug: str
) -> tuple[Event, Business, list[Exhibit]]:
    event = exhibition_of(request, pk)
    rows = list(exhibits.listed(event).filter(product__business__slug=slug))
    business = get_object_or_404(Business.objects.select_related("owner"), slug=slug)
    return event, business, rows
