"""Calibration of a round: the set, a curator's attempts, and what they say."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import calibration, desk
from curation.consistency import MOST_DEVIATION
from curation.forms import ReferenceForm
from curation.models import CalibrationPiece, Round
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done
from dekranasda.templatetags.portal import translated

CANDIDATES = 30  # of the latest past works, to choose from


def _round(request: AuthenticatedHttpRequest, slug: str) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), slug=slug)


def _crumbs(round: Round, last: str) -> list[tuple[str, str]]:
    return [
        (_("Kurasi"), reverse("curation:round_list")),
        (translated(round, "title"), round.get_absolute_url()),
        (last, ""),
    ]


@role_required(Role.CURATOR, Role.CHAIR, Role.SECRETARIAT)
@require_GET
def calibration_page(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The set for who prepares it; for a curator the own attempts, and after them the others'."""
    round = _round(request, slug)
    prepares = calibration.may_prepare(round, request.user)
    pieces = list(
        CalibrationPiece.objects.filter(calibration__round=round)
        .select_related("calibration", "submission", "version__craft", "set_by")
        .prefetch_related("references__criterion")
    )
    opened = bool(pieces) and pieces[0].calibration.opened_at is not None
    panel = [one.user for one in round.panel.select_related("user")]
    found = calibration.standings(round, panel)
    own = next((one for one in found if one.curator == request.user), None)
    sees_all = prepares and (own is None or own.knows_reference or own.last is not None)
    context = {
        "round": round,
        "prepares": prepares,
        "pieces": pieces,
        "opened": opened,
        "ready": len(pieces) >= calibration.LEAST_PIECES,
        "least": calibration.LEAST_PIECES,
        "most": calibration.MOST_PIECES,
        "candidates": calibration.candidates(round)[:CANDIDATES] if prepares and not opened else [],
        "own": own,
        "attempt": desk.attempt_of(request.user, slug) if own else [],
        "results": _results(pieces, own, found) if own and own.last else [],
        "standings": found if sees_all else [],
        "sees_references": sees_all or not opened,
        "limit": MOST_DEVIATION,
        "breadcrumb": _crumbs(round, _("Kalibrasi")),
    }
    return render(request, "curation/calibration.html", context)


def _results(
    pieces: list[CalibrationPiece],
    own: calibration.Standing,
    found: list[calibration.Standing],
) -> list[dict[str, Any]]:
    """Piece by piece: own score, reference with its reason, and the others' without their names."""
    others = [one.first for one in found if one.curator != own.curator and one.first]
    return [
        {
            "number": number,
            "rows": [
                {
                    "name": translated(reference.criterion, "name"),
                    "own": (own.last or {}).get(str(piece.pk), {}).get(reference.criterion.code),
                    "reference": reference.value,
                    "reason": reference.reason,
                    "others": sorted(
                        value
                        for one in others
                        if (value := one.get(str(piece.pk), {}).get(reference.criterion.code))
                        is not None
                    ),
                }
                for reference in piece.references.all()
            ],
        }
        for number, piece in enumerate(pieces, 1)
    ]


@role_required(Role.CHAIR, Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def add(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """A past work with the reference score of each criterion."""
    round = _round(request, slug)
    work = get_object_or_404(calibration.candidates(round), code=code)
    form = ReferenceForm(request.POST or None, criteria=work.rubric.criteria.all())
    if carried_out(
        request,
        form,
        lambda: calibration.set_piece(round, work, references=form.references(), by=request.user),
        _("Karya masuk kalibrasi."),
    ):
        return redirect("curation:calibration", slug=slug)
    context = {
        "form": form,
        "title": _("Nilai acuan untuk %(work)s") % {"work": work.version.name},
        "lead": _(
            "Tetapkan nilai menurut kalimat rubrik. Alasannya dibaca kurator sesudah menilai."
        ),
        "action": _("Masukkan ke kalibrasi"),
        "back_url": reverse("curation:calibration", args=[slug]),
        "breadcrumb": _crumbs(round, _("Nilai acuan")),
    }
    return render(request, "curation/form.html", context, status=422 if form.errors else 200)


@role_required(Role.CHAIR, Role.SECRETARIAT)
@require_POST
def remove(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a work out of a set in preparation."""
    round = _round(request, slug)
    piece = get_object_or_404(CalibrationPiece, calibration__round=round, pk=pk)
    done(
        request,
        lambda: calibration.remove_piece(piece, by=request.user),
        _("Karya dikeluarkan dari kalibrasi."),
    )
    return redirect("curation:calibration", slug=slug)


@role_required(Role.CHAIR, Role.SECRETARIAT)
@require_POST
def open_set(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Lets the curators begin; the set stands from then on."""
    round = _round(request, slug)
    done(
        request,
        lambda: calibration.open_calibration(round, by=request.user),
        _("Kalibrasi dibuka. Kurator yang belum lulus belum dapat menerima karya."),
    )
    return redirect("curation:calibration", slug=slug)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def begin(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Begins an attempt, or goes on with it, at the scoring desk."""
    round = _round(request, slug)
    if not done(request, lambda: calibration.begin(round, by=request.user), ""):
        return redirect("curation:calibration", slug=slug)
    following = desk.next_of(desk.attempt_of(request.user, slug))
    if following is None:
        return redirect("curation:calibration", slug=slug)
    return redirect("curation:score_work", slug=slug, pk=following.pk)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def send(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Ends the attempt; from then on the reference is seen."""
    round = _round(request, slug)
    done(
        request,
        lambda: calibration.send_attempt(round, by=request.user),
        _("Kalibrasi terkirim. Bandingkan nilai Anda dengan acuannya."),
    )
    return redirect("curation:calibration", slug=slug)
