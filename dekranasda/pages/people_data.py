"""Personal data in the workbench: one person's overview, and the queue of requests."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from artisans.data_requests import ask, close
from artisans.models import Artisan, Business, DataRequest
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.fresh_sign_in import fresh_sign_in_required
from dekranasda.accounts.models import Consent, Role
from dekranasda.lib.refusals import carried_out
from dekranasda.pages.own_data import copy_answer
from dekranasda.personal_data.copying import who_saw
from dekranasda.personal_data.erasure import erase_on_request
from dekranasda.personal_data.farewell import text_for

PAGE_SIZE = 25
Channel, Kind, State = DataRequest.Channel, DataRequest.Kind, DataRequest.State


class RecordRequestForm(forms.Form):
    """What a person without an account asked for, by letter or word of mouth."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Yang diminta"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih yang diminta.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Disampaikan lewat"),
        choices=[(value, label) for value, label in Channel.choices if value != Channel.PORTAL],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih cara penyampaiannya.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """The answer to a request."""

    state = forms.ChoiceField(
        label=gettext_lazy("Hasil"),
        choices=[
            (State.DONE.value, gettext_lazy("Sudah dikerjakan")),
            (State.REFUSED.value, gettext_lazy("Ditolak, dengan alasan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Jawaban kepada orangnya"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_erasure: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_erasure:  # done only by the page that erases
            self.fields["state"].choices = [  # type: ignore[attr-defined]
                (State.REFUSED.value, gettext_lazy("Ditolak, dengan alasan"))
            ]
            self.fields["state"].initial = State.REFUSED.value


def _business(request: AuthenticatedHttpRequest, pk: int) -> Business:
    visible = Business.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("owner__user"), pk=pk)


@role_required(Role.SECRETARIAT)
@never_cache
@require_GET
def personal_data(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Consents with their history, requests, and who saw the numbers of a business's owner."""
    business = _business(request, pk)
    subject = business.owner.uid
    words = Consent.objects.filter(subject=subject).select_related("recorded_by")
    context = {
        "business": business,
        "consents": Consent.standing(subject),
        "words": words[:50],
        "accesses": who_saw(business.owner)[:50],
        "requests": DataRequest.objects.about(subject)[:20],
    }
    return render(request, "personal/personal_data.html", context)


@role_required(Role.SECRETARIAT)
@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "POST"])
def personal_copy(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The same copy that the person may download, for somebody without an account."""
    business = _business(request, pk)
    if request.method == "GET":
        return render(request, "personal/personal_copy.html", {"business": business})
    return copy_answer(business.owner, request, reason=_("Salinan atas permintaan orangnya"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def data_request_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Writes down what a person asked for."""
    business = _business(request, pk)
    form = RecordRequestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            asked = ask(
                business.owner,
                Kind(said["kind"]),
                text=said["text"],
                channel=Channel(said["channel"]),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Permintaan tercatat. Tenggatnya 3 × 24 jam."))
            return redirect("data_request_detail", pk=asked.pk)
    status = 422 if form.is_bound else 200
    context = {"business": business, "form": form}
    return render(request, "personal/data_request_create.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_GET
def data_request_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Open requests, the most urgent first, and the newest answered ones."""
    now = timezone.now()
    page = Paginator(DataRequest.objects.open(), PAGE_SIZE).get_page(request.GET.get("hal"))
    settled = list(DataRequest.objects.exclude(state=State.OPEN).order_by("-closed_at")[:10])
    uids = [asked.subject for asked in [*page, *settled]]
    names = dict(Artisan.objects.filter(uid__in=uids).values_list("uid", "name"))
    context = {
        "page": page,
        "rows": [
            (asked, names.get(asked.subject, "–"), asked.is_overdue(at=now)) for asked in page
        ],
        "settled": [(asked, names.get(asked.subject, "–")) for asked in settled],
    }
    return render(request, "personal/data_request_list.html", context)


@role_required(Role.SECRETARIAT)
@never_cache
@require_http_methods(["GET", "POST"])
def data_request_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One request with its clock, and the answer to it."""
    asked = get_object_or_404(DataRequest.objects.select_related("asked_by", "closed_by"), pk=pk)
    person = Artisan.objects.filter(uid=asked.subject, erased_at__isnull=True).first()
    is_erasure = asked.kind == Kind.ERASURE
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, is_erasure=is_erasure)
    if carried_out(
        request,
        form,
        lambda: close(
            asked,
            State(form.cleaned_data["state"]),
            answer=form.cleaned_data["answer"],
            by=request.user,
            at=timezone.now(),
        ),
        _("Permintaan dijawab."),
    ):
        return redirect("data_request_list")
    context = {
        "asked": asked,
        "person": person,
        "businesses": person.businesses.order_by("pk") if person else [],
        "form": form,
        "is_overdue": asked.is_overdue(at=timezone.now()),
        "is_own": asked.asked_by_id == request.user.pk,
    }
    status = 422 if form.is_bound else 200
    return render(request, "personal/data_request_detail.html", context, status=status)


@role_required(Role.SECRETARIAT)
@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase_person(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Says what goes and what stays, and erases."""
    open_ones = DataRequest.objects.open().filter(kind=Kind.ERASURE)
    asked = get_object_or_404(open_ones, pk=pk)
    person = get_object_or_404(Artisan, uid=asked.subject, erased_at__isnull=True)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            erase_on_request(asked, by=request.user, at=timezone.now())
        except ValidationError as error:
            refusals = error.messages
        else:
            messages.success(request, _("Datanya sudah dihapus. Angka dan keputusan tetap."))
            return redirect("data_request_list")
    context = {
        "asked": asked,
        "person": person,
        "refusals": refusals,
        "word": "" if person.user and person.user.email else text_for(person)[1],
    }
    return render(request, "personal/erase_person.html", context, status=422 if refusals else 200)
