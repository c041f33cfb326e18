"""Filling in for a maker: whom a helper helps, the maker's word, the works, the end of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans import assistance
from artisans.documents import store_document
from artisans.forms.assistance import AssistanceForm
from artisans.models import AssistanceGrant, Business
from artisans.views.documents import private_file
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, User
from dekranasda.pages.own_works import row_of, with_standing
from dekranasda.templatetags.portal import tanggal
from products import drafts
from products.models import Product, ProductVersion

HELPERS = (Role.MENTOR, Role.DISTRICT_OPERATOR, Role.SECRETARIAT)
PAGE_SIZE = 25
MOST_GRANTS = 20


def _in_care(user: User, pk: int) -> Business:
    """An active business in the person's care that is not their own, or 404."""
    found = Business.objects.kept_by(user).filter(state=Business.State.ACTIVE)
    others = found.exclude(owner__user=user).select_related("owner__user", "village__district")
    return get_object_or_404(others, pk=pk)


def _live(user: User, business: Business) -> AssistanceGrant | None:
    live = AssistanceGrant.objects.live(on=timezone.localdate()).given_to(user)
    return live.filter(business=business).first()


# A helper's pages


@role_required(*HELPERS)
@require_GET
def assisted_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """For whom the person fills in now, and how many drafts wait; what ends first in front."""
    helped = Business.objects.helped_by(request.user, on=timezone.localdate())
    drafts_of = Count("business__products", filter=Q(business__products__in=_with_draft()))
    grants = (
        AssistanceGrant.objects.live(on=timezone.localdate())
        .given_to(request.user)
        .filter(business__in=helped.order_by().values("pk"))
        .select_related("business__village__district", "given_by")
        .annotate(drafts=drafts_of)
        .order_by("ends_on", "pk")
    )
    page = Paginator(grants, PAGE_SIZE).get_page(request.GET.get("hal"))
    return render(request, "pages/assisted_list.html", {"page": page})


def _with_draft() -> Any:
    return ProductVersion.objects.filter(frozen_at__isnull=True).values("product")


