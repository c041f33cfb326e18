"""The artisan's start page and list of works: what needs doing, works, programmes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artisans.models import Artisan, Business, BusinessClaim, MentoringTarget
from curation.deadlines import last_day
from curation.models import Submission
from curation.status import PUBLIC_STATES
from curation.transitions import State
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import Consent, User
from dekranasda.notices.models import Notice
from dekranasda.templatetags.portal import jam, tanggal, translated
from events.models import Event, Registration
from products.models import Enquiry, Photo, Product, ProductVersion

ON_HOME = 5
PER_PAGE = 20
MOST_TASKS = 3
ASKED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One line of a list: what it is, where it leads, how it stands."""

    label: str
    url: str
    status: str | Promise = ""
    kind: str = ""
    hint: str = ""
    sha256: str = ""
    seed: str = ""


@require_GET
def artisan_home(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The artisan's start page: what needs doing first, then works and programmes."""
    artisan = Artisan.objects.filter(user=request.user).first()
    if artisan is None:
        return render(request, "pages/artisan_unknown.html")
    if BusinessClaim.objects.waiting_for(request.user).exists():
        return redirect("artisans:own_claims")
    now = timezone.now()
    works = list(works_of(request.user)[: ON_HOME + 1])
    business = artisan.businesses.filter(state=Business.State.ACTIVE).order_by("pk").first()
    context = {
        "artisan": artisan,
        "tasks": urgent_tasks(request.user, works, now),
        "steps": first_steps(artisan, business, works),
        "works": [row_of(work) for work in works[:ON_HOME]],
        "has_more_works": len(works) > ON_HOME,
        "business_rows": business_rows(business),
        "targets": mentoring_targets(request.user),
        "registrations": own_registrations(request.user, now),
        "events": open_events(artisan, now),
        "asked": Enquiry.objects.filter(
            product__business__owner=artisan, asked_at__gt=now - ASKED_WITHIN
        ).count(),
        "has_published": any(work.state == Product.State.PUBLISHED for work in works),
    }
    return render(request, "pages/artisan_home.html", context)


@require_GET
def artisan_works(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All works of the artisan, the last touched first."""
    paginator = Paginator(works_of(request.user), PER_PAGE)
    page = paginator.get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "works": [row_of(work) for work in page],
        "back_url": reverse("artisan_home"),
    }
    return render(request, "pages/artisan_works.html", context)


def business_rows(business: Business | None) -> list[Row]:
    """What the maker tells of the business: figures and permits."""
    if business is None:
        return []
    return [
        Row(
            _("Angka usaha"),
            reverse("artisans:own_figures", args=[business.pk]),
            hint=_("Penjualan, pekerja, dan modal. Sekitar satu menit."),
        ),
        Row(
            _("Izin usaha"),
            reverse("artisans:own_licences", args=[business.pk]),
            hint=_("NIB, halal, merek, dan lainnya."),
        ),
    ]


# Works


def works_of(user: User) -> QuerySet[Any]:
    """The person's own works with how each stands."""
    return with_standing(Product.objects.filter(business__owner__user=user))


def with_standing(products: QuerySet[Product]) -> QuerySet[Any]:
    """The works with how each stands, the last touched first; one query, whatever their number."""
    newest = ProductVersion.objects.filter(product=OuterRef("pk")).order_by("-number")
    last = Submission.objects.filter(product=OuterRef("pk")).order_by("-submitted_at", "-pk")
    photo = Photo.objects.filter(version__product=OuterRef("pk")).order_by(
        "-version__number", "position", "pk"
    )
    return (
        products.defer("search", "curation_summary")
        .annotate(
            newest_name=Subquery(newest.values("name")[:1]),
            changed_at=Subquery(newest.values("updated_at")[:1]),
            has_draft=Exists(newest.filter(frozen_at__isnull=True)),
            submission_state=Subquery(last.values("state")[:1]),
            submission_due_at=Subquery(last.values("due_at")[:1]),
            photo_sha256=Subquery(photo.values("sha256")[:1]),
        )
        .order_by("-changed_at", "-pk")
    )


def row_of(work: Any) -> Row:
    """How a work stands, in its maker's words."""
    label = work.newest_name or work.name or _("Karya tanpa nama")
    picture = {"sha256": work.photo_sha256 or "", "seed": work.code}
    status_url = reverse("curation:product_status", args=[work.code])
    if work.submission_state is None and work.has_draft:
        return Row(
            label,
            reverse("products:draft_resume", args=[work.code]),
            _("Draf"),
            "draft",
            _("Belum dikirim. Lanjutkan kapan pun Anda siap."),
            **picture,
        )
    kind, status = PUBLIC_STATES.get(work.submission_state, ("closed", work.get_state_display()))
    if work.state != Product.State.DRAFT and work.submission_state in (None, State.ACCEPTED):
        is_shown = work.state == Product.State.PUBLISHED
        kind, status = ("live" if is_shown else "closed"), work.get_state_display()
    hint = _("Ada perbaikan yang belum dikirim.") if work.has_draft else f"{_('Kode')} {work.code}"
    return Row(label, status_url, status, kind, hint, **picture)


# What to do


def urgent_tasks(user: User, works: list[Any], now: datetime) -> list[Row]:
    """The few things that wait for the artisan, what runs out first in front."""
    waiting = sorted(
        (
            work
            for work in works
            if work.submission_state in (State.NEEDS_COMPLETION, State.REVISION_REQUESTED)
        ),
        key=lambda work: (work.submission_due_at is None, work.submission_due_at or now),
    )
    tasks = [
        Row(
            _("Lengkapi «%(name)s»") % {"name": work.newest_name},
            reverse("curation:product_status", args=[work.code]),
            PUBLIC_STATES[work.submission_state][1],
            "fix",
            _("Paling lambat %(date)s.") % {"date": tanggal(last_day(work.submission_due_at))}
            if work.submission_due_at
            else "",
        )
        for work in waiting
    ]
    tasks += [
        Row(
            _("Jawab: ada tempat di %(title)s") % {"title": translated(offer.event, "title")},
            reverse("events:own_registration", args=[offer.code]),
            offer.get_state_display(),
            "fix",
            _("Paling lambat %(date)s.")
            % {"date": f"{tanggal(offer.offer_expires_at, 'hari')}, {jam(offer.offer_expires_at)}"},
        )
        for offer in Registration.objects.of_user(user).offered(at=now).select_related("event")
    ]
    unread = Notice.objects.for_recipient(user).filter(read_at__isnull=True).count()
    if unread:
        tasks.append(
            Row(
                _("Baca pesan dari Dekranasda"),
                reverse("notices:own_notice_list"),
                _("%(count)d baru") % {"count": unread},
                "sent",
            )
        )
    tasks += [
        Row(
            _("Lanjutkan «%(name)s»") % {"name": work.newest_name or _("karya tanpa nama")},
            reverse("products:draft_resume", args=[work.code]),
            _("Draf"),
            "draft",
        )
        for work in works
        if work.has_draft and work.submission_state is None
    ]
    return tasks[:MOST_TASKS]


def first_steps(artisan: Artisan, business: Business | None, works: list[Any]) -> list[Row]:
    """The steps from the account to the first work; empty once all are done."""
    done, todo = _("Selesai"), _("Belum diisi")
    consents = Consent.is_current(artisan.uid, Consent.Purpose.PUBLIC_PROFILE)
    phone = Consent.is_current(artisan.uid, Consent.Purpose.PUBLIC_PHONE)
    facts = [
        (
            _("Profil dan kisah Anda"),
            "own_profile",
            bool(artisan.story and artisan.village_id),
            _("Pembeli ingin tahu siapa pembuatnya."),
        ),
        (
            _("Usaha"),
            "own_business",
            business is not None and bool(business.craft_id and business.village_id),
            business.name if business else "",
        ),
        (
            _("Karya pertama"),
            "products:draft_create",
            any(work.submission_state for work in works),
            _("Mulailah dengan satu karya terbaik Anda."),
        ),
        (
            _("Kontak dan nama yang ditampilkan"),
            "own_settings",
            consents and phone,
            _("Anda yang memutuskan apa yang tampil."),
        ),
    ]
    if all(is_done for _label, _name, is_done, _hint in facts):
        return []
    rows = [
        Row(
            label,
            "" if is_done and name == "products:draft_create" else optional_url(name),
            done if is_done else todo,
            "",
            "" if is_done else hint,
        )
        for label, name, is_done, hint in facts
    ]
    # What is not filled in and has no page here is kept by the secretariat.
    return [row for row in rows if row.url or row.status == done]


def optional_url(name: str) -> str:
    """The address of a page, empty where this portal has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def mentoring_targets(user: User) -> list[Row]:
    """What the artisan and the mentor agreed to reach next, what is due first."""
    targets = MentoringTarget.objects.open().filter(plan__business__owner__user=user)
    found = targets.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_TASKS]
    return [
        Row(
            target.title,
            reverse("artisans:own_mentoring"),
            "",
            "",
            _("Sampai %(date)s") % {"date": tanggal(target.due_on)} if target.due_on else "",
        )
        for target in found
    ]


# Programmes


def own_registrations(user: User, now: datetime) -> list[Row]:
    """The artisan's coming trainings and exhibitions."""
    found = (
        Registration.objects.of_user(user)
        .filter(event__ends_at__gt=now)
        .exclude(state=Registration.State.CANCELLED)
        .select_related("event")
        .order_by("event__starts_at")[:3]
    )
    return [
        Row(
            translated(registration.event, "title"),
            reverse("events:own_registration", args=[registration.code]),
            registration.get_state_display(),
            registration.kind_of_state,
            tanggal(registration.event.starts_at, "hari"),
        )
        for registration in found
    ]


def open_events(artisan: Artisan, now: datetime) -> list[Row]:
    """Trainings and exhibitions the artisan may still join."""
    taken = Registration.objects.filter(artisan=artisan, event=OuterRef("pk")).filter(
        ~Q(state=Registration.State.CANCELLED)
    )
    found = Event.objects.open_for(artisan, at=now).exclude(Exists(taken))[:3]
    return [
        Row(
            translated(event, "title"),
            event.get_absolute_url(),
            "",
            "",
            tanggal(event.starts_at, "hari"),
        )
        for event in found
    ]
