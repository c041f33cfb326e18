"""Visits: written on a phone, also without signal, sent once, corrected in the open."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.forms.mentoring import MentoringNoteForm, MentoringVisitForm
from artisans.imports.aliases import standing_key
from artisans.mentoring import add_note, change_visit, record_visit, stored
from artisans.models import Business, MentoringVisit
from artisans.views.plans import back_to, carried_out, form_page, people
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib import offline
from dekranasda.templatetags.portal import form_errors


def wants_json(request: AuthenticatedHttpRequest) -> bool:
    """Whether the phone's outbox asks, which reads words and not pages."""
    return request.headers.get("Accept") == "application/json"


@people
@require_http_methods(["GET", "POST"])
def visit_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Records a visit; answers a page, or the outbox of a phone in JSON."""
    # A phone may have kept the visit since before the business was merged into another.
    pk = standing_key(Business, pk)
    business = get_object_or_404(Business.objects.mentored_by(request.user), pk=pk)
    today = timezone.localdate()
    form = MentoringVisitForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        business=business,
        author=request.user,
        today=today,
        initial={"visited_on": today},
    )
    if request.method == "POST" and form.is_valid():
        fields = form.visit()
        if carried_out(
            form, lambda: record_visit(business, by=request.user, at=timezone.now(), **fields)
        ):
            return _received(request, pk)
    if wants_json(request) and form.is_bound:
        return _refused(form)
    context = {"business": business, "form": form, **_outbox_context()}
    status = 422 if form.is_bound else 200
    page = render(request, "artisans/visit_create.html", context, status=status)
    return offline.keepable(page, owner=request.user.uid)


def _received(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    messages.success(request, _("Kunjungan tercatat."))
    if wants_json(request):
        return JsonResponse({"url": reverse("artisans:mentored_business", args=[pk])}, status=201)
    return back_to(pk)


def _refused(form: MentoringVisitForm) -> JsonResponse:
    """What is to be mended, in words; 409 where another account has written it."""
    errors = form_errors(form)
    codes = {error.code for error in form.errors.as_data().get("author", [])}
    status = 409 if "other_account" in codes else 422
    return JsonResponse({"errors": errors}, status=status)


@people
@require_GET
def unsent_visits(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What this phone still keeps; filled in by the phone itself."""
    page = render(request, "artisans/unsent_visits.html", _outbox_context())
    return offline.keepable(page, owner=request.user.uid)


def _outbox_context() -> dict[str, Any]:
    return {
        "words": {
            "draft": _("Belum selesai ditulis"),
            "queued": _("Menunggu sinyal. Isian aman di ponsel ini."),
            "sending": _("Sedang dikirim…"),
            "session": _("Anda perlu masuk lagi. Isian aman di ponsel ini."),
            "busy": _("Portal sedang sibuk. Isian aman di ponsel ini dan dikirim lagi nanti."),
            "gone": _(
                "Anda tidak lagi mendampingi usaha ini. Isian tetap di ponsel ini: salin, atau "
                "hubungi sekretariat."
            ),
            "refused": _("Perlu diperbaiki sebelum dikirim"),
            "restored": _("Isian yang belum terkirim sudah dikembalikan."),
            "kept": _("Isian tersimpan di ponsel ini."),
            "full": _("Ponsel ini tidak punya ruang. Jangan tutup halaman sebelum terkirim."),
            "photo": _("dengan foto"),
            "preparing": _("Menyiapkan foto…"),
        }
    }


@people
@require_GET
def visit_worker(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The script that lets the visit pages open without signal."""
    return offline.worker(
        request,
        base_url=reverse("artisans:mentoring_list"),
        kept=r"^\d+/kunjungan/$",
        unsent_url=reverse("artisans:unsent_visits"),
    )


@people
@require_http_methods(["GET", "POST"])
def visit_edit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes an own visit within 48 hours; later the way leads to a note."""
    visit = _visit(request, pk)
    if not visit.is_editable_by(request.user, at=timezone.now()):
        return redirect("artisans:visit_note", pk=pk)
    form = MentoringVisitForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        business=visit.business,
        author=request.user,
        today=timezone.localdate(),
        instance=visit,
        initial={"token": visit.form_token},
    )
    if request.method == "POST" and form.is_valid():
        photo = form.cleaned_data["photo"]
        words = form.words()
        if carried_out(form, lambda: change_visit(visit, photo_sha256=stored(photo), **words)):
            messages.success(request, _("Kunjungan diperbarui."))
            return back_to(visit.business_id)
    return form_page(
        request,
        form,
        title=_("Ubah kunjungan"),
        lead=_("Dapat diubah 48 jam sejak dicatat. Riwayatnya tersimpan."),
        action=_("Simpan perubahan"),
        business=visit.business,
    )


@people
@require_http_methods(["GET", "POST"])
def visit_note(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a correction below a visit."""
    visit = _visit(request, pk)
    form = MentoringNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_note(visit, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("Catatan ditambahkan."))
        return back_to(visit.business_id)
    return form_page(
        request,
        form,
        title=_("Tambah catatan"),
        lead=_("Isian lama tetap seperti semula; catatan ini berdiri di bawahnya."),
        action=_("Simpan catatan"),
        business=visit.business,
    )


def _visit(request: AuthenticatedHttpRequest, pk: int) -> MentoringVisit:
    visible = MentoringVisit.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("business"), pk=pk)
