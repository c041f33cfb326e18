"""The pictures of shared pages: what each kind of page shows, drawn by `lib/share_picture.py`."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from artisans.models import Craft, CraftCentre
from curation.models import Round
from dekranasda.editorial.models import NewsItem
from dekranasda.lib.share_picture import ShareCard, picture_of
from dekranasda.pages.makers import public_makers
from dekranasda.templatetags.portal import harga, rentang, tanggal, translated
from events.calendar import days_line
from events.models import Event
from products.models import Product

KEEP_SECONDS = 3600
#: What the picture of a page says that shows no one thing; their keys stand in `seo.PICTURED`.
TITLES = {
    "beranda": gettext_lazy("Karya perajin yang sudah dikurasi"),
    "katalog": gettext_lazy("Katalog karya"),
    "perajin": gettext_lazy("Para perajin"),
    "sentra": gettext_lazy("Sentra kerajinan"),
    "peta": gettext_lazy("Peta kerajinan"),
    "statistik": gettext_lazy("Angka yang dapat diperiksa"),
    "data": gettext_lazy("Data terbuka"),
    "tentang": gettext_lazy("Tentang kami"),
    "kontak": gettext_lazy("Kontak"),
    "bantuan": gettext_lazy("Bantuan"),
    "privasi": gettext_lazy("Privasi"),
    "aksesibilitas": gettext_lazy("Aksesibilitas"),
    "agenda": gettext_lazy("Agenda"),
    "kabar": gettext_lazy("Kabar"),
    "kerja-sama": gettext_lazy("Kerja sama"),
    "kurasi": gettext_lazy("Cara kami mengurasi"),
    "verifikasi": gettext_lazy("Periksa sertifikat"),
}


@login_not_required
@require_safe
def share_picture(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The picture of one page; 404 as soon as the page shows nothing to the public."""
    card = CARDS[kind](key) if kind in CARDS else None
    if card is None:
        raise Http404
    picture = picture_of(
        card,
        council=settings.COUNCIL["short_name"],
        site=urlsplit(settings.SITE_URL).netloc,
        language=get_language() or "id",
    )
    headers = {"Cache-Control": f"public, max-age={KEEP_SECONDS}"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


def _page(key: str) -> ShareCard | None:
    if key not in TITLES:
        return None
    newest = Product.objects.published().exclude(cover_sha256="").newest_first()
    cover = newest.values_list("cover_sha256", flat=True).first() if key == "beranda" else ""
    return ShareCard(title=str(TITLES[key]), sha256=cover or "", seed=key)


def _work(code: str) -> ShareCard | None:
    work = Product.objects.published().as_cards().filter(code=code.upper()).first()
    if work is None:
        return None
    place = f"{work.maker_name}, {work.district.name}" if work.district else work.maker_name
    return ShareCard(
        title=translated(work, "name"),
        eyebrow=_("Karya perajin"),
        line=f"{place} · {harga(work)}",
        seal=_("Lolos kurasi, %(grade)s") % {"grade": work.get_grade_display()},
        sha256=work.cover_sha256,
        seed=work.code,
    )


def _maker(slug: str) -> ShareCard | None:
    maker = public_makers().filter(slug=slug).first()
    if maker is None:
        return None
    business = maker.shown_businesses[0]  # type: ignore[attr-defined]
    craft = translated(business.craft, "name") if business.craft else ""
    place = business.village.district.name if business.village else ""
    portrait = getattr(maker, "portrait", "")
    line = " · ".join(filter(None, [craft, place]))
    return ShareCard(maker.name, _("Perajin"), line, sha256=portrait or "", seed=maker.slug)


def _centre(slug: str) -> ShareCard | None:
    centre = CraftCentre.objects.published().filter(slug=slug).first()
    if centre is None:
        return None
    return ShareCard(
        translated(centre, "name"),
        _("Sentra kerajinan"),
        translated(centre, "summary"),
        sha256=centre.photo_sha256,
        seed=centre.slug,
    )


def _craft(slug: str) -> ShareCard | None:
    craft = Craft.objects.filter(slug=slug).first()
    if craft is None:
        return None
    newest = Product.objects.published().filter(craft=craft).exclude(cover_sha256="").newest_first()
    cover = newest.values_list("cover_sha256", flat=True).first()
    return ShareCard(
        translated(craft, "name"), _("Katalog karya"), sha256=cover or "", seed=craft.slug
    )


def _event(slug: str) -> ShareCard | None:
    event = Event.objects.published().filter(slug=slug).first()
    if event is None:
        return None
    title = translated(event, "title")
    return ShareCard(
        title, event.get_kind_display(), f"{days_line(event)} · {event.place}", seed=slug
    )


def _news(slug: str) -> ShareCard | None:
    item = NewsItem.objects.published(on=timezone.localdate()).filter(slug=slug).first()
    if item is None:
        return None
    day = tanggal(item.published_on)
    return ShareCard(
        translated(item, "title"), _("Kabar"), day, sha256=item.photo_sha256, seed=item.slug
    )


def _round(slug: str) -> ShareCard | None:
    found = Round.objects.public().filter(slug=slug).first()
    if found is None:
        return None
    days = rentang(found.opens_at, found.closes_at)
    line = _("Pendaftaran %(days)s") % {"days": days}
    told = _("Pengumuman %(date)s") % {"date": tanggal(found.releases_on)}
    return ShareCard(translated(found, "title"), _("Periode kurasi"), f"{line} · {told}", seed=slug)


CARDS: dict[str, Callable[[str], ShareCard | None]] = {
    "halaman": _page,
    "karya": _work,
    "perajin": _maker,
    "sentra": _centre,
    "kerajinan": _craft,
    "acara": _event,
    "kabar": _news,
    "kurasi": _round,
}
