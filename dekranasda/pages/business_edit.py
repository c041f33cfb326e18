"""Keeping a business and its owner by hand; the works in the catalogue follow."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artisans.editing import (
    ChangedMeanwhile,
    Difference,
    MergedMeanwhile,
    Origin,
    add_business,
    look_alikes,
    save_identity,
    steps_of,
)
from artisans.forms.identity import BusinessForm, OriginForm, OwnerForm
from artisans.models import Artisan, Business, FactSource
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from products.publication import refresh_works_of

EDITORS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR)


class Forms:
    """The parts of the page: the business, the owner (none where one is given), the origin."""

    def __init__(
        self,
        request: AuthenticatedHttpRequest,
        business: Business,
        owner: Artisan | None,
        data: QueryDict | None,
        *,
        steps: str = "",
    ) -> None:
        self.business = BusinessForm(data, instance=business, prefix="usaha")
        self.owner = OwnerForm(data, instance=owner, prefix="pemilik") if owner else None
        self.origin = OriginForm(data, initial={"steps": steps})
        for form in self.parts.values():
            form.place(request.user)

    @property
    def parts(self) -> dict[str, Any]:
        """The forms of columns by their part."""
        return {"usaha": self.business, **({"pemilik": self.owner} if self.owner else {})}

    def are_valid(self) -> bool:
        """Whether every part is; all are looked at."""
        answers = [form.is_valid() for form in (*self.parts.values(), self.origin)]
        return all(answers)

    def values(self) -> dict[str, dict[str, Any]]:
        """Column → value of each part."""
        found = {
            part: {
                form.instance._meta.get_field(name).attname: getattr(
                    form.cleaned_data[name], "pk", form.cleaned_data[name]
                )
                for name in form.fields
            }
            for part, form in self.parts.items()
        }
        return {"pemilik": {"name": "", "phone": ""}, **found}

    def told_origin(self) -> Origin:
        """Where the values come from."""
        cleaned = self.origin.cleaned_data
        return Origin(FactSource.Kind(cleaned["kind"]), cleaned["source"].strip())


@role_required(*EDITORS)
@require_http_methods(["GET", "POST"])
def business_edit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes a business and its owner; 409 with both texts where somebody was faster."""
    editable = Business.objects.editable_by(request.user).select_related("owner")
    business = editable.filter(pk=pk).first()
    if business is None:
        return _merged_page(request, pk)
    if request.method == "GET":
        forms = Forms(request, business, business.owner, None, steps=steps_of(business))
        return _edit_page(request, business, forms)
    forms = Forms(request, business, business.owner, _taking_theirs(request, business))
    if not forms.are_valid():
        return _edit_page(request, business, forms, status=422)
    try:
        with transaction.atomic():
            changed = save_identity(
                business,
                forms.values(),
                seen=forms.origin.cleaned_data["steps"],
                origin=forms.told_origin(),
                by=request.user,
                at=timezone.now(),
            )
            if changed:
                _refresh_works(business)
    except ChangedMeanwhile as meanwhile:
        return _both_texts(request, pk, meanwhile.differences)
    except MergedMeanwhile:
        return _merged_page(request, pk)
    except IntegrityError:
        forms.business.add_error("business_id", _("NIB ini sudah dipakai usaha lain."))
        return _edit_page(request, business, forms, status=422)
    text = _("Perubahan tersimpan.") if changed else _("Tidak ada yang berubah.")
    messages.success(request, text)
    return redirect("artisans:business_detail", pk=pk)


def _refresh_works(business: Business) -> None:
    for each in Business.objects.filter(owner=business.owner_id):
        refresh_works_of(each)


def _taking_theirs(request: AuthenticatedHttpRequest, business: Business) -> QueryDict:
    """What was sent, with the values of now where the person chose them («pakai»)."""
    data = request.POST.copy()
    forms = Forms(request, business, business.owner, None)
    for name in request.POST.getlist("pakai"):
        part, _dash, field = name.partition("-")
        form = forms.parts.get(part)
        if form and field in form.fields:
            data[name] = _as_sent(form, field)
    return data


def _as_sent(form: Any, field: str) -> str:
    """A field's present value as the form sends it."""
    value = form[field].value()
    return "" if value is None else str(value)


