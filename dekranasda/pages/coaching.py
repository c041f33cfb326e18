"""The maker's plan after a verdict: what to mend, where it is filled in, which training helps."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artisans.models import MentoringPlan
from curation.models import CompletionItem, Submission
from dekranasda.accounts.access import AuthenticatedHttpRequest
from events.models import Event
from products.models import Product

STEPS = {"photos": 1, "name": 2, "material": 3, "price": 4, "story": 5}


@require_GET
def work_plan(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """A checklist for one work that did not pass yet; three queries for all its targets."""
    products = Product.objects.editable_by(request.user).defer("search")
    product = get_object_or_404(products.select_related("business"), code=code.upper())
    works = Submission.objects.filter(product=product).select_related("version", "rubric")
    plans = MentoringPlan.objects.filter(
        business=product.business, origin__in=works.values("code")
    ).select_related("mentor")
    plan = plans.order_by("-opened_on", "-pk").first()
    if plan is None:
        raise Http404
    work = works.get(code=plan.origin)
    context = {
        "product": product,
        "work": work,
        "plan": plan,
        "rows": rows_of(plan, work),
        "revise_url": reverse("products:draft_revise", args=[product.code]),
        "back_url": reverse("curation:product_status", args=[product.code]),
        "back_label": _("Karya ini"),
    }
    return render(request, "pages/work_plan.html", context)


def rows_of(plan: MentoringPlan, work: Submission) -> list[dict[str, Any]]:
    """Each target with the part it is about, where that is mended, and trainings for it."""
    fields = dict(work.rubric.criteria.values_list("code", "field"))
    parts = dict(CompletionItem.Part.choices)
    targets = list(plan.targets.all())
    trainings = defaultdict(list)
    for event in trainings_for([one.code for one in targets], craft=work.version.craft_id):
        trainings[event.topic].append(event)
    revise = reverse("products:draft_revise", args=[work.product.code])
    rows = []
    for one in targets:
        part = fields.get(one.code, "")
        rows.append(
            {
                "target": one,
                "part": parts.get(part, ""),
                "url": f"{revise}?langkah={STEPS[part]}" if part in STEPS else "",
                "trainings": trainings[one.code][:2],
            }
        )
    return rows


def trainings_for(codes: list[str], *, craft: str | None) -> QuerySet[Event]:
    """Trainings to come that teach one of the criteria, to everybody or to this craft."""
    return (
        Event.objects.published()
        .exclude(state=Event.State.CANCELLED)
        .upcoming(at=timezone.now())
        .filter(
            Q(crafts__isnull=True) | Q(crafts=craft),
            kind=Event.Kind.TRAINING,
            topic__in=[code for code in codes if code],
        )
        .distinct()
        .order_by("starts_at", "pk")
    )
