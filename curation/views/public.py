"""What everybody may know: how curation works, a round's figures, whether a certificate is real."""

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from curation import clock, lookup, rubrics, trust
from curation.certificates import Standing, standing_of
from curation.forms import StatusForm, VerificationForm
from curation.models import Certificate, Round, Rubric
from curation.phases import phase_at, tag_of
from curation.views import verification
from curation.views.rubric_words import criteria_rows, grade_rows
from curation.views.scoring import level_words
from dekranasda.templatetags.portal import translated
from products.models import Product


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How curation works: the way, criteria and levels, grades, objections, dates, figures."""
    at = clock.now()
    open_rounds = Round.objects.open_at(at)
    public = Round.objects.public().select_related("rubric")
    current = open_rounds.select_related("rubric").first() or public.first()
    rubric = current.rubric if current else Rubric.objects.order_by("-version").first()
    finished = public.filter(releases_on__lt=timezone.localdate(at)).first()
    context = {
        "current": current,
        "is_open": current is not None and current.is_open(at=at),
        "rubric": rubric,
        "criteria": criteria_rows(rubric) if rubric else [],
        "gates": rubric.gates.all() if rubric else [],
        "grades": grade_rows(rubric) if rubric else [],
        "levels": level_words(),
        "finished": finished,
        "figures": figure_tiles(finished) if finished else [],
        "rounds": public,
        "results": results_of([one for one in public if one.releases_on < timezone.localdate(at)]),
        "rubrics": [one for one in rubrics.rubrics_of(current) if one.is_frozen] if current else [],
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Kurasi"), "")],
    }
    return render(request, "curation/about.html", context)


def results_of(finished: list[Round]) -> list[tuple[Round, trust.RoundFigures]]:
    """The rounds that are over with their figures, the newest in front; seven queries."""
    figures = trust.figures_of_rounds(finished)
    return [(one, figures[one.pk]) for one in finished]


def figure_tiles(round: Round) -> list[dict[str, object]]:
    """A round's figures for the figures component."""
    figures = trust.figures_of(round)
    source = translated(round, "title")
    tiles = [
        (_("Karya diterima"), figures.received),
        (_("Lolos"), figures.accepted),
        (_("Belum lolos"), figures.failed),
        (_("Hari sampai diumumkan, nilai tengah"), figures.median_days),
    ]
    return [
        {"label": label, "value": value, "source": source}
        for label, value in tiles
        if value is not None
    ]


@login_not_required
@require_safe
def round_public(request: HttpRequest, slug: str) -> HttpResponse:
    """One round in public: dates, rubric, counts; the panel's names once all is known."""
    round = get_object_or_404(Round.objects.public().select_related("rubric"), slug=slug)
    at = clock.now()
    is_over = timezone.localdate(at) > round.releases_on and not (
        round.submissions.before_decision().exists()  # type: ignore[attr-defined]
        or round.submissions.filter(state="decided").exists()
    )
    context = {
        "round": round,
        "is_open": round.is_open(at=at),
        "is_over": is_over,
        "phase": tag_of(phase_at(round, at=at)),
        "figures": trust.figures_of(round) if round.closes_at <= at else None,
        "panel": round.panel.select_related("user") if is_over else [],
        "criteria": criteria_rows(round.rubric),
        "grades": grade_rows(round.rubric),
        "rubrics": rubrics.rubrics_of(round),
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Kurasi"), reverse("curation:about")),
            (translated(round, "title"), ""),
        ],
    }
    return render(request, "curation/round_public.html", context)


@login_not_required
@require_safe
def rubric_public(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One rubric that a round was opened with: every level's sentence, grades and gates."""
    found = Rubric.objects.filter(frozen_at__isnull=False).select_related("product_class")
    rubric = get_object_or_404(found, slug=slug, version=version)
    context = {
        "rubric": rubric,
        "class_name": translated(rubric.product_class, "name"),
        "criteria": criteria_rows(rubric),
        "levels": level_words(),
        "grades": grade_rows(rubric),
        "gates": rubric.gates.all(),
        "rounds": rubrics.rounds_judged_by(rubric),
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Kurasi"), reverse("curation:about")),
            (translated(rubric, "name"), ""),
        ],
    }
    return render(request, "curation/rubric_public.html", context)


@login_not_required
@require_safe
def verify_search(request: HttpRequest) -> HttpResponse:
    """A field for a certificate's number."""
    form = VerificationForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("curation:verify", number=form.cleaned_data["nomor"])
    context = {
        "form": form,
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Periksa sertifikat"), "")],
    }
    return render(request, "curation/verify_search.html", context)


@login_not_required
@require_safe
@rate_limit(action="verify", limit_get=True)  # type: ignore[untyped-decorator]
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Whether a certificate is real and valid, or minutes are those of the archive."""
    if found_minutes := verification.issued(number):
        return verification.minutes_page(request, found_minutes)
    found = Certificate.objects.select_related("product", "version", "issued_by").filter(
        number=number.upper()
    )
    certificate = found.first()
    standing = standing_of(certificate, on=timezone.localdate(clock.now()))
    is_shown = certificate is not None and certificate.product.state == Product.State.PUBLISHED
    context = {
        "number": number.upper()[:40],
        "certificate": certificate,
        "standing": standing,
        "kind": KINDS[standing],
        "is_shown": is_shown,
        "photo": certificate.version.photos.exclude(kind="maker").first() if certificate else None,
        "form": VerificationForm(),
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Periksa sertifikat"), reverse("curation:verify_search")),
            (number.upper()[:40], ""),
        ],
    }
    status = 200 if certificate else 404
    return render(request, "curation/verify.html", context, status=status)


KINDS = {
    Standing.VALID: "passed",
    Standing.SUSPENDED: "late",
    Standing.EXPIRED: "closed",
    Standing.REVOKED: "failed",
    Standing.UNKNOWN: "fix",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="status", limit_get=True)  # type: ignore[untyped-decorator]
def status_lookup(request: HttpRequest) -> HttpResponse:
    """The status of a submission by its code and four digits of the phone; no account needed."""
    form = StatusForm(
        request.POST if request.method == "POST" else None,
        initial={"code": request.GET.get("kode", "")[:40]},
    )
    found, code = None, ""
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        # Counted for each code, also one that does not exist, or digits could be tried through.
        refused: HttpResponse | None = ratelimit.consume_or_429(
            request, action="status_code", key=code
        )
        if refused:
            return refused
        found = lookup.status_by_code(code, form.cleaned_data["digits"])
        if found is not None:
            ratelimit.clear(request, action="status_code", key=code)
        else:
            form.add_error(
                None,
                _("Kode dan angka itu tidak cocok. Periksa pesan tanda terima, atau hubungi kami."),
            )
    context = {"form": form, "found": found, "code": code}
    status = 422 if form.is_bound and not found else 200
    return render(request, "curation/status_lookup.html", context, status=status)
