"""The maker's short answers to what is to be mended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curation import point_answers
from curation.forms import PointAnswerForm
from curation.models import Submission
from curation.views.artisan import newest_of, own_product
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib.refusals import carried_out


@require_http_methods(["GET", "POST"])
def answer_point(request: AuthenticatedHttpRequest, code: str, key: str) -> HttpResponse:
    """A short answer to one point that is to be mended; it goes out with the mended work."""
    product = own_product(request, code)
    work = newest_of(Submission.objects.filter(product=product), code)
    back = reverse("curation:product_status", args=[product.code])
    point = next((one for one in point_answers.open_points(work) if one.key == key), None)
    if point is None:
        messages.error(request, _("Bagian ini tidak menunggu jawaban lagi."))
        return redirect(back)
    written = {"text": point_answers.answers_to(work).get(key, "")}
    form = PointAnswerForm(request.POST or None, initial=written)
    if carried_out(
        request,
        form,
        lambda: point_answers.answer(work, point, form.cleaned_data["text"], by=request.user),
        _("Jawaban Anda tersimpan. Jawaban ini terkirim bersama karya Anda."),
    ):
        return redirect(back)
    context = {"point": point, "form": form, "back_url": back}
    status = 422 if form.is_bound else 200
    return render(request, "curation/answer_point.html", context, status=status)
