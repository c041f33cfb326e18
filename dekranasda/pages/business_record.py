"""The tabs of a business's record that higher apps fill: works, curation, trainings."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from artisans.models import Business
from artisans.record import READERS, header_of, record_of
from curation.growth import growth_of, numbers_of
from curation.models import Submission
from curation.status import PUBLIC_STATES, released_decision
from curation.verdicts import verdict_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import User
from events.models import Exhibit, Registration
from products.models import Photo, Product, ProductVersion

MOST_ROWS = 50


@role_required(*READERS)
@require_GET
def business_works(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The works of the business: all for the secretariat, published ones for other readers."""
    business = record_of(request.user, pk)
    works = list(_works(business, request.user)[:MOST_ROWS])
    context = {**header_of(business, request.user, "works"), "works": works}
    return render(request, "pages/business_works.html", context)


def _works(business: Business, user: User) -> QuerySet[Any]:
    newest = ProductVersion.objects.filter(product=OuterRef("pk")).order_by("-number")
    photo = Photo.objects.filter(version__product=OuterRef("pk")).order_by(
        "-version__number", "position", "pk"
    )
    allowed = Q(pk__in=Product.objects.visible_to(user).filter(business=business).values("pk"))
    return (
        Product.objects.filter(allowed | Q(state=Product.State.PUBLISHED), business=business)
        .defer("search", "curation_summary")
        .annotate(
            newest_name=Subquery(newest.values("name")[:1]),
            changed_at=Subquery(newest.values("updated_at")[:1]),
            photo_sha256=Subquery(photo.values("sha256")[:1]),
        )
        .order_by("-changed_at", "-pk")
    )


@role_required(*READERS)
@require_GET
def business_curation(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Where the submissions of the business stand; other readers see what was made known."""
    business = record_of(request.user, pk)
    submissions = Submission.objects.with_work().filter(product__business=business)
    if not request.user.is_secretariat:
        submissions = submissions.released()
    rows = list(submissions.order_by("-submitted_at", "-pk")[:MOST_ROWS])
    context = {
        **header_of(business, request.user, "curation"),
        "rows": [(row, *PUBLIC_STATES[row.state]) for row in rows],
    }
    return render(request, "pages/business_curation.html", context)


@role_required(*READERS)
@require_GET
def business_growth(request: AuthenticatedHttpRequest, pk: int, code: str) -> HttpResponse:
    """What was made known of one work and how it grew: words, numbers for the secretariat alone."""
    business = record_of(request.user, pk)
    found = Submission.objects.with_work().filter(product__business=business).released()
    work = get_object_or_404(found.select_related("rubric"), code=code)
    decision = released_decision(work)
    growth = growth_of(work, decision)
    is_secretariat = request.user.is_secretariat
    context = {
        **header_of(business, request.user, "curation"),
        "work": work,
        "verdict": verdict_of(decision) if decision else [],
        "growth": growth,
        "numbers": numbers_of(work, growth.earlier) if growth and is_secretariat else [],
    }
    return render(request, "pages/business_growth.html", context)


@role_required(*READERS)
@require_GET
def business_trainings(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Trainings and exhibitions of the owner, and what the works sold there."""
    business = record_of(request.user, pk)
    registrations = Registration.objects.filter(artisan=business.owner_id)
    exhibits = Exhibit.objects.filter(product__business=business).with_sales()
    context = {
        **header_of(business, request.user, "trainings"),
        "registrations": registrations.select_related("event").order_by("-event__starts_at")[
            :MOST_ROWS
        ],
        "exhibits": exhibits.select_related("event", "product").order_by("-event__starts_at")[
            :MOST_ROWS
        ],
        "now": timezone.now(),
    }
    return render(request, "pages/business_trainings.html", context)
