"""What happens to a work after it passed: complaints, suspensions, revocations, objections."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.decisions import Certificate
from curation.models.triggers import written_once
from products.models import Product

USER = settings.AUTH_USER_MODEL


class Complaint(models.Model):
    """What somebody from the public says is wrong with a work on show. No account, no name."""

    class Kind(models.TextChoices):
        NOT_HANDMADE = "not_handmade", _("Bukan buatan tangan, atau barang beli jadi")
        COPIED = "copied", _("Meniru karya atau motif orang lain")
        NOT_AS_SHOWN = "not_as_shown", _("Barangnya tidak seperti di halaman ini")
        UNSAFE = "unsafe", _("Tidak aman dipakai")
        OTHER = "other", _("Hal lain")

    class Outcome(models.TextChoices):
        DISMISSED = "dismissed", _("Tidak ditindaklanjuti")
        SUSPENDED = "suspended", _("Karya ditangguhkan")

    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("yang tidak benar"), max_length=12, choices=Kind)
    statement = models.TextField(_("penjelasan"), max_length=1000)
    contact = models.CharField(_("kontak pelapor"), max_length=120, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("dilaporkan pada"))
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome, blank=True)
    note = models.TextField(_("alasan"), max_length=1000, blank=True)
    settled_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("ditutup pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("laporan")
        verbose_name_plural = _("laporan")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="", settled_by__isnull=True, settled_at__isnull=True)
                | (
                    ~Q(outcome="")
                    & ~Q(note="")
                    & Q(settled_by__isnull=False, settled_at__isnull=False)
                ),
                name="complaint_settled_whole",
            ),
        )
        indexes = (
            models.Index(fields=["made_at"], condition=Q(outcome=""), name="complaint_open"),
        )
        triggers = (
            written_once("contact"),  # which goes when its time is over
            pgtrigger.Protect(name="complaint_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.product.code}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The secretariat's page."""
        return reverse("curation:complaint", args=[self.pk])


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Suspensions."""

    def open(self) -> "SuspensionQuerySet":
        """Neither lifted nor ended by a revocation."""
        return self.filter(outcome="")

    def with_work(self) -> "SuspensionQuerySet":
        """With what a list shows of each."""
        return self.select_related("certificate__product", "started_by")


class Suspension(models.Model):
    """A certificate put aside until a question is settled. Every field is written once."""

    class Outcome(models.TextChoices):
        LIFTED = "lifted", _("Dipulihkan")
        REVOKED = "revoked", _("Dicabut")

    class AppealOutcome(models.TextChoices):
        UPHELD = "upheld", _("Diterima, sertifikat berlaku lagi")
        DISMISSED = "dismissed", _("Ditolak")

    certificate = models.ForeignKey(
        Certificate,
        verbose_name=_("sertifikat"),
        on_delete=models.PROTECT,
        related_name="suspensions",
    )
    complaint = models.OneToOneField(
        Complaint, verbose_name=_("laporan"), on_delete=models.PROTECT, null=True, blank=True
    )
    reason = models.TextField(_("alasan"), max_length=1000)
    started_by = models.ForeignKey(
        USER, verbose_name=_("ditangguhkan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("ditangguhkan pada"))
    answer_due_at = models.DateTimeField(_("tenggat tanggapan"))
    answer = models.TextField(_("tanggapan pembuat"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("ditanggapi pada"), null=True, blank=True)
    revocation_reason = models.CharField(_("alasan pencabutan"), max_length=255, blank=True)
    proposed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("pencabutan diusulkan pada"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=7, choices=Outcome, blank=True)
    outcome_reason = models.CharField(_("alasan hasil"), max_length=255, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputus pada"), null=True, blank=True)
    appeal = models.TextField(_("keberatan"), max_length=2000, blank=True)
    appealed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    appealed_at = models.DateTimeField(_("keberatan diajukan pada"), null=True, blank=True)
    appeal_outcome = models.CharField(
        _("hasil keberatan"), max_length=9, choices=AppealOutcome, blank=True
    )
    appeal_reason = models.TextField(_("alasan putusan"), max_length=2000, blank=True)
    appeal_decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    appeal_decided_at = models.DateTimeField(_("keberatan diputus pada"), null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("penangguhan")
        verbose_name_plural = _("penangguhan")
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(outcome=""), name="one_open_suspension"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(outcome="")
                    & ~Q(outcome_reason="")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="suspension_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="revoked")
                | (Q(proposed_by__isnull=False) & ~Q(proposed_by=F("decided_by"))),
                name="revocation_by_two",
            ),
            models.CheckConstraint(
                condition=Q(appealed_at__isnull=True) | Q(outcome="revoked"),
                name="revocation_appeal_of_revoked",
            ),
            models.CheckConstraint(
                condition=Q(appeal_outcome="", appeal_decided_by__isnull=True)
                | (
                    ~Q(appeal_outcome="")
                    & ~Q(appeal_reason="")
                    & Q(appealed_at__isnull=False, appeal_decided_by__isnull=False)
                    & ~Q(appeal_decided_by=F("started_by"))
                    & ~Q(appeal_decided_by=F("proposed_by"))
                    & ~Q(appeal_decided_by=F("decided_by"))
                ),
                name="revocation_appeal_by_others",
            ),
        )
        triggers = (
            written_once(),
            pgtrigger.Protect(name="suspension_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.certificate.number}: {self.get_outcome_display() or _('ditangguhkan')}"

    def get_absolute_url(self) -> str:
        """The secretariat's page."""
        return reverse("curation:suspension", args=[self.pk])
