"""Documents of craft centres and associations: deeds, decrees, minutes; for staff only."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.associations import Association
from artisans.models.centres import CraftCentre
from artisans.querysets import GroupDocumentQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GroupDocument(models.Model):
    """A file that a centre or an association stands on, such as its deed; never public."""

    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="documents",
    )
    association = models.ForeignKey(
        Association,
        verbose_name=_("paguyuban"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="documents",
    )
    title = models.CharField(
        _("judul"), max_length=120, help_text=_("Misalnya akta notaris, atau SK kepala desa.")
    )
    dated_on = models.DateField(
        _("tanggal dokumen"), null=True, blank=True, help_text=_("Kosongkan bila tidak diketahui.")
    )
    stored_name = models.CharField(_("berkas"), max_length=120, unique=True, editable=False)
    added_at = models.DateTimeField(_("ditambahkan pada"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditambahkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = GroupDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen sentra atau paguyuban")
        verbose_name_plural = _("dokumen sentra atau paguyuban")
        ordering = ("-dated_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(centre__isnull=True) ^ models.Q(association__isnull=True),
                name="document_of_one_group",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def group(self) -> CraftCentre | Association:
        """The centre or the association that keeps it; one query unless it is at hand."""
        return self.centre or self.association  # type: ignore[return-value]  # one by constraint
