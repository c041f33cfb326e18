"""Minutes at the desk: drawn up after a meeting, read, signed by two, corrected anew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import minutes
from curation.forms import ReasonForm
from curation.meetings import may_keep
from curation.minutes_pdf import words_of
from curation.models import Meeting, Minutes, Round
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done
from dekranasda.templatetags.portal import translated

READERS = (Role.SECRETARIAT, Role.CURATOR, Role.CHAIR, Role.LEADER)


def _readable(request: AuthenticatedHttpRequest, slug: str, pk: int) -> Minutes:
    found = Minutes.objects.select_related(
        "meeting__round", "meeting__minutes_by", "replaces", "replaced_by"
    )
    one = get_object_or_404(found, pk=pk, meeting__round__slug=slug)
    if not minutes.may_read(request.user, one):
        return get_object_or_404(Minutes.objects.none())
    return one


def _trail(round: Round, last: str) -> list[tuple[str, str]]:
    return [
        (translated(round, "title"), round.get_absolute_url()),
        (_("Berita acara"), reverse("curation:minutes_list", args=[round.slug])),
        (last, ""),
    ][: 3 if last else 2]


@role_required(*READERS)
@require_GET
def minutes_list(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The round's meetings with their minutes in every version."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    context = {
        "round": round,
        "rows": [
            (meeting, versions, may_keep(request.user, meeting))
            for meeting, versions in minutes.meetings_of(round, request.user)
        ],
        "breadcrumb": _trail(round, ""),
    }
    return render(request, "curation/minutes_list.html", context)


@role_required(*READERS)
@require_POST
def minutes_draft(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Draws up the minutes of a closed meeting."""
    meeting = get_object_or_404(
        Meeting, pk=pk, round__in=Round.objects.visible_to(request.user).filter(slug=slug)
    )
    done(
        request,
        lambda: minutes.draft(meeting, by=request.user),
        _("Konsep berita acara tersusun. Dua orang yang hadir menandatanganinya."),
    )
    return redirect("curation:minutes_list", slug=slug)


@role_required(*READERS)
@require_GET
def minutes_detail(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The minutes to read before and after they are signed."""
    one = _readable(request, slug, pk)
    signed = list(one.signatures.select_related("signer"))
    can_sign = (
        one.issued_at is None
        and bool(minutes.capacity_of(request.user, one.meeting))
        and not any(each.signer_id == request.user.pk for each in signed)
    )
    context = {
        "minutes": one,
        "words": words_of(one.content),
        "signatures": signed,
        "can_sign": can_sign,
        "can_correct": one.issued_at is not None
        and not hasattr(one, "replaced_by")
        and may_keep(request.user, one.meeting),
        "breadcrumb": _trail(one.meeting.round, one.number or _("Konsep")),
    }
    return render(request, "curation/minutes_detail.html", context)


@role_required(*READERS)
@require_POST
def minutes_sign(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """Signs the draft; the second signature issues it."""
    one = _readable(request, slug, pk)
    done(request, lambda: minutes.sign(one, by=request.user), _("Tanda tangan tersimpan."))
    if one.issued_at is not None:
        messages.success(request, _("Berita acara %(number)s terbit.") % {"number": one.number})
    return redirect("curation:minutes_detail", slug=slug, pk=pk)


@role_required(*READERS)
@require_http_methods(["GET", "POST"])
def minutes_correct(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new version that says what was wrong and names the old."""
    one = _readable(request, slug, pk)
    form = ReasonForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: minutes.correct(one, reason=form.cleaned_data["reason"], by=request.user),
        _("Konsep pembetulan tersusun; dua orang menandatanganinya."),
    ):
        return redirect("curation:minutes_list", slug=slug)
    context = {
        "form": form,
        "title": _("Betulkan berita acara"),
        "lead": one.number,
        "action": _("Susun pembetulan"),
        "back_url": reverse("curation:minutes_detail", args=[slug, pk]),
        "breadcrumb": _trail(one.meeting.round, one.number or ""),
    }
    return render(request, "curation/form.html", context, status=422 if form.errors else 200)


@role_required(*READERS)
@require_GET
def minutes_pdf(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The issued file, byte for byte."""
    one = _readable(request, slug, pk)
    if one.issued_at is None:
        raise Http404
    response = HttpResponse(bytes(one.pdf or b""), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{one.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
