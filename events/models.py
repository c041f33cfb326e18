"""Trainings, exhibitions, visits and meetings: who came, what was agreed, what came of it."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artisans.models import Artisan, Business, Craft, District, ReadinessAssessment
from dekranasda.models import moves_public_epoch
from events.querysets import EventQuerySet, RegistrationQuerySet
from products.models import Product

if TYPE_CHECKING:
    from django.db.models.manager import Manager

# No letter or digit that is taken for another when it is read aloud.
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"


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

    name = models.CharField(_("nama"), max_length=120, unique=True)
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind, default=Kind.REGION)
    region_code = models.CharField(_("kode wilayah"), max_length=8, blank=True)
    website = models.URLField(_("situs"), blank=True)
    contact = models.CharField(_("narahubung"), max_length=120, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("mitra")
        verbose_name_plural = _("mitra")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """Something on the council's calendar. `taken` counts confirmed seats under the row's lock."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Pelatihan")
        EXHIBITION = "exhibition", _("Pameran")
        VISIT = "visit", _("Kunjungan")
        MEETING = "meeting", _("Pertemuan")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draf")
        PUBLISHED = "published", _("Tayang")
        CANCELLED = "cancelled", _("Dibatalkan")

    PATHS: ClassVar[dict[str, str]] = {
        "training": "pelatihan",
        "exhibition": "pameran",
        "visit": "kunjungan",
        "meeting": "pertemuan",
    }

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    slug = models.SlugField(_("alamat"), max_length=90, unique=True)
    title = models.CharField(_("judul"), max_length=140)
    title_en = models.CharField(_("judul Inggris"), max_length=140, blank=True)
    summary = models.CharField(_("ringkasan"), max_length=220, blank=True)
    summary_en = models.CharField(_("ringkasan Inggris"), max_length=220, blank=True)
    description = models.TextField(
        _("keterangan"), blank=True, help_text=_("Materi, susunan acara, atau syarat tempat.")
    )
    description_en = models.TextField(_("keterangan Inggris"), blank=True)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    place = models.CharField(_("tempat"), max_length=160)
    district = models.ForeignKey(
        District,
        verbose_name=_("kecamatan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organiser = models.CharField(_("penyelenggara"), max_length=160, blank=True)
    mentors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pengajar atau pendamping"),
        blank=True,
        related_name="+",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("mitra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    quota = models.PositiveIntegerField(
        _("jumlah tempat"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Kosongkan bila perajin tidak perlu mendaftar."),
    )
    taken = models.PositiveIntegerField(_("terisi"), default=0, editable=False)
    registration_closes_at = models.DateTimeField(
        _("pendaftaran sampai"),
        null=True,
        blank=True,
        help_text=_("Bila kosong: sampai acara mulai."),
    )
    crafts = models.ManyToManyField(
        Craft,
        verbose_name=_("untuk kerajinan"),
        blank=True,
        related_name="+",
        help_text=_("Bila kosong: untuk semua."),
    )
    minimum_readiness = models.PositiveSmallIntegerField(
        _("kesiapan paling rendah"),
        choices=ReadinessAssessment.Level,
        null=True,
        blank=True,
    )
    topic = models.CharField(
        _("kode kriteria"),
        max_length=8,
        blank=True,
        help_text=_("Kriteria kurasi yang dilatih, misalnya KMS; menghubungkan dengan pembinaan."),
    )
    budget_year = models.PositiveSmallIntegerField(
        _("tahun anggaran"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    activity_code = models.CharField(
        _("kode subkegiatan"), max_length=40, blank=True, help_text=_("Permendagri 90/2019.")
    )
    cost_idr = models.BigIntegerField(_("biaya"), null=True, blank=True)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.DRAFT)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=200, blank=True)
    report = models.TextField(
        _("laporan"), blank=True, help_text=_("Tampil sesudah acara: apa yang terjadi, hasilnya.")
    )
    report_en = models.TextField(_("laporan Inggris"), blank=True)
    source = models.CharField(_("sumber"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("contoh"), default=False, editable=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = EventQuerySet.as_manager()

    if TYPE_CHECKING:
        sessions: Manager["Session"]
        registrations: Manager["Registration"]
        exhibits: Manager["Exhibit"]
        agreements: Manager["Agreement"]
        follow_ups: Manager["FollowUp"]

    class Meta:
        verbose_name = _("acara")
        verbose_name_plural = _("acara")
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=["state", "starts_at"], name="event_calendar"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("Waktu selesai tidak boleh sebelum waktu mulai."),
            ),
            models.CheckConstraint(
                condition=models.Q(registration_closes_at__isnull=True)
                | models.Q(registration_closes_at__lte=models.F("ends_at")),
                name="event_registration_closes_before_end",
                violation_error_message=_("Pendaftaran harus ditutup sebelum acara selesai."),
            ),
            models.CheckConstraint(
                condition=models.Q(quota__isnull=True, taken=0)
                | models.Q(quota__isnull=False, taken__lte=models.F("quota")),
                name="event_taken_within_quota",
                violation_error_message=_(
                    "Jumlah tempat tidak boleh di bawah jumlah peserta yang sudah diterima."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | ~models.Q(cancel_reason=""),
                name="event_cancelled_has_reason",
                violation_error_message=_("Tulis alasan pembatalan."),
            ),
        )
        # Seats taken move no edition of the public pages: those are at most a minute old anyway.
        triggers = (
            moves_public_epoch(
                "(OLD.state <> 'draft' OR NEW.state <> 'draft')"
                " AND (OLD.id IS NULL OR NEW.id IS NULL OR OLD.taken = NEW.taken)"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The event's public page."""
        return reverse("events:event_detail", args=[self.PATHS[self.kind], self.slug])

    @property
    def places_left(self) -> int | None:
        """Seats that are free; None where nobody has to register."""
        return None if self.quota is None else self.quota - self.taken

    @property
    def closes_at(self) -> datetime:
        """The moment after which nobody registers any more."""
        return self.registration_closes_at or self.starts_at

    def is_open(self, *, at: datetime) -> bool:
        """Whether artisans may register at the moment."""
        return self.state == self.State.PUBLISHED and self.quota is not None and at < self.closes_at

    def has_ended(self, *, at: datetime) -> bool:
        """Whether it is over."""
        return self.ends_at <= at


class Session(models.Model):
    """One part of an event on one day, where it has several."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("judul"), max_length=140)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    teacher = models.CharField(_("pengajar"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("sesi")
        verbose_name_plural = _("sesi")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("Waktu selesai harus sesudah waktu mulai."),
            ),
        )

    def __str__(self) -> str:
        return self.title


def make_ticket_code() -> str:
    """A new ticket code of six unambiguous characters."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(6))


class Registration(models.Model):
    """An artisan's seat at an event, or place on its waiting list. Written by registration.py."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Diterima")
        WAITING = "waiting", _("Daftar tunggu")
        CANCELLED = "cancelled", pgettext_lazy("pendaftaran", "Batal")
        ATTENDED = "attended", _("Hadir")

    SEATED: ClassVar[tuple[str, ...]] = ("confirmed", "attended")

    event = models.ForeignKey(
        Event, verbose_name=_("acara"), on_delete=models.PROTECT, related_name="registrations"
    )
    artisan = models.ForeignKey(
        Artisan, verbose_name=_("perajin"), on_delete=models.PROTECT, related_name="+"
    )
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("keadaan"), max_length=9, choices=State)
    position = models.PositiveIntegerField(_("nomor tunggu"), null=True, blank=True)
    code = models.CharField(_("kode"), max_length=6, unique=True, default=make_ticket_code)
    needs_transport = models.BooleanField(_("perlu angkutan"), default=False)
    brings_child = models.BooleanField(_("membawa anak kecil"), default=False)
    accessibility = models.CharField(
        _("kebutuhan khusus"),
        max_length=200,
        blank=True,
        help_text=_("Misalnya: kursi roda, juru bahasa isyarat. Hanya dibaca panitia."),
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("didaftarkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    registered_at = models.DateTimeField(_("mendaftar pada"))
    seated_at = models.DateTimeField(_("diterima pada"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    if TYPE_CHECKING:
        attendances: Manager["Attendance"]
        certificate: "Certificate"
        evaluation: "Evaluation"

    class Meta:
        verbose_name = _("pendaftaran")
        verbose_name_plural = _("pendaftaran")
        ordering = ("event", "position", "registered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["event", "artisan"],
                name="registration_once",
                violation_error_message=_("Perajin ini sudah terdaftar."),
            ),
            # Deferred, since closing a gap moves a whole list by one.
            models.UniqueConstraint(
                fields=["event", "position"],
                name="registration_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", position__isnull=False, position__gte=1)
                | (~models.Q(state="waiting") & models.Q(position__isnull=True)),
                name="registration_waiting_has_position",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | models.Q(cancelled_at__isnull=False),
                name="registration_cancelled_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.artisan} · {self.event}"

    @property
    def is_live(self) -> bool:
        """Whether the artisan is coming or waiting to."""
        return self.state in (self.State.CONFIRMED, self.State.WAITING)

    @property
    def kind_of_state(self) -> str:
        """How the state looks: the kind that status_tag.html takes."""
        return {
            self.State.CONFIRMED: "passed",
            self.State.WAITING: "waiting",
            self.State.CANCELLED: "closed",
            self.State.ATTENDED: "live",
        }[self.State(self.state)]


class Attendance(models.Model):
    """That a registered artisan was there, at one session or at an event without sessions."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendances"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    marked_at = models.DateTimeField(_("dicatat pada"))
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")
        ordering = ("marked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["registration", "session"],
                name="attendance_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration} · {self.session or ''}"


class Certificate(models.Model):
    """Proof that an artisan took part in a training."""

    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="certificate"
    )
    number = models.CharField(_("nomor"), max_length=40, unique=True)
    issued_on = models.DateField(_("terbit pada"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diterbitkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_on = models.DateField(_("dicabut pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("sertifikat pelatihan")
        verbose_name_plural = _("sertifikat pelatihan")
        ordering = ("-issued_on", "number")
        triggers = (pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.number


class Exhibit(models.Model):
    """A work shown at an exhibition, and what came of it. Money in whole rupiah."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="exhibits")
    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    stand = models.CharField(_("stan"), max_length=40, blank=True)
    quantity = models.PositiveIntegerField(_("jumlah dibawa"), default=1)
    sold_count = models.PositiveIntegerField(_("jumlah terjual"), default=0)
    price_idr = models.BigIntegerField(_("harga jual"), null=True, blank=True)
    order_count = models.PositiveIntegerField(_("pesanan"), default=0)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("karya pameran")
        verbose_name_plural = _("karya pameran")
        ordering = ("event", "pk")
        constraints = (
            models.UniqueConstraint(fields=["event", "product"], name="exhibit_once"),
            models.CheckConstraint(
                condition=models.Q(sold_count__lte=models.F("quantity")),
                name="exhibit_sold_within_quantity",
                violation_error_message=_("Jumlah terjual melebihi jumlah yang dibawa."),
            ),
            models.CheckConstraint(
                condition=models.Q(price_idr__gte=0) | models.Q(price_idr__isnull=True),
                name="exhibit_price_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} · {self.event}"


class Evaluation(models.Model):
    """What a participant knew before and after, 0–100, and thought of it, 1–5."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="evaluation"
    )
    before = models.PositiveSmallIntegerField(
        _("nilai awal"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    after = models.PositiveSmallIntegerField(
        _("nilai akhir"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    satisfaction = models.PositiveSmallIntegerField(
        _("kepuasan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    comment = models.TextField(_("saran"), blank=True)

    class Meta:
        verbose_name = _("evaluasi")
        verbose_name_plural = _("evaluasi")
        constraints = (
            models.CheckConstraint(
                condition=(models.Q(before__lte=100) | models.Q(before__isnull=True))
                & (models.Q(after__lte=100) | models.Q(after__isnull=True)),
                name="evaluation_scores_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(satisfaction__range=(1, 5))
                | models.Q(satisfaction__isnull=True),
                name="evaluation_satisfaction_1_to_5",
            ),
        )

    def __str__(self) -> str:
        return str(self.registration)


class Agreement(models.Model):
    """A document between the council's region and a partner."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Undangan")
        MINUTES = "minutes", _("Berita acara kunjungan")
        MEMORANDUM = "memorandum", _("Kesepakatan Bersama")
        CONTRACT = "contract", _("Perjanjian Kerja Sama")
        PLAN = "plan", _("Rencana aksi")
        REPORT = "report", _("Laporan")

    partner = models.ForeignKey(
        Partner, verbose_name=_("mitra"), on_delete=models.PROTECT, related_name="agreements"
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("acara"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    title = models.CharField(_("judul"), max_length=160)
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    signed_on = models.DateField(_("tanggal"), null=True, blank=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    summary = models.TextField(_("isi pokok"), blank=True)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    class Meta:
        verbose_name = _("dokumen kerja sama")
        verbose_name_plural = _("dokumen kerja sama")
        ordering = ("-signed_on", "pk")
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.title


class FollowUp(models.Model):
    """Something promised on a visit: by whom, until when, and whether it was kept."""

    event = models.ForeignKey(
        Event, verbose_name=_("acara"), on_delete=models.CASCADE, related_name="follow_ups"
    )
    goal = models.CharField(_("bidang"), max_length=10, choices=Goal)
    promise = models.CharField(_("yang dijanjikan"), max_length=240)
    promise_en = models.CharField(_("janji dalam bahasa Inggris"), max_length=240, blank=True)
    promised_by = models.CharField(_("penanggung jawab"), max_length=120)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    done_on = models.DateField(_("selesai pada"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=240, blank=True)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    class Meta:
        verbose_name = _("tindak lanjut")
        verbose_name_plural = _("tindak lanjut")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | ~models.Q(outcome=""),
                name="follow_up_done_has_outcome",
                violation_error_message=_("Tulis hasilnya bila sudah selesai."),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.promise

    def clean(self) -> None:
        """Raises ValidationError where work is done before it was promised to begin."""
        if self.done_on and self.done_on > timezone.localdate():
            raise ValidationError({"done_on": _("Tanggal selesai belum tiba.")})