def _both_texts(
    request: AuthenticatedHttpRequest, pk: int, differences: list[Difference]
) -> HttpResponse:
    """The page again: what was typed stays, what only the other changed is taken over."""
    business = get_object_or_404(Business.objects.select_related("owner"), pk=pk)
    now = Forms(request, business, business.owner, None)
    data = request.POST.copy()
    typed = Forms(request, business, business.owner, data).parts
    rows = []
    for difference in differences:
        form = now.parts[difference.part]
        field = form.instance._meta.get_field(difference.name).name
        name = f"{difference.part}-{field}"
        rows.append(
            {
                "name": name,
                "label": form.fields[field].label,
                "theirs": _in_words(form, field, _as_sent(form, field)),
                "mine": _in_words(form, field, typed[difference.part][field].value()),
                "is_untouched": difference.is_untouched,
            }
        )
        if difference.is_untouched:
            data[name] = _as_sent(form, field)
    data["steps"] = steps_of(business)
    forms = Forms(request, business, business.owner, data)
    return _edit_page(request, business, forms, status=409, rows=rows)


def _merged_page(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Into which entry this one was joined meanwhile, with all that was typed; 404 for strangers.

    Where nothing was typed, the entry's own page says it.
    """
    joined = Business.objects.joined_from_under(request.user).select_related("owner")
    business = get_object_or_404(joined, pk=pk)
    if request.method == "GET":
        return redirect("artisans:business_detail", pk=pk)
    survivor = business
    while survivor.merged_into is not None:
        survivor = survivor.merged_into
    typed = Forms(request, business, business.owner, request.POST)
    now = Forms(request, survivor, survivor.owner, None)
    rows = [
        {
            "label": field.label,
            "theirs": _in_words(now.parts[part], field.name, now.parts[part][field.name].value()),
            "mine": _in_words(form, field.name, field.value()),
        }
        for part, form in typed.parts.items()
        for field in form
        if field.value() and field.name in now.parts[part].fields
    ]
    context = {"business": business, "survivor": survivor, "rows": rows}
    return render(request, "pages/business_merged.html", context, status=409)


def _in_words(form: Any, field: str, value: Any) -> str:
    """A sent value as people read it: the word of a choice instead of its code."""
    choices = getattr(form.fields[field], "choices", None)
    if choices is None:
        return str(value or "")
    flat: dict[str, str] = {}
    for key, label in choices:
        flat |= dict(label) if isinstance(label, list) else {str(key): str(label)}
    return flat.get(str(value or ""), str(value or ""))


def _edit_page(
    request: AuthenticatedHttpRequest,
    business: Business,
    forms: Forms,
    *,
    status: int = 200,
    rows: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    context = {"business": business, "forms": forms, "differences": rows}
    return render(request, "pages/business_edit.html", context, status=status)


@role_required(*EDITORS)
@require_http_methods(["GET", "POST"])
def business_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Adds a business by hand, after a look at the ones on record that it may be."""
    owner = _given_owner(request)
    data = request.POST if request.method == "POST" else None
    forms = Forms(request, Business(), None if owner else Artisan(), data)
    context: dict[str, Any] = {"forms": forms, "owner": owner}
    if data is None:
        return render(request, "pages/business_create.html", context)
    if not forms.are_valid():
        return render(request, "pages/business_create.html", context, status=422)
    if "tetap" not in data and not owner:
        context["look_alikes"] = look_alikes(request.user, forms.values())
        if context["look_alikes"]:
            return render(request, "pages/business_create.html", context, status=409)
    try:
        business = add_business(
            forms.values(),
            owner=owner,
            origin=forms.told_origin(),
            by=request.user,
            at=timezone.now(),
        )
    except IntegrityError:
        forms.business.add_error("business_id", _("NIB ini sudah dipakai usaha lain."))
        return render(request, "pages/business_create.html", context, status=422)
    messages.success(request, _("Usaha tercatat."))
    return redirect("artisans:business_detail", pk=business.pk)


def _given_owner(request: AuthenticatedHttpRequest) -> Artisan | None:
    """The person whose further business is added («pemilik» in the address), if one is named."""
    key = request.GET.get("pemilik", "")
    if not key:
        return None
    visible = Artisan.objects.visible_to(request.user).filter(merged_into=None, erased_at=None)
    return get_object_or_404(visible, pk=int(key) if key.isdigit() and len(key) < 18 else 0)
