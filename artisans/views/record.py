"""One business's record: the tabs that this app knows about."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from artisans.history import history_of_record, page_number
from artisans.record import READERS, header_of, identity_of, record_of
from artisans.sections import centres, duplicates, growth, licences, mentoring, personal
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required

# Sections of the identity tab, in their order: name of the include and of its data.
IDENTITY_SECTIONS = {
    "duplicates": duplicates.section,
    "personal": personal.section,
    "centres": centres.section,
    "licences": licences.section,
    "growth": growth.section,
}


@role_required(*READERS)
@require_GET
def business_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who runs it and what it is, each fact with its origin; permits, figures, readiness."""
    business = record_of(request.user, pk)
    context = {
        **header_of(business, request.user, "identity"),
        "identity": identity_of(business, on=timezone.localdate()),
        **{name: section(business, request.user) for name, section in IDENTITY_SECTIONS.items()},
    }
    return render(request, "artisans/business_detail.html", context)


@role_required(*READERS)
@require_GET
def business_mentoring(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Mentoring plans, targets and visits."""
    business = record_of(request.user, pk)
    context = {
        **header_of(business, request.user, "mentoring"),
        "mentoring": mentoring.section(business, request.user),
    }
    return render(request, "artisans/business_mentoring.html", context)


@role_required(*READERS)
@require_GET
def business_history(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who changed what, when and why, of the business, its owner and all that belongs to them."""
    number = page_number(request.GET.get("hal", ""))
    business = record_of(request.user, pk)
    context = {
        **header_of(business, request.user, "history"),
        "page": history_of_record(business, page=number),
        "number": number,
    }
    return render(request, "artisans/business_history.html", context)