@role_required(*HELPERS)
@require_GET
def assisted_business(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The works of one business for its helper; first of all the owner's word is asked for."""
    business = _in_care(request.user, pk)
    grant = _live(request.user, business)
    if grant is None and not request.user.is_secretariat:
        return redirect("assistance_begin", business.pk)
    works = with_standing(Product.objects.filter(business=business))
    grants = AssistanceGrant.objects.visible_to(request.user).filter(business=business)
    context = {
        "business": business,
        "grant": grant,
        "page": (page := Paginator(works, PAGE_SIZE).get_page(request.GET.get("hal"))),
        "works": [row_of(work) for work in page],
        "grants": grants.select_related("helper", "ended_by")[:MOST_GRANTS],
        "today": timezone.localdate(),
        "breadcrumb": _crumbs(request.user, business),
    }
    return render(request, "pages/assisted_business.html", context)


@role_required(*HELPERS)
@require_http_methods(["GET", "POST"])
def assistance_begin(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Reads out what the maker agrees to, and notes the word."""
    business = _in_care(request.user, pk)
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AssistanceForm(*bound, name=business.owner.name, today=timezone.localdate())
    if form.is_bound and form.is_valid() and _begun(request, form, business):
        return redirect("assisted_business", business.pk)
    context = {
        "business": business,
        "form": form,
        "words": assistance.words_for(business, request.user),
        "days": assistance.LASTS.days,
        "breadcrumb": _crumbs(request.user, business),
    }
    status = 422 if form.is_bound else 200
    return render(request, "pages/assistance_begin.html", context, status=status)


def _begun(request: AuthenticatedHttpRequest, form: AssistanceForm, business: Business) -> bool:
    """Whether the word was noted; refusals become errors of the form, and no file is left."""
    said = form.cleaned_data
    file, document = said["document"], ""
    try:
        if file and said["way"] == AssistanceGrant.Way.PAPER:
            document = store_document(file.read(), file.name or "", folder="assistance")
    except ValidationError as error:
        form.add_error("document", error)
        return False
    try:
        grant = assistance.begin(
            business,
            helper=request.user,
            way=AssistanceGrant.Way(said["way"]),
            agreed_on=said["agreed_on"],
            document=document,
            at=timezone.now(),
        )
    except ValidationError as error:
        if document:
            storages["private"].delete(document)
        form.add_error("agreed_on" if error.code == "too_old" else None, error)
        return False
    text = _("Tercatat. Anda boleh mengisi atas nama %(name)s sampai %(date)s.")
    messages.success(request, text % {"name": grant.given_by, "date": tanggal(grant.ends_on)})
    return True


@role_required(*HELPERS)
@require_POST
def assisted_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Starts a work in the maker's name."""
    helped = Business.objects.helped_by(request.user, on=timezone.localdate())
    business = get_object_or_404(helped, pk=pk)
    version = drafts.start_draft(business, by=request.user, at=timezone.now())
    return redirect(version.step_url(ProductVersion.Step.PHOTOS))


@role_required(*HELPERS)
@require_POST
def assisted_paper(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Starts a draft of its own for one paper form, so that the form's code leads to it alone."""
    helped = Business.objects.helped_by(request.user, on=timezone.localdate())
    business = get_object_or_404(helped, pk=pk)
    version = drafts.start_draft(business, by=request.user, at=timezone.now())
    drafts.reach_step(version, ProductVersion.Step.NAME)
    return redirect("products:paper_form", version.product.code)


@role_required(*HELPERS)
@require_http_methods(["GET", "POST"])
def assistance_end(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Ends a grant: the helper the own one, the secretariat any."""
    open_ones = AssistanceGrant.objects.visible_to(request.user).filter(ended_at__isnull=True)
    grant = get_object_or_404(open_ones.select_related("business", "given_by__user"), pk=pk)
    is_own = grant.helper_id == request.user.pk
    if request.method == "POST":
        assistance.end(grant, by=request.user, at=timezone.now())
        messages.success(request, _("Izin mengisi sudah dihentikan."))
        if is_own and not request.user.is_secretariat:
            return redirect("assisted_list")
        return redirect("assisted_business", grant.business_id)
    title = _("Berhenti mengisi atas nama %(name)s?") % {"name": grant.given_by}
    context = {
        "title": title,
        "text": _("Karya yang sudah diisi tetap tersimpan. Perajinnya kami kabari."),
        "action": _("Ya, hentikan"),
        "back_url": reverse("assisted_business", args=[grant.business_id]),
        "danger": True,
    }
    return render(request, "council/work_confirm.html", context)


@role_required(*HELPERS)
@require_GET
def assistance_document(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The signed paper, to its helper and the secretariat."""
    seen = AssistanceGrant.objects.visible_to(request.user).exclude(document="")
    grant = get_object_or_404(seen, pk=pk)
    return private_file(grant.document, f"izin-mengisi-{grant.pk}")


def _crumbs(user: User, business: Business) -> list[tuple[str, str]]:
    first = (_("Saya mengisi untuk"), reverse("assisted_list"))
    return [first, (business.name, "")]


# The maker's own pages


@require_GET
def own_assistance(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Who may fill in for the maker, until when, and what they filled in so far."""
    given = AssistanceGrant.objects.given_by_user(request.user)
    live = given.live(on=timezone.localdate()).select_related("helper", "business")
    current = list(live[:MOST_GRANTS])
    over = given.exclude(pk__in=[grant.pk for grant in current])
    works = (
        ProductVersion.objects.filter(product__business__owner__user=request.user)
        .exclude(filled_by=None)
        .exclude(filled_by=request.user)
        .select_related("product", "filled_by")
        .order_by("-updated_at")[:MOST_GRANTS]
    )
    context = {
        "grants": current,
        "over": over.select_related("helper", "business", "ended_by")[:MOST_GRANTS],
        "works": works,
        "back_url": reverse("artisan_home"),
    }
    return render(request, "pages/own_assistance.html", context)


@require_http_methods(["GET", "POST"])
def own_assistance_end(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The maker ends the help, after a question."""
    open_ones = AssistanceGrant.objects.given_by_user(request.user).filter(ended_at__isnull=True)
    grant = get_object_or_404(
        open_ones.select_related("helper", "business", "given_by__user"), pk=pk
    )
    if request.method == "POST":
        assistance.end(grant, by=request.user, at=timezone.now())
        text = _("%(name)s tidak dapat lagi mengisi atas nama Anda.")
        messages.success(request, text % {"name": grant.helper})
        return redirect("own_assistance")
    context = {
        "title": _("Hentikan bantuan %(name)s?") % {"name": grant.helper},
        "text": _("Karya yang sudah diisi tetap tersimpan. Anda dapat melanjutkannya sendiri."),
        "action": _("Ya, hentikan"),
        "back_url": reverse("own_assistance"),
        "danger": True,
    }
    return render(request, "council/artisan_confirm.html", context)
