"""A work's draft, under /saya/karya/: begun, filled in step by step, checked, thrown away."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib import offline
from products import drafts
from products.answers import answers_of, links_of
from products.assisting import acting_of, home_of
from products.draft_frame import (
    frame,
    is_outdated,
    is_written_elsewhere,
    locked_draft,
    next_url,
    own_businesses,
    own_work,
    page_key,
    posted,
    pressed_on,
    refuse_closed,
    saved_stamp,
    saved_text,
    step_stamp,
)
from products.forms import LATER, STEP_FORMS, CheckForm, NewWorkForm, PhotoWordsForm
from products.models import Product, ProductVersion

Step = ProductVersion.Step
FORM_PAGES = {
    Step.NAME: "products/draft_name.html",
    Step.MATERIAL: "products/draft_material.html",
    Step.PRICE: "products/draft_price.html",
    Step.STORY: "products/draft_story.html",
}
AUTOSAVE_FORMS: dict[int, Any] = {Step.PHOTOS: PhotoWordsForm, **STEP_FORMS}


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
    page = render(request, "products/draft_create.html", context)
    return offline.keepable(page, owner=request.user.uid)


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
    shown = frame(version, step, request)
    elsewhere = is_written_elsewhere(request, version, step)
    form = STEP_FORMS[step](posted(request), instance=version)
    if elsewhere:
        form.refuse_stale(product.versions.get(pk=version.pk))
    if request.method == "POST" and form.is_valid():
        form.instance.saved_from = pressed_on(page_key(request))
        form.save()
        drafts.reach_step(version, step + 1)
        if form.cleaned_data["after"] == LATER:
            messages.success(request, saved_text())
            return redirect(home_of(request))
        return redirect(next_url(request, version, step))
    page = render(request, FORM_PAGES[step], {**shown, "form": form})
    return offline.keepable(page, owner=request.user.uid)


@require_POST
@transaction.atomic
def draft_autosave(request: AuthenticatedHttpRequest, code: str, number: str) -> HttpResponse:
    """Keeps what has been typed so far; the script of the page calls it.

    One that does not build on what is stored changes nothing: on a weak signal it may arrive after
    the button was pressed. A page that is still open hears so, and sends what it shows now; where
    all of that is stored already it shows the sentence.
    """
    version, step = locked_draft(own_work(request, code)), int(number)
    if version is None:
        return JsonResponse({"saved": "", "gone": True}, status=409)
    if is_outdated(request, version):
        return JsonResponse({"saved": saved_text()}, status=409)
    if not version.product.is_step_open(step):
        return JsonResponse({"saved": ""}, status=422)
    form = AUTOSAVE_FORMS[step](request.POST, instance=version, partial=True)
    if not form.is_valid():
        return JsonResponse({"saved": ""}, status=422)
    form.instance.saved_from = page_key(request)
    form.save()
    stored = {"at": saved_stamp(version), "base": step_stamp(version, step)}
    return JsonResponse({"saved": saved_text(), **stored})


@require_http_methods(["GET", "POST"])
def draft_check(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Step 6: everything at a glance; a valid declaration hands the work on to be sent."""
    product = own_work(request, code)
    version = (
        product.versions.filter(frozen_at__isnull=True)
        .select_related("product__business__owner", "craft", "motif")
        .first()
    )
    # The sending is a POST of its own address; 307 lets the browser repeat this one there. It also
    # answers the button that is pressed again when the work has gone.
    onward = redirect("curation:submit_product", product.code, preserve_request=True)
    if version is None:
        return onward if request.method == "POST" else redirect("products:draft_revise", code)
    problems = drafts.content_problems(version)
    acting = acting_of(request)
    form = CheckForm(posted(request), instance=version, name=acting.name if acting else "")
    if request.method == "POST" and form.is_valid() and not problems:
        with suppress(drafts.Frozen):
            drafts.declare(
                version,
                by=request.user,
                at=timezone.now(),
                allows_publication=form.cleaned_data.get("allows_publication", False),
            )
        return onward
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
    page = render(request, "products/draft_check.html", context)
    return offline.keepable(page, owner=request.user.uid)


@require_GET
def draft_resume(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Goes on where the maker stopped; the address that messages and lists carry."""
    product = own_work(request, code)
    version = product.draft()
    if version is None:
        return redirect("products:draft_revise", product.code)
    return redirect(version.step_url(version.step))


@require_GET
def draft_worker(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The script that opens the steps seen last without signal."""
    begin = reverse("products:draft_create")
    return offline.worker(
        request,
        base_url=begin.removesuffix("baru/"),
        kept=r"^[A-Za-z0-9]{5}/langkah/[1-6]/$",
        unsent_url=begin,
    )
