"""A maker's profile, one question a page: what is asked, what stands there, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from artisans.facts import maker_fields
from artisans.models import Artisan, Business, District, OwnPhoto
from artisans.own_profile import save_answers
from artisans.registration import SOURCE
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import User
from dekranasda.pages.own_works import Row
from dekranasda.pages.profile_forms import (
    LATER,
    AnswerForm,
    CraftForm,
    DescriptionForm,
    HomeVillageForm,
    LearningForm,
    OrdersForm,
    StoryForm,
    VillageForm,
    VisitForm,
    WorkVillageForm,
)
from dekranasda.templatetags.portal import tanggal, translated
from products.publication import refresh_works_of

BY_VOICE = gettext_lazy("Boleh diisi dengan suara: ketuk mikrofon di papan ketik.")


@dataclass(frozen=True)
class Section:
    """One page of questions: its address, its name in lists, the question, why it is asked."""

    slug: str
    label: Any
    heading: Any
    why: Any
    form: type[AnswerForm]
    fields: tuple[str, ...]
    by_voice: bool = False


OF_PERSON = (
    Section(
        "kisah",
        gettext_lazy("Kisah Anda"),
        gettext_lazy("Ceritakan tentang Anda"),
        gettext_lazy("Pembeli ingin tahu siapa yang membuat karyanya. Satu kalimat pun cukup."),
        StoryForm,
        ("story",),
        by_voice=True,
    ),
    Section(
        "belajar",
        gettext_lazy("Belajar dan mulai berkarya"),
        gettext_lazy("Bagaimana Anda mulai?"),
        gettext_lazy("Pembeli menghargai ilmu yang diturunkan dari orang ke orang."),
        LearningForm,
        ("learned_from", "working_since"),
        by_voice=True,
    ),
    Section(
        "desa",
        gettext_lazy("Desa tempat tinggal"),
        gettext_lazy("Di desa mana Anda tinggal?"),
        gettext_lazy("Agar kabar pelatihan di dekat Anda sampai. Desa Anda tidak ditampilkan."),
        HomeVillageForm,
        ("village",),
    ),
    Section(
        "kunjungan",
        gettext_lazy("Kunjungan pembeli"),
        gettext_lazy("Menerima tamu?"),
        gettext_lazy("Jawaban ini tampil di halaman Anda, supaya tamu tidak salah datang."),
        VisitForm,
        ("visit_policy",),
        by_voice=True,
    ),
)
OF_BUSINESS = (
    Section(
        "tentang",
        gettext_lazy("Tentang usaha"),
        gettext_lazy("Usaha Anda"),
        gettext_lazy("Tampil di halaman Anda. Pembeli jadi tahu apa yang dapat dipesan."),
        DescriptionForm,
        ("description", "founded_in"),
        by_voice=True,
    ),
    Section(
        "kerajinan",
        gettext_lazy("Kerajinan"),
        gettext_lazy("Kerajinan apa yang Anda buat?"),
        gettext_lazy("Agar pelatihan dan pameran yang cocok sampai kepada Anda."),
        CraftForm,
        ("craft",),
    ),
    Section(
        "desa",
        gettext_lazy("Desa tempat usaha"),
        gettext_lazy("Di desa mana usaha ini?"),
        gettext_lazy("Pembeli melihat nama desa dan kecamatannya, bukan alamat rumah Anda."),
        WorkVillageForm,
        ("village",),
    ),
    Section(
        "pesanan",
        gettext_lazy("Pesanan"),
        gettext_lazy("Pesanan"),
        gettext_lazy("Bila sedang penuh, pembeli diberi tahu dan tidak menunggu jawaban Anda."),
        OrdersForm,
        ("taking_orders",),
    ),
)


def businesses_of(user: User) -> list[Business]:
    """The person's active businesses, the oldest entry first; one query."""
    own = Business.objects.filter(owner__user=user, state=Business.State.ACTIVE)
    return list(own.select_related("craft", "village__district").order_by("pk"))


