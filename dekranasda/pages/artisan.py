"""The artisan's start page and list of works: what needs doing, works, programmes, figures."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artisans.models import Artisan, Business, BusinessClaim, MentoringTarget
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import User
from dekranasda.notices.models import Notice
from dekranasda.pages.own_tasks import MOST_TASKS, first_steps, urgent_tasks
from dekranasda.pages.own_works import Row, row_of, works_of
from dekranasda.templatetags.portal import angka, tanggal, translated
from events.models import Event, Registration
from products.models import Product
from products.page_views import Attention, attention_to

ON_HOME = 5
PER_PAGE = 20


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
    steps = first_steps(artisan, business, works)
    is_complete = all(step.kind == "passed" for step in steps)
    context = {
        "artisan": artisan,
        "tasks": urgent_tasks(request.user, now),
        "steps": [] if is_complete else steps,
        "works": [row_of(work) for work in works[:ON_HOME]],
        "has_more_works": len(works) > ON_HOME,
        "pages": other_pages(request.user, business, is_complete=is_complete),
        "targets": mentoring_targets(request.user),
        "registrations": own_registrations(request.user, now),
        "events": open_events(artisan, now),
        "figures": figures_of(
            attention_to(own_works(request.user), on=timezone.localdate(), maker=artisan)
        ),
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


def own_works(user: User) -> QuerySet[Product]:
    """The person's own works as plain rows, to be counted by."""
    return Product.objects.filter(business__owner__user=user)


def figures_of(attention: Attention) -> list[dict[str, str]]:
    """What came of the pages in words; empty where nothing came yet."""
    if not attention:
        return []
    source = _("30 hari terakhir")
    return [
        {"value": angka(attention.seen), "label": _("kali dilihat"), "source": source},
        {
            "value": angka(attention.asked),
            "label": _("kali ditanya lewat WhatsApp"),
            "source": source,
        },
    ]


def other_pages(user: User, business: Business | None, *, is_complete: bool) -> list[Row]:
    """The way to everything else of the maker's; the profile once it is complete. One query."""
    count = Notice.objects.for_recipient(user).filter(read_at__isnull=True).count()
    rows = [
        Row(
            _("Pesan dari Dekranasda"),
            reverse("notices:own_notice_list"),
            _("%(count)d baru") % {"count": count} if count else "",
            "sent" if count else "",
        ),
        Row(_("Sertifikat saya"), reverse("own_certificates")),
        Row(_("Cetak label QR"), reverse("products:own_labels")),
        Row(_("Yang boleh mengisi untuk saya"), reverse("own_assistance")),
    ]
    if is_complete:
        rows.insert(0, Row(_("Profil Anda"), reverse("own_profile"), _("Lengkap"), "passed"))
    if business is not None:
        rows += [
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
    return rows


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
