"""The maker's pages after a work passed: renew, answer a suspension, object to a revocation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curation import clock, expiry, suspensions
from curation.deadlines import last_day
from curation.forms.afterwards import AnswerForm, RenewalForm
from curation.models import Suspension
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib.refusals import carried_out, done_on
from dekranasda.templatetags.portal import tanggal
from products.models import Product


def _product(request: AuthenticatedHttpRequest, code: str) -> Product:
    found = Product.objects.owned_by(request.user).select_related("published_version")
    return get_object_or_404(found.defer("search"), code=code.upper())


@require_http_methods(["GET", "POST"])
def renew(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The short way to be judged again: what is on show, sent as it is or after changes."""
    product = _product(request, code)
    back = reverse("curation:product_status", args=[product.code])
    if not expiry.may_renew(product, on=timezone.localdate(clock.now())):
        messages.info(request, _("Kurasi karya ini belum perlu diperpanjang."))
        return redirect(back)
    form = RenewalForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(form, lambda: expiry.renew(product, by=request.user))
    ):
        return redirect("curation:submitted", product.code)
    context = {
        "product": product,
        "version": product.published_version,
        "form": form,
        "has_draft": product.draft() is not None,
        "is_over": not product.is_current(on=timezone.localdate(clock.now())),
        "back_url": back,
    }
    status = 422 if form.is_bound else 200
    return render(request, "curation/renew.html", context, status=status)


def _newest(product: Product) -> Suspension:
    found = Suspension.objects.filter(certificate__product=product).first()
    return found or get_object_or_404(Suspension.objects.none())


@require_http_methods(["GET", "POST"])
def answer_suspension(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The maker's side of the question, once, before the deadline."""
    product = _product(request, code)
    found = _newest(product)
    form = AnswerForm(request.POST or None)
    if carried_out(
        request,
        form,
        lambda: suspensions.answer(found, text=form.cleaned_data["text"], by=request.user),
        _("Tanggapan Anda sudah kami terima."),
    ):
        return redirect("curation:product_status", product.code)
    until = tanggal(last_day(found.answer_due_at))
    words = _("Ditanggapi paling lambat %(date)s.") % {"date": until}
    return _words_page(request, product, form, _("Tanggapi penangguhan"), found.reason, words)


@require_http_methods(["GET", "POST"])
def appeal_revocation(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The maker objects to a revocation, once."""
    product = _product(request, code)
    found = _newest(product)
    form = AnswerForm(request.POST or None)
    form.fields["text"].label = _("Apa yang menurut Anda keliru")
    if carried_out(
        request,
        form,
        lambda: suspensions.appeal(found, statement=form.cleaned_data["text"], by=request.user),
        _("Keberatan Anda sudah kami terima."),
    ):
        return redirect("curation:product_status", product.code)
    words = _("Diperiksa oleh orang yang tidak ikut menilai atau mencabut. Hanya sekali.")
    title = _("Ajukan keberatan atas pencabutan")
    return _words_page(request, product, form, title, found.outcome_reason, words)


def _words_page(
    request: AuthenticatedHttpRequest,
    product: Product,
    form: AnswerForm,
    title: str,
    reason: str,
    words: str,
) -> HttpResponse:
    context = {
        "product": product,
        "form": form,
        "title": title,
        "reason": reason,
        "words": words,
        "back_url": reverse("curation:product_status", args=[product.code]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "curation/answer.html", context, status=status)
