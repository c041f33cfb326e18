"""The registry for staff: the list, and a search by personal number."""

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from artisans.forms.registry import PrivateSearchForm
from artisans.lists import STATUSES, RegistryFilter, districts_of, narrowed, with_number
from artisans.models import Business, Craft, ReadinessAssessment
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

PAGE_SIZE = 50
MOST_FOUND = 50
READERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER)


@role_required(*READERS)
@require_GET
def business_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The businesses that the person may see, by name, place, craft and readiness."""
    wanted = RegistryFilter.of(request.GET)
    businesses = narrowed(Business.objects.visible_to(request.user), wanted)
    context = {
        "page": _page(request, businesses),
        "wanted": wanted,
        "districts": districts_of(request.user),
        "crafts": Craft.objects.all(),
        "statuses": STATUSES,
        "search_form": PrivateSearchForm(),
    }
    return render(request, "artisans/business_list.html", context)


def _page(request: AuthenticatedHttpRequest, businesses: QuerySet[Business]) -> Page[Business]:
    """The asked page, with each business's readiness in words."""
    page = Paginator(businesses, PAGE_SIZE).get_page(request.GET.get("hal"))
    words = dict(ReadinessAssessment.Level.choices)
    for business in page:
        business.readiness = words.get(business.level, "")  # type: ignore[attr-defined]
    return page


@role_required(*READERS)
@require_POST
def business_search(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The businesses of a NIK or a phone number; the number stays out of every address."""
    form = PrivateSearchForm(request.POST)
    found: QuerySet[Business] = Business.objects.none()
    if form.is_valid():
        try:
            visible = Business.objects.visible_to(request.user)
            found = with_number(visible, form.cleaned_data["number"])[:MOST_FOUND]
        except ValidationError as error:
            form.add_error("number", error)
    context = {"form": form, "businesses": found}
    status = 200 if form.is_valid() else 422
    return render(request, "artisans/business_search.html", context, status=status)
