"""What the secretariat writes down of endangered crafts: the craft, its people, its counts."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artisans import heritage
from artisans.forms.heritage import BearerForm, TraditionForm, TraditionYearForm
from artisans.models import Bearer, Tradition
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

keepers = role_required(Role.SECRETARIAT)


@keepers
@require_http_methods(["GET", "POST"])
def tradition_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A craft to watch over."""
    form = TraditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tradition = form.save(commit=False)
        heritage.keep_tradition(tradition, by=request.user, today=timezone.localdate())
        messages.success(request, _("Kriya tercatat. Tambahkan maestro dan muridnya."))
        return redirect(tradition)
    return _page(request, form, _("Kriya baru"), reverse("tradition_list"))


@keepers
@require_http_methods(["GET", "POST"])
def tradition_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes what is told of a craft."""
    tradition = _tradition(request, pk)
    form = TraditionForm(request.POST or None, instance=tradition)
    if request.method == "POST" and form.is_valid():
        heritage.keep_tradition(
            form.save(commit=False), by=request.user, today=timezone.localdate()
        )
        messages.success(request, _("Kriya tersimpan."))
        return redirect(tradition)
    return _page(request, form, _("Ubah kriya"), tradition.get_absolute_url())


@keepers
@require_http_methods(["GET", "POST"])
def bearer_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A master or a learner."""
    tradition = _tradition(request, pk)
    return _bearer_page(request, tradition, Bearer(tradition=tradition), _("Tambah orang"))


@keepers
@require_http_methods(["GET", "POST"])
def bearer_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes what is known of a master or a learner."""
    bearer = _bearer(request, pk)
    return _bearer_page(request, bearer.tradition, bearer, _("Ubah %(name)s") % {"name": bearer})


def _bearer_page(
    request: AuthenticatedHttpRequest, tradition: Tradition, bearer: Bearer, title: str
) -> HttpResponse:
    form = BearerForm(request.POST or None, instance=bearer, tradition=tradition)
    if request.method == "POST" and form.is_valid():
        heritage.keep_bearer(
            form.save(commit=False),
            learns_from=form.cleaned_data.get("learns_from"),
            by=request.user,
            today=timezone.localdate(),
        )
        messages.success(request, _("Catatan orang tersimpan."))
        return redirect(tradition)
    return _page(request, form, title, tradition.get_absolute_url())


@keepers
@require_http_methods(["GET", "POST"])
def bearer_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a person off the record, after a question; they may ask for it at any time."""
    bearer = _bearer(request, pk)
    tradition = bearer.tradition
    if request.method == "POST":
        heritage.remove_bearer(bearer, by=request.user, today=timezone.localdate())
        messages.success(request, _("Catatan orang sudah dihapus."))
        return redirect(tradition)
    context = {
        "title": _("Hapus %(name)s dari catatan?") % {"name": bearer},
        "text": _("Bila orangnya berhenti berkarya, isi tahun berhenti; jangan dihapus."),
        "action": _("Hapus"),
        "back_url": tradition.get_absolute_url(),
        "danger": True,
    }
    return render(request, "artisans/heritage_confirm.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def tradition_year(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The count of a year; a year that is there already is counted anew."""
    tradition = _tradition(request, pk)
    form = TraditionYearForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        heritage.keep_year(
            tradition, **form.cleaned_data, by=request.user, today=timezone.localdate()
        )
        messages.success(request, _("Angka tahun itu tersimpan."))
        return redirect(tradition)
    return _page(request, form, _("Angka setahun"), tradition.get_absolute_url())


def _tradition(request: AuthenticatedHttpRequest, pk: int) -> Tradition:
    return get_object_or_404(Tradition.objects.editable_by(request.user), pk=pk)


def _bearer(request: AuthenticatedHttpRequest, pk: int) -> Bearer:
    own = Tradition.objects.editable_by(request.user)
    known = Bearer.objects.filter(tradition__in=own).select_related("tradition", "artisan")
    return get_object_or_404(known, pk=pk)


def _page(
    request: AuthenticatedHttpRequest, form: forms.BaseForm, title: str, back_url: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": back_url,
        "breadcrumb": [(_("Kriya terancam"), reverse("tradition_list")), (title, "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "artisans/heritage_form.html", context, status=status)