@require_GET
def own_profile(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What the maker told so far, each with the way to change it."""
    people = Artisan.objects.select_related("village")
    artisan = get_object_or_404(people, user=request.user)
    businesses = businesses_of(request.user)
    own = maker_fields([artisan.uid, *(business.uid for business in businesses)])
    kinds = set(artisan.own_photos.values_list("kind", flat=True))
    groups = [(_("Data diri"), [_row(one, artisan, own) for one in OF_PERSON])]
    for business in businesses:
        name = business.name if len(businesses) > 1 else ""
        title = _("Profil usaha") + (f": {name}" if name else "")
        groups.append((title, [_row(one, business, own) for one in OF_BUSINESS]))
    context = {
        "artisan": artisan,
        "groups": groups,
        "photo_rows": [_photo_row(kinds)],
        "has_foreign": any(row.kind == "review" for _title, rows in groups for row in rows),
        "is_public": any(business.is_public for business in businesses),
        "back_url": reverse("artisan_home"),
    }
    return render(request, "pages/own_profile.html", context)


def _row(section: Section, row: Artisan | Business, own: set[Any]) -> Row:
    answer = answer_of(section, row)
    is_own = (row.uid, section.fields[0]) in own or _signed_up_with(section, row)
    is_filled = section.slug == "pesanan" or bool(getattr(row, section.fields[0]))
    kind, status = ("passed", _("Selesai")) if is_filled else ("", _("Belum diisi"))
    if is_filled and not is_own:
        kind, status = "review", _("Periksa")
    return Row(str(section.label), url_of(section, row), status, kind, answer)


def _signed_up_with(section: Section, row: Artisan | Business) -> bool:
    """Whether the answer is the one that the maker gave when signing up, or needs no answer."""
    if section.slug == "pesanan":
        return True
    return isinstance(row, Business) and row.source == SOURCE and section.slug != "tentang"


def _photo_row(kinds: set[str]) -> Row:
    count = len(kinds)
    status = {0: _("Belum ada"), len(OwnPhoto.Kind.values): _("Selesai")}.get(count, _("Sebagian"))
    kind = {0: "", len(OwnPhoto.Kind.values): "passed"}.get(count, "draft")
    return Row(_("Foto Anda dan tempat kerja"), reverse("own_photos"), status, kind)


def answer_of(section: Section, row: Artisan | Business) -> str:
    """What stands there now, short enough for a line; empty where nothing does."""
    if isinstance(row, Business) and section.slug == "pesanan":
        return _orders(row)
    texts = []
    for name in section.fields:
        value = getattr(row, name)
        if value:
            texts.append(translated(value, "name") if name == "craft" else str(value))
    return Truncator(", ".join(texts)).chars(60)


def _orders(business: Business) -> str:
    until = business.paused_until
    if not business.taking_orders:
        return _("Sedang tidak menerima pesanan")
    if until and until >= timezone.localdate():
        return _("Tidak menerima pesanan sampai %(date)s") % {"date": tanggal(until)}
    return _("Menerima pesanan")


def url_of(section: Section, row: Artisan | Business) -> str:
    """The address of a section's page."""
    if isinstance(row, Business):
        return reverse("business_section", args=[row.pk, section.slug])
    return reverse("profile_section", args=[section.slug])


# One section


@require_http_methods(["GET", "POST"])
def profile_section(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """One question about the maker."""
    people = Artisan.objects.select_related("village__district")
    artisan = get_object_or_404(people, user=request.user)
    businesses = businesses_of(request.user)
    return _section_page(request, _named(OF_PERSON, slug), artisan, businesses)


@require_http_methods(["GET", "POST"])
def business_section(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question about one of the maker's businesses."""
    businesses = businesses_of(request.user)
    business = next((one for one in businesses if one.pk == pk), None)
    if business is None:
        raise Http404
    return _section_page(request, _named(OF_BUSINESS, slug), business, businesses)


def _named(sections: tuple[Section, ...], slug: str) -> Section:
    found = next((one for one in sections if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _section_page(
    request: AuthenticatedHttpRequest,
    section: Section,
    row: Artisan | Business,
    businesses: list[Business],
) -> HttpResponse:
    is_later = LATER in request.POST
    options: dict[str, Any] = {}
    place: dict[str, Any] = {}
    if issubclass(section.form, VillageForm):
        place = _place(request, row, businesses)
        options["district"] = place["district"]
    posted = request.POST if request.method == "POST" else None
    form = section.form(posted, instance=row, is_partial=is_later, **options)
    after = next_url(section, row, businesses)
    if form.is_bound and form.is_valid():
        keep(row, form.values(), by=request.user)
        messages.success(request, _("Tersimpan. Terima kasih."))
        return redirect("artisan_home" if is_later else after)
    siblings = OF_BUSINESS if isinstance(row, Business) else OF_PERSON
    context = {
        "section": section,
        "form": form,
        "group": row.name if isinstance(row, Business) else _("Data diri"),
        "number": siblings.index(section) + 1,
        "total": len(siblings),
        "by_voice": BY_VOICE if section.by_voice else "",
        "later": LATER,
        "after": after,
        "back_url": reverse("own_profile"),
        **place,
    }
    # A ModelForm writes what was typed into its row; the page's frame shows the person's own.
    status = 422 if form.is_bound else 200
    return render(request, "pages/profile_section.html", context, status=status)


def _place(
    request: AuthenticatedHttpRequest, row: Artisan | Business, businesses: list[Business]
) -> dict[str, Any]:
    """The district whose villages are shown: the chosen one, else the one known from elsewhere."""
    asked = request.GET.get("kecamatan")
    owner: Any = row.owner if isinstance(row, Business) else row
    known = next(
        (one.village for one in (row, owner, *businesses) if one.village is not None), None
    )
    code = (asked or "")[:8] if asked is not None else known.district_id if known else ""
    return {
        "district": District.objects.filter(pk=code).first(),
        "districts": District.objects.order_by("name"),
        "is_place": True,
    }


@transaction.atomic
def keep(row: Artisan | Business, values: Mapping[str, Any], *, by: User) -> None:
    """Keeps the answers, and brings the catalogue's columns up to date where they show them."""
    changed = save_answers(row, values, by=by, at=timezone.now())
    if isinstance(row, Business) and "village" in changed:
        refresh_works_of(row)


def next_url(section: Section, row: Artisan | Business, businesses: list[Business]) -> str:
    """The page after this one: the person, the first business, the photographs."""
    siblings = OF_BUSINESS if isinstance(row, Business) else OF_PERSON
    place = siblings.index(section) + 1
    if place < len(siblings):
        return url_of(siblings[place], row)
    if not isinstance(row, Business) and businesses:
        return url_of(OF_BUSINESS[0], businesses[0])
    if isinstance(row, Business) and row.pk != businesses[0].pk:
        return reverse("own_profile")
    return reverse("own_photos")
