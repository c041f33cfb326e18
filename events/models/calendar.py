"""Trainings, exhibitions, visits and meetings, and their parts."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote_plus

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft, District, ReadinessAssessment
from dekranasda.models import moves_public_epoch
from events.models.moves import NOTES_MOVE, Movable
from events.models.partners import Partner
from events.querysets import EventDocumentQuerySet, EventQuerySet
from products.models import Product

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from events.models.exhibitions import Exhibit
    from events.models.partners import Agreement, FollowUp, VisitGoal, VisitParty, VisitPhoto
    from events.models.registrations import Registration


# What a calendar entry says; a change of it makes the entry a newer one (RFC 5545, SEQUENCE).
IN_CALENDAR = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "starts_at",
    "ends_at",
    "place",
    "state",
)


class Event(Movable):
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
    # Kinds with parties, goals and minutes on a record of their own.
    RECORDED: ClassVar[tuple[str, ...]] = ("visit", "meeting")

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
    map_url = models.URLField(
        _("tautan peta"),
        blank=True,
        help_text=_("Salin dari aplikasi peta. Bila kosong: peta mencari nama tempatnya."),
    )
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
    offer_hours = models.PositiveSmallIntegerField(
        _("lama tawaran (jam)"),
        default=0,
        validators=[MaxValueValidator(336)],
        help_text=_(
            "Berapa jam tempat kosong ditahan bagi yang menunggu sampai ia menjawab. "
            "0: ia langsung mendapat tempat."
        ),
    )
    by_invitation = models.BooleanField(
        _("dengan undangan"),
        default=False,
        help_text=_("Perajin tidak mendaftar sendiri; yang diundang dipilih menurut aturan."),
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
    minimum_grade = models.CharField(
        _("kelas kurasi paling rendah"),
        max_length=1,
        choices=Product.Grade,
        blank=True,
        help_text=_("Usaha harus punya karya tayang dengan kelas ini atau lebih baik."),
    )
    districts = models.ManyToManyField(
        District,
        verbose_name=_("untuk usaha di kecamatan"),
        blank=True,
        related_name="+",
        help_text=_("Bila kosong: untuk semua."),
    )
    once_a_year = models.BooleanField(
        _("tidak untuk yang sudah ikut"),
        default=False,
        help_text=_("Menolak yang mengikuti pelatihan dengan kode kriteria sama dalam setahun."),
    )
    bring = models.TextField(
        _("yang perlu dibawa"), blank=True, help_text=_("Satu hal pada satu baris.")
    )
    bring_en = models.TextField(_("yang perlu dibawa, Inggris"), blank=True)
    topic = models.CharField(
        _("kode kriteria"),
        max_length=8,
        blank=True,
        help_text=_("Kriteria kurasi yang dilatih, misalnya KMS; menghubungkan dengan pembinaan."),
    )
    least_attendance_percent = models.PositiveSmallIntegerField(
        _("kehadiran paling sedikit untuk sertifikat (%)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Bagian sesi yang harus dihadiri peserta."),
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
    # Kept by triggers: how often the calendar entry changed, and when it did last.
    revision = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EventQuerySet.as_manager()

    if TYPE_CHECKING:
        sessions: Manager["Session"]
        documents: Manager["EventDocument"]
        registrations: Manager["Registration"]
        exhibits: Manager["Exhibit"]
        agreements: Manager["Agreement"]
        follow_ups: Manager["FollowUp"]
        parties: Manager["VisitParty"]
        goals: Manager["VisitGoal"]
        visit_photos: Manager["VisitPhoto"]

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
            models.CheckConstraint(
                condition=models.Q(once_a_year=False) | ~models.Q(topic=""),
                name="event_once_a_year_has_topic",
                violation_error_message=_(
                    "Isi kode kriteria: menurut kode itu dilihat siapa yang sudah ikut."
                ),
            ),
        )
        # Seats taken move no edition of the public pages: those are at most a minute old anyway.
        triggers = (
            moves_public_epoch(
                "(OLD.state <> 'draft' OR NEW.state <> 'draft')"
                " AND (OLD.id IS NULL OR NEW.id IS NULL OR OLD.taken = NEW.taken)"
            ),
            NOTES_MOVE,
            pgtrigger.Trigger(
                name="counts_revisions",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(*IN_CALENDAR),  # type: ignore[no-untyped-call]
                condition=pgtrigger.AnyChange(*IN_CALENDAR),
                func="""
                    NEW.revision = OLD.revision + 1;
                    NEW.revised_at = clock_timestamp();
                    RETURN NEW;
                """,
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
    def map_address(self) -> str:
        """Where a map shows the place: the address that was given, or a search for its name."""
        place = f"{self.place}, {settings.COUNCIL['region']}"
        search = "https://www.google.com/maps/search/?api=1&query="
        return self.map_url or search + quote_plus(place)

    @property
    def closes_at(self) -> datetime:
        """The moment after which nobody registers any more."""
        return self.registration_closes_at or self.starts_at

    def is_open(self, *, at: datetime) -> bool:
        """Whether seats are given at the moment."""
        return self.state == self.State.PUBLISHED and self.quota is not None and at < self.closes_at

    def is_open_to_all(self, *, at: datetime) -> bool:
        """Whether artisans may register by themselves at the moment."""
        return self.is_open(at=at) and not self.by_invitation

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
        triggers = (
            pgtrigger.Trigger(
                name="revises_event",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    UPDATE events_event
                    SET revision = revision + 1, revised_at = clock_timestamp()
                    WHERE id IN (OLD.event_id, NEW.event_id);
                    RETURN NULL;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title


class EventDocument(models.Model):
    """A paper of an event to take home: for everybody, or for its participants alone."""

    event = models.ForeignKey(
        Event,
        verbose_name=_("acara"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="documents",
    )
    title = models.CharField(
        _("judul"), max_length=120, help_text=_("Misalnya: lembar kerja menghitung harga.")
    )
    is_public = models.BooleanField(
        _("untuk umum"),
        default=False,
        help_text=_("Bila tidak dicentang, hanya peserta yang dapat mengunduhnya."),
    )
    stored_name = models.CharField(_("berkas"), max_length=120, unique=True, editable=False)
    added_at = models.DateTimeField(_("ditambahkan pada"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditambahkan oleh"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )

    objects = EventDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bahan acara")
        verbose_name_plural = _("bahan acara")
        ordering = ("added_at", "pk")
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.title
