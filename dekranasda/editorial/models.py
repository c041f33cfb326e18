"""News, the texts of plain pages, and the makers whose stories the front page tells."""

from datetime import date

import pghistory
from django.core.validators import MinLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan
from dekranasda.models import moves_public_epoch

WRITING = _(
    "Baris kosong memisahkan paragraf. Awali baris dengan «## » untuk subjudul, «- » untuk butir. "
    "Alamat situs dan surel menjadi tautan."
)


class NewsQuerySet(models.QuerySet["NewsItem"]):
    """News."""

    def published(self, *, on: date) -> "NewsQuerySet":
        """What the public reads on the day, the newest first."""
        return self.filter(is_public=True, published_on__lte=on).order_by("-published_on", "-pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NewsItem(models.Model):
    """One piece of news: words, one photograph, works that it speaks of."""

    title = models.CharField(_("judul"), max_length=120, validators=[MinLengthValidator(5)])
    title_en = models.CharField(_("judul Inggris"), max_length=120, blank=True)
    slug = models.SlugField(_("alamat"), max_length=80, unique=True)
    summary = models.CharField(
        _("ringkasan"), max_length=220, help_text=_("Satu atau dua kalimat untuk daftar kabar.")
    )
    summary_en = models.CharField(_("ringkasan Inggris"), max_length=220, blank=True)
    body = models.TextField(_("isi"), max_length=6000, help_text=WRITING)
    body_en = models.TextField(_("isi Inggris"), max_length=6000, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    photo_colour = models.CharField(max_length=7, blank=True, editable=False)
    photo_alt = models.CharField(_("apa yang terlihat di foto"), max_length=160, blank=True)
    photo_alt_en = models.CharField(_("keterangan foto Inggris"), max_length=160, blank=True)
    work_codes = models.CharField(
        _("kode karya terkait"),
        max_length=80,
        blank=True,
        help_text=_("Kode lima huruf, dipisah spasi. Karya yang tidak tampil tidak ikut tampil."),
    )
    published_on = models.DateField(_("tanggal kabar"), default=timezone.localdate)
    is_public = models.BooleanField(
        _("tayang"), default=False, help_text=_("Tanpa centang, kabar ini masih draf.")
    )
    is_demo = models.BooleanField(_("contoh"), default=False, editable=False)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")
        ordering = ("-published_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(photo_sha256="") | ~models.Q(photo_alt=""),
                name="news_photo_described",
                violation_error_message=_("Tulis apa yang terlihat di foto."),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("news_detail", args=[self.slug])


class PageTextQuerySet(models.QuerySet["PageText"]):
    """Texts of pages."""

    def of_page(self, page: str) -> "PageText | None":
        """The text that a page shows instead of the portal's own; None where that stands."""
        return self.filter(page=page, is_public=True).first()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PageText(models.Model):
    """The council's own words for a plain page; a draft until it is shown."""

    class Page(models.TextChoices):
        ABOUT = "about", _("Tentang kami")
        CONTACT = "contact", _("Kontak")
        HELP = "help", _("Bantuan")
        ACCESSIBILITY = "accessibility", _("Aksesibilitas")

    page = models.CharField(_("halaman"), max_length=20, choices=Page)
    body = models.TextField(_("isi"), max_length=12_000, help_text=WRITING)
    body_en = models.TextField(_("isi Inggris"), max_length=12_000, blank=True)
    is_public = models.BooleanField(
        _("tayang"),
        default=False,
        help_text=_("Satu naskah per halaman. Tanpa centang, naskah ini masih draf."),
    )
    updated_at = models.DateTimeField(_("diubah pada"), auto_now=True)

    objects = PageTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("naskah halaman")
        verbose_name_plural = _("naskah halaman")
        ordering = ("page", "-updated_at")
        constraints = (
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(is_public=True),
                name="page_text_one_public",
                violation_error_message=_(
                    "Halaman ini sudah punya naskah yang tayang. Hapus dulu centang tayangnya."
                ),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.get_page_display()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FeaturedStory(models.Model):
    """A maker whose story the front page tells; one of them each day, in their order."""

    artisan = models.OneToOneField(
        Artisan, verbose_name=_("perajin"), on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("kisah pilihan")
        verbose_name_plural = _("kisah pilihan")
        ordering = ("position", "pk")
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.artisan.name
