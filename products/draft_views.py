"""A work's draft, under /saya/karya/: begun, filled in step by step, checked, thrown away."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest
from products import drafts
from products.answers import answers_of, links_of
from products.assisting import acting_of, home_of
from products.draft_frame import (
    frame,
    locked_draft,
    next_url,
    own_businesses,
    own_work,
    posted,
    refuse_closed,
    saved_stamp,
    saved_text,
)
from products.forms import LATER, STEP_FORMS, CheckForm, NewWorkForm
from products.models import Product, ProductVersion

Step = ProductVersion.Step
FORM_PAGES = {
    Step.NAME: "products/draft_name.html",
    Step.MATERIAL: "products/draft_material.html",
    Step.PRICE: "products/draft_price.html",
    Step.STORY: "products/draft_story.html",
}


# A new work


@require_http_methods(["GET", "POST"])
def draft_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Says what is needed, and starts a draft."""
    businesses = own_businesses(request.user)
    if not businesses:
        return render(request, "products/no_business.html", status=200)
    form = NewWorkForm(posted(request), businesses=businesses)
    if request.method == "POST" and form.is_valid():
        version = drafts.start_draft(
            form.cleaned_data["business"], by=request.user, at=timezone.now()
        )
        return redirect(version.step_url(Step.PHOTOS))
    open_drafts = (
        ProductVersion.objects.filter(
            product__in=Product.objects.filter(business__in=businesses), frozen_at__isnull=True
        )
        .exclude(name="", photos__isnull=True)
        .select_related("product")
        .order_by("-updated_at")[:5]
    )
    context = {
        "form": form,
        "open_drafts": [
            {
                "label": version.name or _("Karya tanpa nama"),
                "url": version.step_url(version.step),
                "status": _("Draf"),
                "kind": "draft",
            }
            for version in open_drafts
        ],
        "back_url": reverse("artisan_home"),
    }
    return render(request, "products/draft_create.html", context)


@require_http_methods(["GET", "POST"])
def draft_revise(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Asks, then makes a copy of the newest version that may be changed."""
    product = own_work(request, code)
    number = request.GET.get("langkah", "")
    target = int(number) if number in {str(step.value) for step in Step} else Step.CHECK
    version = product.draft()
    if request.method == "POST":
        version = drafts.new_version(product, by=request.user)
    if version is not None:
        return redirect(version.step_url(target))
    context = {"product": product, "home_url": home_of(request)}
    return render(request, "products/draft_revise.html", context)


@require_http_methods(["GET", "POST"])
def draft_delete(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Asks, then throws the draft away."""
    product = own_work(request, code)
    version = product.draft()
    if version is None:
        messages.info(request, _("Draf ini sudah tidak ada."))
        return redirect(home_of(request))
    if request.method == "POST":
        drafts.delete_draft(version)
        messages.success(request, _("Draf sudah dihapus."))
        return redirect(home_of(request))
    context = {
        "product": product,
        "version": version,
        "back_url": version.step_url(version.step),
        "is_only_version": product.versions.count() == 1,
    }
    return render(request, "products/draft_delete.html", context)


# The steps


@require_http_methods(["GET", "POST"])
@transaction.atomic
def draft_step(request: AuthenticatedHttpRequest, code: str, number: str) -> HttpResponse:
    """Steps 2 to 5: one form each."""
    product, step = own_work(request, code), Step(int(number))
    version = locked_draft(product)
    if version is None:
        return redirect(f"{reverse('products:draft_revise', args=[code])}?langkah={number}")
    if not product.is_step_open(step):
        return refuse_closed(request, product)
    form = STEP_FORMS[step](posted(request), instance=version)
    if request.method == "POST" and form.is_valid():
        form.save()
        drafts.reach_step(version, step + 1)
        if form.cleaned_data["after"] == LATER:
            messages.success(request, saved_text())
            return redirect(home_of(request))
        return redirect(next_url(request, version, step))
    context = {**frame(version, step, request), "form": form}
    return render(request, FORM_PAGES[step], context)


@require_POST
@transaction.atomic
def draft_autosave(request: AuthenticatedHttpRequest, code: str, number: str) -> HttpResponse:
    """Keeps what has been typed so far; the script of the page calls it.

    One that does not build on what is stored changes nothing: on a weak signal it may arrive after
    the button was pressed. A page that is still open hears so, and sends what it shows now.
    """
    version = locked_draft(own_work(request, code))
    if version is None:
        return JsonResponse({"saved": "", "gone": True}, status=409)
    if request.POST.get("base") != saved_stamp(version):
        return JsonResponse({"saved": "", "at": saved_stamp(version)}, status=409)
    if not version.product.is_step_open(int(number)):
        return JsonResponse({"saved": ""}, status=422)
    form = STEP_FORMS[int(number)](request.POST, instance=version, partial=True)
    if not form.is_valid():
        return JsonResponse({"saved": ""}, status=422)
    form.save()
    return JsonResponse({"saved": saved_text(), "at": saved_stamp(version)})


@require_http_methods(["GET", "POST"])
def draft_check(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Step 6: everything at a glance; a valid declaration hands the work on to be sent."""
    product = own_work(request, code)
    version = (
        product.versions.filter(frozen_at__isnull=True)
        .select_related("product__business__owner", "craft", "motif")
        .first()
    )
    if version is None:
        return redirect("products:draft_revise", code)
    problems = drafts.content_problems(version)
    acting = acting_of(request)
    form = CheckForm(posted(request), instance=version, name=acting.name if acting else "")
    if request.method == "POST" and form.is_valid() and not problems:
        drafts.declare(
            version,
            by=request.user,
            at=timezone.now(),
            allows_publication=form.cleaned_data.get("allows_publication", False),
        )
        # The sending is a POST of its own address; 307 lets the browser repeat this one there.
        return redirect("curation:submit_product", product.code, preserve_request=True)
    drafts.reach_step(version, Step.CHECK)
    context = {
        **frame(version, Step.CHECK, request),
        "form": form,
        "problems": links_of(version, problems),
        "answers": answers_of(version, problems),
        "photos": version.photos.all(),
        "photos_url": version.step_url(Step.PHOTOS) + "?periksa=1",
        "home_url": home_of(request),
    }
    return render(request, "products/draft_check.html", context)


@require_GET
def draft_resume(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Goes on where the maker stopped; the address that messages and lists carry."""
    product = own_work(request, code)
    version = product.draft()
    if version is None:
        return redirect("products:draft_revise", product.code)
    return redirect(version.step_url(version.step))
