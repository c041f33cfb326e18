"""Sign-in cards for several artisans at once, for a day in a village."""

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from artisans.models import Artisan, District
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role, SignInLink, User
from dekranasda.accounts.querysets import may_hand_card_to
from dekranasda.accounts.sign_in_card import DAYS
from dekranasda.accounts.views import cards_answer

MOST = 60


class CardsForm(forms.Form):
    """Whom cards are printed for."""

    person = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        error_messages={
            "required": gettext_lazy("Centang paling sedikit satu orang."),
            "invalid_choice": gettext_lazy("Salah satu orang sudah tidak dapat diberi kartu."),
            "invalid_pk_value": gettext_lazy("Salah satu orang sudah tidak dapat diberi kartu."),
        },
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 for the type checker
        field.queryset = may_hand_card_to(by).order_by("full_name", "pk")
        field.to_field_name = "uid"

    def clean_person(self) -> QuerySet[User]:
        """The people. Raises ValidationError («too_many») for more than a stack of paper."""
        people: QuerySet[User] = self.cleaned_data["person"]
        if len(people) > MOST:
            raise forms.ValidationError(
                _("Paling banyak %(most)s kartu sekali cetak.") % {"most": MOST}, code="too_many"
            )
        return people


@role_required(Role.SECRETARIAT)
@require_GET
def sign_in_cards(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Artisans with an account whom a card may help, those who never signed in first."""
    return _cards_page(request, None)


@role_required(Role.SECRETARIAT)
@never_cache
@require_POST
def print_sign_in_cards(request: AuthenticatedHttpRequest) -> HttpResponseBase:
    """New cards of those who were ticked, as a PDF of two cards a sheet."""
    form = CardsForm(request.POST, by=request.user)
    if not form.is_valid():
        return _cards_page(request, form)
    return cards_answer(form.cleaned_data["person"], by=request.user, at=timezone.now())


def _cards_page(request: AuthenticatedHttpRequest, form: CardsForm | None) -> HttpResponse:
    chosen = District.objects.filter(code=request.GET.get("kecamatan", "")).first()
    usable = SignInLink.objects.filter(user=OuterRef("user")).usable(at=timezone.now())
    people = (
        Artisan.objects.filter(user__in=may_hand_card_to(request.user))
        .select_related("user", "village__district")
        .annotate(has_link=Exists(usable))
        .order_by(F("user__last_login").asc(nulls_first=True), "name", "pk")
    )
    if chosen:
        people = people.filter(village__district=chosen)
    context = {
        "form": form,
        "people": people[:MOST],
        "most": MOST,
        "days": DAYS,
        "districts": District.objects.order_by("name"),
        "chosen": chosen,
        "breadcrumb": [
            (_("Permohonan akun"), reverse("sign_up_request_list")),
            (_("Kartu Masuk"), ""),
        ],
    }
    return render(request, "pages/sign_in_cards.html", context, status=422 if form else 200)
