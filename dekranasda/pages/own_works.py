"""A maker's works as lines of a list: what each is called, where it leads, how it stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from curation.models import Submission
from curation.status import PUBLIC_STATES
from curation.transitions import State
from dekranasda.accounts.models import User
from dekranasda.templatetags.portal import angka
from products.models import Photo, Product, ProductVersion
from products.page_views import seen_lately


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
            seen=seen_lately(on=timezone.localdate()),
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
        kind, status = _of_public_work(work)
    hint = _("Ada perbaikan yang belum dikirim.") if work.has_draft else f"{_('Kode')} {work.code}"
    if work.seen:
        hint += " · " + _("dilihat %(times)s kali dalam 30 hari") % {"times": angka(work.seen)}
    return Row(label, status_url, status, kind, hint, **picture)


def _of_public_work(work: Any) -> tuple[str, str | Promise]:
    """How a work that passed stands; past its last day it is over, whatever the nightly job did."""
    if work.has_expired(on=timezone.localdate()):
        return "closed", Product.State.EXPIRED.label
    is_shown = work.state == Product.State.PUBLISHED
    return "live" if is_shown else "closed", work.get_state_display()
