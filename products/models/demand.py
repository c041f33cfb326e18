"""What visitors ask and look for: taps on WhatsApp, searches without an answer, synonyms."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.models.works import Product


class Enquiry(models.Model):
    """A tap on «Tanya lewat WhatsApp»: which work, when, from where; nothing about the person."""

    class Origin(models.TextChoices):
        PAGE = "page", _("Halaman")
        LABEL = "label", _("Label QR")

    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.CASCADE, related_name="enquiries"
    )
    asked_at = models.DateTimeField(_("pada"), default=timezone.now)
    origin = models.CharField(_("dari"), max_length=5, choices=Origin, default=Origin.PAGE)

    class Meta:
        verbose_name = _("pertanyaan pembeli")
        verbose_name_plural = _("pertanyaan pembeli")
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.product} · {self.asked_at:%Y-%m-%d}"


class SearchSynonym(models.Model):
    """Words that search treats as the same, kept by staff."""

    term = models.CharField(_("kata"), max_length=60, unique=True)
    means = models.CharField(
        _("juga dicari sebagai"), max_length=200, help_text=_("Dipisahkan koma.")
    )

    class Meta:
        verbose_name = _("sinonim pencarian")
        verbose_name_plural = _("sinonim pencarian")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term


class EmptySearch(models.Model):
    """A search that no work answered as it was typed: its words and how often on a day.

    Nothing of who asked, and nothing that looks like somebody's number or address.
    """

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("Dibetulkan ejaannya")
        COMPLETED = "completed", _("Dilengkapi")
        SOME = "some", _("Hanya sebagian katanya")
        NOTHING = "nothing", _("Tidak ada hasil")

    day = models.DateField(_("hari"))
    words = models.CharField(_("kata"), max_length=60)
    outcome = models.CharField(_("yang ditampilkan"), max_length=9, choices=Outcome)
    number = models.PositiveIntegerField(_("berapa kali"), default=1)

    class Meta:
        verbose_name = _("pencarian tanpa hasil")
        verbose_name_plural = _("pencarian tanpa hasil")
        ordering = ("-day", "-number")
        constraints = (
            models.UniqueConstraint(fields=["day", "words"], name="empty_search_once_a_day"),
        )

    def __str__(self) -> str:
        return self.words
