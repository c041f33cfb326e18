"""A submission's photographs before anybody judges: marks for the maker, the curators' copy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import blind, photo_screening
from curation.forms import HideForm, MarkForm
from curation.models import PhotoCover, PhotoMark, Submission
from curation.transitions import State
from curation.views.works import crumbs_of, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done, done_on
from products.models import Photo


def _photo(work: Submission, pk: int) -> Photo:
    return get_object_or_404(work.version.photos, pk=pk)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def mark_photo(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """One photograph with its marks; a further mark with a sentence to the maker."""
    work = work_of(request, slug, code)
    photo = _photo(work, pk)
    form = MarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        x, y = form.spot()
        sentence = form.cleaned_data["sentence"]
        if done_on(
            form,
            lambda: photo_screening.mark(work, photo, x=x, y=y, sentence=sentence, by=request.user),
        ):
            messages.success(request, _("Tanda tersimpan. Terkirim bersama permintaan."))
            return redirect("curation:mark_photo", slug, code, pk)
    context = {
        "work": work,
        "photo": photo,
        "marks": PhotoMark.objects.filter(submission=work, photo=photo, criterion=None),
        "form": form,
        "hide_form": HideForm(),
        "cover": PhotoCover.objects.filter(version=work.version, photo=photo).first(),
        "is_screening": work.state == State.SUBMITTED,
        "breadcrumb": crumbs_of(work, photo.get_kind_display()),
    }
    return render(request, "curation/mark_photo.html", context, status=422 if form.errors else 200)


@role_required(Role.SECRETARIAT)
@require_POST
def unmark_photo(
    request: AuthenticatedHttpRequest, slug: str, code: str, pk: int, mark: int
) -> HttpResponse:
    """Takes a mark back that was not sent."""
    work = work_of(request, slug, code)
    found = PhotoMark.objects.filter(criterion=None).select_related("submission", "photo")
    placed = get_object_or_404(found, submission=work, photo=pk, pk=mark)
    done(request, lambda: photo_screening.unmark(placed, by=request.user), _("Tanda dihapus."))
    return redirect("curation:mark_photo", slug, code, pk)


@role_required(Role.SECRETARIAT)
@require_POST
def hide_photo(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Withholds a photograph from curators, or covers parts of their copy."""
    work = work_of(request, slug, code)
    photo = _photo(work, pk)
    form = HideForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("curation:mark_photo", slug, code, pk)
    done(
        request,
        lambda: photo_screening.hide(work, photo, rectangles=form.rectangles(), by=request.user),
        _("Salinan untuk kurator disamarkan."),
    )
    return redirect("curation:redaction", slug, code)


@role_required(Role.SECRETARIAT)
@require_POST
def show_photo(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Lets curators see the photograph as it was sent."""
    work = work_of(request, slug, code)
    photo = _photo(work, pk)
    done(
        request,
        lambda: photo_screening.show_again(work, photo, by=request.user),
        _("Kurator melihat foto ini seperti yang dikirim."),
    )
    return redirect("curation:redaction", slug, code)


@role_required(Role.SECRETARIAT)
@require_GET
def redaction(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """What was sent beside what curators will read and see."""
    work = work_of(request, slug, code)
    version = work.version
    copy = blind.blind_work(version)
    shown = {photo.pk: photo for photo in copy.photos}
    context = {
        "work": work,
        "copy": copy,
        "rows": [
            (_("Nama karya"), version.name, copy.name),
            (_("Cerita"), version.story, copy.story),
            *(
                (label, text, blind.blind_text(version, text))
                for label, text in (
                    (_("Asal bahan"), version.material_origin),
                    (_("Bahan lain"), version.other_material),
                    (_("Kemasan"), version.packaging),
                    (_("Perawatan"), version.care),
                )
                if text
            ),
        ],
        "photos": [(photo, shown.get(photo.pk)) for photo in version.photos.all()],
        "is_screening": work.state == State.SUBMITTED,
        "breadcrumb": crumbs_of(work, _("Salinan untuk kurator")),
    }
    return render(request, "curation/redaction.html", context)
