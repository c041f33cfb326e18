"""The registry for staff: the list, the search, columns and saved views."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artisans.forms.registry import ColumnsForm, RegistrySearchForm, SavedViewForm
from artisans.list_columns import COLUMNS, FIRST, USUAL
from artisans.list_page import address_of, chips_of, headings_of, rows_of
from artisans.lists import RegistryFilter, RegistryList, is_personal, with_number
from artisans.models import Business, SavedView
from artisans.saved_views import columns_of, keep_columns, keep_view
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

MOST_FOUND = 50
READERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER)


@role_required(*READERS)
@require_GET
def business_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The businesses that the person may see, narrowed, sorted, in the chosen columns."""
    wanted = RegistryFilter.of(request.GET)
    if wanted.was_personal:
        messages.warning(
            request,
            _("Nomor pribadi tidak dicari lewat alamat. Ketik nomornya di kolom pencarian."),
        )
        return redirect(address_of(wanted))
    found = RegistryList(request.user, wanted, today=timezone.localdate())
    columns = columns_of(request.user)
    kept = wanted.as_query()
    context = {
        "found": found,
        "wanted": wanted,
        "kept": kept,
        "headings": headings_of(found, columns),
        "rows": rows_of(found.page.object_list, columns),
        "chips": chips_of(found),
        "keep": [("q", wanted.text), ("urut", wanted.sort)],
        "views": SavedView.objects.visible_to(request.user),
        "search_form": RegistrySearchForm(initial={"text": wanted.text, "kept": kept}),
        "columns_form": _columns_form(initial={"columns": columns, "kept": kept}),
        "view_form": SavedViewForm(initial={"kept": kept}),
        "is_secretariat": request.user.is_secretariat,
        "may_add": not request.user.has_role(Role.LEADER) or request.user.is_secretariat,
    }
    return render(request, "artisans/business_list.html", context)


def _columns_form(*args: Any, **kwargs: Any) -> ColumnsForm:
    choices = [(name, str(column.heading)) for name, column in COLUMNS.items() if name != FIRST]
    return ColumnsForm(*args, choices=choices, **kwargs)


def _back_to(kept: str) -> HttpResponse:
    """To the list as it was, cleaned of what no filter knows."""
    return redirect(address_of(RegistryFilter.of_text(kept)))


@role_required(*READERS)
@require_POST
def business_search(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Words lead to the narrowed list; a number is answered here and stays out of addresses."""
    form = RegistrySearchForm(request.POST)
    if not form.is_valid():
        return render(request, "artisans/business_search.html", {"form": form}, status=422)
    text, kept = form.cleaned_data["text"], form.cleaned_data["kept"]
    if not is_personal(text):
        return redirect(address_of(RegistryFilter.of_text(kept).with_text(text)))
    found: QuerySet[Business] = Business.objects.none()
    try:
        found = with_number(Business.objects.visible_to(request.user), text)
    except ValidationError as error:
        form.add_error("text", error)
    context = {
        "form": form,
        "headings": headings_of(None, USUAL),
        "rows": rows_of(list(found[:MOST_FOUND]), USUAL),
    }
    status = 422 if form.errors else 200
    return render(request, "artisans/business_search.html", context, status=status)


@role_required(*READERS)
@require_POST
def choose_columns(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keeps the person's columns."""
    form = _columns_form(request.POST)
    if form.is_valid():
        keep_columns(request.user, form.cleaned_data["columns"])
    return _back_to(request.POST.get("kept", ""))


@role_required(*READERS)
@require_POST
def save_view(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keeps the filter, its order and the columns under a name."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Beri nama tampilan ini, paling panjang 80 huruf."))
        return _back_to(request.POST.get("kept", ""))
    keep_view(
        request.user,
        form.cleaned_data["name"],
        query=form.cleaned_data["kept"],
        is_shared=form.cleaned_data["is_shared"] and request.user.is_secretariat,
    )
    messages.success(request, _("Tampilan tersimpan."))
    return _back_to(form.cleaned_data["kept"])


@role_required(*READERS)
@require_POST
def open_view(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Shows the list as it was kept, its columns included."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    keep_columns(request.user, view.columns)
    return _back_to(view.query)


@role_required(*READERS)
@require_POST
def delete_view(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Removes a view of one's own."""
    view = get_object_or_404(SavedView.objects.filter(user=request.user), pk=pk)
    view.delete()
    messages.success(request, _("Tampilan dihapus."))
    return _back_to(request.POST.get("kept", ""))
