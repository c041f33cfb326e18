"""The question whether a business is the person's own, and what staff mend after the answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from artisans import claiming
from artisans.forms.claims import ClaimForm
from artisans.models import BusinessClaim
from artisans.record import record_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role


@require_http_methods(["GET", "POST"])
def own_claims(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Asks about one offered business after the other; then the person's own pages begin."""
    waiting = BusinessClaim.objects.waiting_for(request.user)
    related = waiting.select_related("business__owner", "business__craft")
    offered = related.select_related("business__village__district").order_by("pk")
    if request.method == "POST":
        key = request.POST.get("claim", "")
        claim = get_object_or_404(offered, pk=key if key.isdecimal() else 0)
        form = ClaimForm(request.POST)
        if form.is_valid() and _answered(request, claim, form):
            return redirect("artisans:own_claims")
    else:
        first = offered.first()
        if first is None:
            return redirect("artisan_home")
        claim, form = first, ClaimForm()
    context = {
        "claim": claim,
        "business": claim.business,
        "form": form,
        "more": waiting.count() - 1,
    }
    status = 422 if form.is_bound else 200
    return render(request, "artisans/own_claims.html", context, status=status)


def _answered(request: AuthenticatedHttpRequest, claim: BusinessClaim, form: ClaimForm) -> bool:
    answers = form.cleaned_data
    note = answers["note"] if answers["state"] != BusinessClaim.State.CONFIRMED else ""
    try:
        claiming.answer_claim(claim, state=answers["state"], note=note, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Terima kasih, jawaban Anda sudah dicatat."))
    return True


@role_required(Role.SECRETARIAT)
@require_POST
def open_account(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """An account for the owner of a business on record, and on to the link or card for it."""
    business = record_of(request.user, pk)
    try:
        user = claiming.open_account(business.owner, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("artisans:business_detail", pk=pk)
    messages.success(request, _("Akunnya siap. Sekarang buat tautan atau Kartu Masuk."))
    return redirect("issue_link", uid=user.uid)


@role_required(Role.SECRETARIAT)
@require_POST
def settle_claim(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that an answer has been dealt with."""
    claim = get_object_or_404(BusinessClaim.objects.to_mend(), pk=pk)
    if claiming.settle_claim(claim, by=request.user, at=timezone.now()):
        messages.success(request, _("Ditandai selesai."))
    else:
        messages.info(request, _("Sudah diselesaikan petugas lain."))
    return redirect("sign_up_request_list")
