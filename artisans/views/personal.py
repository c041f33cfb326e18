"""Personal numbers in the workbench: entered, corrected, and shown one at a time."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from artisans.forms.personal import NumbersForm, RevealForm
from artisans.models import Business
from artisans.personal_numbers import Number, Reason, keep_numbers, masked_numbers, reveal
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.fresh_sign_in import fresh_sign_in_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done_on


def _business(request: AuthenticatedHttpRequest, pk: int) -> Business:
    visible = Business.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("owner"), pk=pk)


@sensitive_post_parameters("national_id", "tax_id", "business_tax_id")
@role_required(Role.SECRETARIAT)
@never_cache
@require_http_methods(["GET", "POST"])
def edit_numbers(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Enters, corrects or takes away NIK and NPWP of a record."""
    business = _business(request, pk)
    now = timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = NumbersForm(posted, business=business, today=timezone.localdate(now))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid() and form.is_outdated:
            status = 409
            form.catch_up()
        elif form.is_valid() and done_on(
            form,
            lambda: keep_numbers(
                business,
                form.numbers(),
                removed=form.removals(),
                fills_blanks=form.cleaned_data["fills_blanks"],
                by=request.user,
                at=now,
            ),
        ):
            messages.success(request, _("Nomor tersimpan tersandi."))
            return redirect("artisans:business_detail", pk=pk)
    kept = [(number.label, text) for number, text in masked_numbers(business)]
    context = {"business": business, "form": form, "kept": kept, "is_outdated": status == 409}
    return render(request, "artisans/edit_numbers.html", context, status=status)


@sensitive_variables("digits")
@role_required(Role.SECRETARIAT)
@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "POST"])
def reveal_number(request: AuthenticatedHttpRequest, pk: int, number: str) -> HttpResponse:
    """Asks why, and shows a whole number once; each time stands in the register."""
    business = _business(request, pk)
    if number not in Number.values:
        raise Http404
    chosen = Number(number)
    form = RevealForm(request.POST if request.method == "POST" else None)
    context = {"business": business, "label": chosen.label, "form": form}
    if form.is_bound and form.is_valid():
        try:
            digits = reveal(
                business,
                chosen,
                reason=Reason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                token=form.cleaned_data["token"],
                by=request.user,
                at=timezone.now(),
                address=get_adapter(request).get_client_ip(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            context["digits"] = digits
            return render(request, "artisans/number_shown.html", context)
    return render(
        request, "artisans/reveal_number.html", context, status=422 if form.is_bound else 200
    )
