"""Regions and institutions that the council works with, and what was agreed with them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dekranasda.models import moves_public_epoch
from events.querysets import AgreementQuerySet, FollowUpQuerySet, PartnerQuerySet

if TYPE_CHECKING:
    from django.db.models.manager import Manager

# An agreement that ends within these days is to be talked about (source: issue of programmes).
ENDING_WITHIN = timedelta(days=90)


class Goal(models.TextChoices):
    """What regions work on together: the five concerns named at the visit of Jepara."""

    PEOPLE = "people", _("SDM")
    INNOVATION = "innovation", _("Inovasi")
    MARKETING = "marketing", _("Pemasaran")
    REGULATION = "regulation", _("Regulasi")
    COMMUNITY = "community", _("Komunitas")


class Partner(models.Model):
    """A region or institution that the council works with."""

    class Kind(models.TextChoices):
        REGION = "region", _("Daerah")
        INSTITUTION = "institution", _("Lembaga")
        BUSINESS = "business", _("Pembeli atau perusahaan")

    name = models.CharField(
        _("nama"),
        max_length=120,
        unique=True,
        error_messages={"unique": _("Mitra dengan nama ini sudah tercatat.")},
    )
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind, default=Kind.REGION)
    region_code = models.CharField(_("kode wilayah"), max_length=8, blank=True)
    website = models.URLField(_("situs"), blank=True)
    contact = models.CharField(_("narahubung"), max_length=120, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    objects = PartnerQuerySet.as_manager()

    if TYPE_CHECKING:
        agreements: Manager["Agreement"]

    class Meta:
        verbose_name = _("mitra")
        verbose_name_plural = _("mitra")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """A document between the council's region and a partner; what binds has a state by its days."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Undangan")
        MINUTES = "minutes", _("Berita acara kunjungan")
        MEMORANDUM = "memorandum", _("Kesepakatan Bersama")
        CONTRACT = "contract", _("Perjanjian Kerja Sama")
        PLAN = "plan", _("Rencana aksi")
        REPORT = "report", _("Laporan")

    class State(models.TextChoices):
        """How a binding document stands on a day; never kept, since days decide."""

        DRAFT = "draft", _("Rancangan")
        IN_FORCE = "in_force", _("Berlaku")
        ENDING = "ending", _("Segera berakhir")
        ENDED = "ended", _("Berakhir")

    # Permendagri 22/2020: a memorandum first, then contracts that carry it out.
    BINDING = (Kind.MEMORANDUM, Kind.CONTRACT)

    partner = models.ForeignKey(
        Partner, verbose_name=_("mitra"), on_delete=models.PROTECT, related_name="agreements"
    )
    event = models.ForeignKey(
        "Event",
        verbose_name=_("kunjungan atau acara"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    title = models.CharField(_("judul"), max_length=160)
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    signed_on = models.DateField(
        _("ditandatangani pada"),
        null=True,
        blank=True,
        help_text=_("Kosongkan selama masih rancangan."),
    )
    expires_on = models.DateField(
        _("berlaku sampai"), null=True, blank=True, help_text=_("Kosongkan bila tanpa batas.")
    )
    signed_by_us = models.CharField(
        _("penanda tangan dari kami"), max_length=160, blank=True, help_text=_("Nama dan jabatan.")
    )
    signed_by_them = models.CharField(_("penanda tangan dari mitra"), max_length=160, blank=True)
    summary = models.TextField(_("isi pokok"), blank=True)
    stored_name = models.CharField(_("berkas"), max_length=120, blank=True, editable=False)
    is_public = models.BooleanField(
        _("tampil untuk umum"),
        default=True,
        help_text=_("Judul, nomor, tanggal, dan isi pokok; berkasnya hanya untuk petugas."),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen kerja sama")
        verbose_name_plural = _("dokumen kerja sama")
        ordering = ("-signed_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(signed_on__isnull=False, expires_on__gte=models.F("signed_on"))
                | models.Q(signed_on__isnull=True),
                name="agreement_ends_after_signing",
                violation_error_message=_("Masa berlaku berakhir pada atau sesudah tanda tangan."),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The staff's page."""
        return reverse("events:agreement_detail", args=[self.pk])

    @property
    def is_binding(self) -> bool:
        """Whether it is in force for a time: a memorandum or a contract."""
        return self.kind in self.BINDING

    def state_on(self, day: date) -> State | None:
        """How it stands on the day; None for documents that bind nobody, such as minutes."""
        if not self.is_binding:
            return None
        if self.signed_on is None or self.signed_on > day:
            return self.State.DRAFT
        if self.expires_on is None or self.expires_on > day + ENDING_WITHIN:
            return self.State.IN_FORCE
        return self.State.ENDING if self.expires_on >= day else self.State.ENDED

    @property
    def state_today(self) -> State | None:
        """`state_on` today, for pages."""
        return self.state_on(timezone.localdate())

    @property
    def state_kind(self) -> str:
        """How the state looks today, for `status_tag.html`."""
        kinds = {"draft": "draft", "in_force": "live", "ending": "late", "ended": "closed"}
        return kinds.get(self.state_today or "", "")

    def clean(self) -> None:
        """Raises ValidationError where a signed binding document lacks number or signatories."""
        if not (self.is_binding and self.signed_on):
            return
        missing = {
            name: _("Isi bila sudah ditandatangani.")
            for name in ("number", "signed_by_us", "signed_by_them")
            if not getattr(self, name).strip()
        }
        if missing:
            raise ValidationError(missing)


class FollowUp(models.Model):
    """Something promised on a visit or in an agreement: by whom, until when, what became of it."""

    class State(models.TextChoices):
        """How a promise stands on a day; the day decides what is late."""

        OPEN = "open", pgettext_lazy("janji", "Berjalan")
        OVERDUE = "overdue", _("Lewat tenggat")
        DONE = "done", pgettext_lazy("janji", "Selesai")
        DROPPED = "dropped", pgettext_lazy("janji", "Tidak dilanjutkan")

    event = models.ForeignKey(
        "Event",
        verbose_name=_("kunjungan atau acara"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("dokumen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
    )
    goal = models.CharField(_("bidang"), max_length=10, choices=Goal)
    promise = models.CharField(_("yang dijanjikan"), max_length=240)
    promise_en = models.CharField(_("janji dalam bahasa Inggris"), max_length=240, blank=True)
    promised_by = models.CharField(
        _("penanggung jawab"), max_length=120, help_text=_("Lembaga atau jabatan; dibaca umum.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("petugas yang mengawal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Menerima pengingat; tidak ditampilkan. Bila kosong: sekretariat."),
    )
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    done_on = models.DateField(_("selesai pada"), null=True, blank=True)
    dropped_on = models.DateField(_("dihentikan pada"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=240, blank=True)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("tindak lanjut")
        verbose_name_plural = _("tindak lanjut")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, dropped_on__isnull=True)
                | ~models.Q(outcome=""),
                name="follow_up_done_has_outcome",
                violation_error_message=_("Tulis hasilnya bila sudah selesai."),
            ),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | models.Q(dropped_on__isnull=True),
                name="follow_up_settled_once",
                violation_error_message=_("Selesai atau tidak dilanjutkan, tidak keduanya."),
            ),
            models.CheckConstraint(
                condition=models.Q(event__isnull=False) | models.Q(agreement__isnull=False),
                name="follow_up_of_something",
                violation_error_message=_("Pilih kunjungan atau dokumennya."),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.promise

    def clean(self) -> None:
        """Raises ValidationError where work is done on a day that has not come yet."""
        if self.done_on and self.done_on > timezone.localdate():
            raise ValidationError({"done_on": _("Tanggal selesai belum tiba.")})

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: done, or given up with the reason."""
        return self.done_on is not None or self.dropped_on is not None

    def state_on(self, day: date) -> State:
        """How it stands on the day."""
        if self.done_on:
            return self.State.DONE
        if self.dropped_on:
            return self.State.DROPPED
        is_late = self.due_on is not None and self.due_on < day
        return self.State.OVERDUE if is_late else self.State.OPEN

    @property
    def state_today(self) -> State:
        """`state_on` today, for pages."""
        return self.state_on(timezone.localdate())

    @property
    def state_kind(self) -> str:
        """How the state looks today, for `status_tag.html`."""
        return {"open": "waiting", "overdue": "late", "done": "passed", "dropped": "closed"}[
            self.state_today
        ]


class VisitParty(models.Model):
    """Who took part in a visit, by office or institution; no names of persons are needed."""

    class Side(models.TextChoices):
        HOST = "host", _("Tuan rumah")
        GUEST = "guest", _("Tamu")

    event = models.ForeignKey("Event", on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(_("pihak"), max_length=5, choices=Side, default=Side.GUEST)
    name = models.CharField(_("lembaga atau kantor"), max_length=120)
    people = models.PositiveSmallIntegerField(_("jumlah orang"), null=True, blank=True)

    class Meta:
        verbose_name = _("pihak dalam kunjungan")
        verbose_name_plural = _("pihak dalam kunjungan")
        ordering = ("side", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "name"],
                name="visit_party_once",
                violation_error_message=_("Lembaga ini sudah tercatat pada kunjungan ini."),
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.name


class VisitGoal(models.Model):
    """One of the five goals of a visit: what was talked about, and what came of it."""

    event = models.ForeignKey("Event", on_delete=models.CASCADE, related_name="goals")
    goal = models.CharField(_("bidang"), max_length=10, choices=Goal)
    discussed = models.TextField(_("yang dibicarakan"), blank=True)
    result = models.TextField(_("hasil"), blank=True)

    class Meta:
        verbose_name = _("bidang kunjungan")
        verbose_name_plural = _("bidang kunjungan")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["event", "goal"], name="visit_goal_once"),)
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.get_goal_display()


class VisitPhoto(models.Model):
    """A photograph of a visit or any other event, cleaned by the portal's one way in; public."""

    event = models.ForeignKey("Event", on_delete=models.CASCADE, related_name="visit_photos")
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    colour = models.CharField(max_length=7, editable=False)
    alt = models.CharField(
        _("yang tampak"), max_length=160, help_text=_("Untuk orang yang tidak melihat fotonya.")
    )
    alt_en = models.CharField(_("yang tampak, dalam bahasa Inggris"), max_length=160, blank=True)
    added_at = models.DateTimeField(_("ditambahkan pada"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("foto acara")
        verbose_name_plural = _("foto acara")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["event", "sha256"],
                name="visit_photo_once",
                violation_error_message=_("Foto ini sudah ada di acara ini."),
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.alt
