"""A complaint about a work: the public's form, the secretariat's list and what comes of it."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from curation import complaints, suspensions
from curation.forms import ReasonForm
from curation.forms.afterwards import ComplaintForm
from curation.models import Certificate, Complaint
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done_on
from dekranasda.templatetags.portal import translated
from products.models import Product
from products.publication import HAS_PAGE

ROWS = 50


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest, code: str) -> HttpResponse:
    """Tells the secretariat that something is wrong with a work; no account needed."""
    shown = Product.objects.filter(state__in=HAS_PAGE, business__is_public=True)
    product = get_object_or_404(shown.defer("search"), code=code.upper())
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _taken(request, form, product):
        return redirect("curation:complained", code=product.code)
    context = {
        "form": form,
        "product": product,
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (translated(product, "name"), product.get_absolute_url()),
            (_("Laporkan"), ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "curation/complain.html", context, status=status)


def _taken(request: HttpRequest, form: ComplaintForm, product: Product) -> bool:
    """Whether the complaint was kept, or thanked for without keeping it."""
    if form.is_from_a_program:
        return True
    if not ratelimit.consume(request, action="complaint"):
        form.add_error(
            None,
            _("Terlalu banyak laporan dari sambungan ini. Coba lagi satu jam lagi."),
        )
        return False
    return done_on(
        form,
        lambda: complaints.file(
            product,
            kind=form.cleaned_data["kind"],
            statement=form.cleaned_data["statement"].strip(),
            contact=form.cleaned_data["contact"].strip(),
            token=form.cleaned_data["form_token"],
        ),
    )


@login_not_required
@require_GET
def complained(request: HttpRequest, code: str) -> HttpResponse:
    """What happens with a complaint."""
    context = {"code": code.upper(), "breadcrumb": [(_("Beranda"), reverse("home"))]}
    return render(request, "curation/complained.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def complaint_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Complaints that wait, the oldest in front; with `?saring=ditutup` those that were settled."""
    is_settled = request.GET.get("saring") == "ditutup"
    found = Complaint.objects.select_related("product")
    waiting = found.filter(outcome="").order_by("made_at", "pk")
    rows = found.exclude(outcome="").order_by("-settled_at") if is_settled else waiting
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("hal")),
        "is_settled": is_settled,
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (_("Laporan"), ""),
        ],
    }
    return render(request, "curation/complaint_list.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def complaint(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One complaint beside the work it is about."""
    found = get_object_or_404(
        Complaint.objects.select_related("product__business__owner", "settled_by"), pk=pk
    )
    context = {
        "complaint": found,
        "certificate": _certificate_of(found),
        "others": Complaint.objects.filter(product=found.product).exclude(pk=pk)[:10],
        "breadcrumb": _crumbs(_("Laporan %(code)s") % {"code": found.product.code}),
    }
    return render(request, "curation/complaint.html", context)


def _certificate_of(found: Complaint) -> Certificate | None:
    return Certificate.objects.filter(number=found.product.certificate_number).first()


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def dismiss_complaint(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Closes a complaint with a reason."""
    found = get_object_or_404(Complaint.objects.select_related("product"), pk=pk)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: complaints.dismiss(found, reason=form.cleaned_data["reason"], by=request.user),
        _("Laporan ditutup."),
    ):
        return redirect("curation:complaint_list")
    return reason_page(request, form, _("Tutup laporan ini"), _("Tutup"), found)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def suspend_after_complaint(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Hides the work at once and asks its maker."""
    found = get_object_or_404(Complaint.objects.select_related("product"), pk=pk)
    certificate = get_object_or_404(Certificate, number=found.product.certificate_number)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: suspensions.suspend(
            certificate,
            reason=form.cleaned_data["reason"],
            by=request.user,
            complaint=found,
        ),
        _("Karya ditangguhkan dan tidak tampil lagi."),
    ):
        return redirect("curation:suspension", pk=found.suspension.pk)
    return reason_page(request, form, _("Tangguhkan karya ini"), _("Tangguhkan"), found)


def reason_page(
    request: AuthenticatedHttpRequest, form: ReasonForm, title: str, action: str, about: object
) -> HttpResponse:
    """One question for a reason, about a complaint, a suspension or a certificate."""
    form.fields["reason"].help_text = _("Tulis apa adanya, tanpa menyebut pelapor.")
    context = {
        "form": form,
        "title": title,
        "lead": str(about),
        "action": action,
        "back_url": about.get_absolute_url(),  # type: ignore[attr-defined]  # all three have one
        "breadcrumb": _crumbs(title),
    }
    return render(request, "curation/form.html", context, status=422 if form.is_bound else 200)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [
        (_("Kurasi"), reverse("curation:round_list")),
        (_("Laporan"), reverse("curation:complaint_list")),
        (last, ""),
    ]
