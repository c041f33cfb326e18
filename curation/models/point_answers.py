"""What a maker answers to a point that was to be mended."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.rubrics import Criterion
from curation.models.submissions import CompletionItem, Submission
from products.models import ProductVersion

# The submission is still at the version that was judged, waits for its maker, and has no successor.
WAITS = """
    IF NOT EXISTS (
        SELECT 1 FROM curation_submission AS work
        WHERE work.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.submission_id
                ELSE NEW.submission_id END
            AND work.version_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id
                ELSE NEW.version_id END
            AND work.state IN ('needs_completion', 'revision_requested', 'coaching', 'rejected')
            AND NOT EXISTS (
                SELECT 1 FROM curation_submission AS later WHERE later.predecessor_id = work.id
            )
    ) THEN
        RAISE EXCEPTION 'pgtrigger: the answer was sent with the work';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class PointAnswer(models.Model):
    """A maker's short answer to one weak criterion or one request, read at the second look."""

    LONGEST = 300
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="point_answers"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(
        Criterion,
        verbose_name=_("kriteria"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    item = models.OneToOneField(
        CompletionItem,
        verbose_name=_("permintaan kelengkapan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answer",
    )
    text = models.CharField(_("jawaban"), max_length=LONGEST)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("ditulis pada"))

    class Meta:
        verbose_name = _("jawaban perajin")
        verbose_name_plural = _("jawaban perajin")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(criterion__isnull=True) ^ models.Q(item__isnull=True),
                name="point_answer_to_one_point",
            ),
            models.UniqueConstraint(
                fields=["submission", "version", "criterion"], name="point_answer_once"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="point_answer_before_sending",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=WAITS,
            ),
        )

    def __str__(self) -> str:
        return self.text
