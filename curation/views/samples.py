"""Samples at the desk: register, label, every step until they are back with their makers."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from curation import clock, private_photos, samples
from curation.forms import MovementForm, SampleForm
from curation.models import Sample
from curation.sample_pdf import SIZES, label_pdf, receipt_pdf
from curation.views.works import form_page, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out


def _sample(code: str) -> Sample:
    found = Sample.objects.select_related(
        "submission__round", "submission__version", "submission__product__business__owner"
    )
    return get_object_or_404(found, code=code.upper())


@role_required(Role.SECRETARIAT)
@require_GET
def sample_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The samples that are not back yet, the most urgent in front; all on request."""
    shows_all = "semua" in request.GET
    found = samples.with_standing() if shows_all else samples.in_our_hands()
    context = {
        "rows": [
            (sample, samples.words_for(sample.standing or ""))  # type: ignore[attr-defined]
            for sample in found.select_related("submission__round", "submission__version")[:200]
        ],
        "shows_all": shows_all,
        "today": timezone.localdate(clock.now()),
        "breadcrumb": [(_("Kurasi"), reverse("curation:round_list")), (_("Contoh"), "")],
    }
    return render(request, "curation/sample_list.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def sample_create(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Registers a sample of a submission; its label is printed next."""
    work = work_of(request, slug, code)
    form = SampleForm(request.POST or None)
    made: list[Sample] = []
    if carried_out(
        request,
        form,
        lambda: made.append(samples.register(work, by=request.user, **form.cleaned_data)),
        _("Contoh terdaftar. Cetak labelnya, lalu catat penerimaannya."),
    ):
        return redirect(made[0])
    return form_page(request, work, form, _("Daftarkan contoh"), _("Daftarkan"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def sample_detail(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """One sample: where it is, its steps, and the next one."""
    sample = _sample(code)
    standing = samples.standing_of(sample)
    steps = samples.NEXT[standing]
    form = MovementForm(request.POST or None, request.FILES or None, steps=steps)
    if carried_out(request, form, lambda: _record(request, sample, form), _("Langkah tercatat.")):
        return redirect(sample)
    context = {
        "sample": sample,
        "standing": samples.words_for(standing),
        "is_late": bool(standing and steps) and sample.return_by < timezone.localdate(clock.now()),
        "movements": sample.movements.select_related("made_by"),
        "form": form if steps else None,
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (_("Contoh"), reverse("curation:sample_list")),
            (sample.code, ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "curation/sample_detail.html", context, status=status)


def _record(request: AuthenticatedHttpRequest, sample: Sample, form: MovementForm) -> None:
    """Keeps the pictures and the step. Raises ValidationError for either."""
    cleaned = form.cleaned_data
    try:
        photo = private_photos.keep_upload(cleaned["picture"])
    except ValidationError as error:
        raise ValidationError({"picture": error}) from None
    samples.move(
        sample,
        samples.Movement(
            kind=cleaned["kind"],
            details={name: cleaned[name] for name in form.Meta.fields},
            photo=photo,
            signature=private_photos.keep_drawing(cleaned["drawing"]),
        ),
        by=request.user,
    )


@role_required(Role.SECRETARIAT)
@require_GET
def sample_label(request: AuthenticatedHttpRequest, code: str) -> FileResponse:
    """The label with QR and code, 60 × 40 mm or A6 (`?ukuran=a6`)."""
    sample = _sample(code)
    size = request.GET.get("ukuran", "")
    document = label_pdf(sample, size if size in SIZES else "kecil")
    return FileResponse(
        document, filename=f"label-{sample.code}.pdf", content_type="application/pdf"
    )


@role_required(Role.SECRETARIAT)
@require_GET
def sample_receipt(request: AuthenticatedHttpRequest, code: str) -> FileResponse:
    """The receipt with every step, to be signed when the sample goes back."""
    sample = _sample(code)
    return FileResponse(
        receipt_pdf(sample),
        filename=f"tanda-terima-{sample.code}.pdf",
        content_type="application/pdf",
    )


@role_required(Role.SECRETARIAT)
@require_GET
def sample_photo(request: AuthenticatedHttpRequest, code: str, pk: int) -> HttpResponse:
    """The photograph of a step."""
    movement = get_object_or_404(_sample(code).movements, pk=pk)
    return private_photos.answer(movement.photo)
