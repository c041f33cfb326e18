"""In session the chair marks on a photograph, as the panel sees it, where a criterion is weak."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import blind, clock, weaknesses
from curation.actors import actors_of
from curation.forms.photos import WeaknessForm
from curation.models import PhotoMark, Submission
from curation.transitions import Actor
from curation.views.session import work_in_room
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done, done_on
from products.models import Photo


def _work(request: AuthenticatedHttpRequest, slug: str, code: str) -> Submission:
    """A work in session whose chair the person is; not found for everybody else."""
    work = work_in_room(request, slug, code)
    if Actor.CHAIR not in actors_of(request.user, work, on=timezone.localdate(clock.now())):
        return get_object_or_404(Submission.objects.none())
    return work


def _photo(work: Submission, pk: int) -> Photo:
    """The photograph as the panel sees it."""
    shown = (one for one in blind.without_maker(work.version) if one.pk == pk)
    return next(shown, None) or get_object_or_404(Photo.objects.none())


@role_required(Role.CHAIR, Role.CURATOR)
@require_http_methods(["GET", "POST"])
def mark_weakness(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """One photograph with the marks placed in session; a further one for a criterion."""
    work = _work(request, slug, code)
    photo = _photo(work, pk)
    form = WeaknessForm(request.POST or None, rubric=work.rubric)
    if request.method == "POST" and form.is_valid():
        x, y = form.spot()
        if done_on(
            form,
            lambda: weaknesses.mark(
                work,
                photo,
                criterion=form.cleaned_data["criterion"],
                x=x,
                y=y,
                sentence=form.cleaned_data["sentence"],
                by=request.user,
            ),
        ):
            messages.success(request, _("Tanda tersimpan. Perajin membacanya bersama putusan."))
            return redirect("curation:mark_weakness", slug, code, pk)
    context = {
        "work": work,
        "photo": photo,
        "marks": [one for one in weaknesses.in_session(work) if one.photo_id == pk],
        "form": form,
        "breadcrumb": [
            (_("Sidang"), reverse("curation:session_list", args=[slug])),
            (work.code, reverse("curation:session_work", args=[slug, code])),
            (photo.get_kind_display(), ""),
        ],
    }
    return render(
        request, "curation/mark_weakness.html", context, status=422 if form.errors else 200
    )


@role_required(Role.CHAIR, Role.CURATOR)
@require_POST
def unmark_weakness(
    request: AuthenticatedHttpRequest, slug: str, code: str, pk: int, mark: int
) -> HttpResponse:
    """Takes a mark back that the maker was not told."""
    work = _work(request, slug, code)
    placed = get_object_or_404(
        PhotoMark.objects.select_related("submission"),
        submission=work,
        photo=pk,
        pk=mark,
        criterion__isnull=False,
    )
    done(request, lambda: weaknesses.unmark(placed, by=request.user), _("Tanda dihapus."))
    return redirect("curation:mark_weakness", slug, code, pk)
