"""What the secretariat does to photographs before anybody judges: marks for the maker, covers."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.rubrics import Criterion
from curation.models.submissions import Submission
from products.models import Photo, ProductVersion

if TYPE_CHECKING:
    pass

USER = settings.AUTH_USER_MODEL
PERCENT = [MaxValueValidator(100)]


class PhotoMark(models.Model):
    """A spot on a photograph with a sentence to the maker.

    Without a criterion it goes out with a request to complete, with one as part of the verdict.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="photo_marks")
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    photo = models.ForeignKey(
        Photo, verbose_name=_("foto"), on_delete=models.CASCADE, related_name="+"
    )
    criterion = models.ForeignKey(
        Criterion,
        verbose_name=_("kriteria"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    x = models.PositiveSmallIntegerField(_("dari kiri (persen)"), validators=PERCENT)
    y = models.PositiveSmallIntegerField(_("dari atas (persen)"), validators=PERCENT)
    sentence = models.CharField(_("yang perlu diperbaiki di sini"), max_length=200)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("ditandai pada"))
    sent_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("tanda pada foto")
        verbose_name_plural = _("tanda pada foto")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(x__lte=100, y__lte=100), name="photo_mark_on_photo"
            ),
        )

    def __str__(self) -> str:
        return self.sentence


class PhotoCover(models.Model):
    """What curators see in a photograph's place: nothing, or a copy with parts covered."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="photo_covers"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    photo = models.ForeignKey(
        Photo, verbose_name=_("foto"), on_delete=models.CASCADE, related_name="+"
    )
    # Rectangles as [left, top, width, height] in percent; none withholds the photograph.
    rectangles = models.JSONField(_("bagian yang ditutup"), default=list, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("disembunyikan pada"))

    class Meta:
        verbose_name = _("foto yang disamarkan")
        verbose_name_plural = _("foto yang disamarkan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["version", "photo"], name="photo_cover_once"),
            models.CheckConstraint(
                condition=models.Q(rectangles=[], sha256="")
                | (~models.Q(rectangles=[]) & ~models.Q(sha256="")),
                name="photo_cover_whole",
            ),
        )

    def __str__(self) -> str:
        return str(self.photo)
