"""The registry: places, crafts, craft centres, artisans, their businesses, and how they grow."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.querysets import ArtisanQuerySet, BusinessQuerySet, CraftCentreQuerySet
from dekranasda.lib import encryption
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager

PHONE_FORMAT = RegexValidator(r"^\+\d{8,15}$", _("Tulis nomor dalam format +628…."))


class District(models.Model):
    """A kecamatan, by its code of the Ministry of Home Affairs, for example `35.22.20`."""

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    operators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("operator kecamatan"),
        blank=True,
        related_name="operated_districts",
    )

    class Meta:
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A desa or kelurahan, by its code, for example `35.22.20.2001`; names repeat, codes do not."""

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    district = models.ForeignKey(
        District, verbose_name=_("kecamatan"), on_delete=models.PROTECT, related_name="villages"
    )
    postcode = models.CharField(_("kode pos"), max_length=5, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("desa/kelurahan")
        verbose_name_plural = _("desa/kelurahan")
        ordering = ("name", "code")
        indexes = (models.Index(fields=["name"], name="village_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_urban(self) -> bool:
        """Whether it is a kelurahan: the last part of its code begins with 1."""
        return self.code.rsplit(".", 1)[-1].startswith("1")


class Craft(models.Model):
    """A field of craft (sub-sector), with its KBLI code in both editions in use."""

    class MaterialClass(models.TextChoices):
        CERAMIC = "ceramic", _("Keramik")
        NATURAL_FIBRE = "natural_fibre", _("Serat alam")
        TEXTILE = "textile", _("Tekstil")
        WOOD = "wood", _("Kayu")
        STONE = "stone", _("Batu")
        METAL = "metal", _("Logam")
        OTHER = "other", _("Lainnya")

    code = models.CharField(_("kode"), max_length=3, primary_key=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama Inggris"), max_length=80)
    material_class = models.CharField(_("kelas bahan"), max_length=15, choices=MaterialClass)
    kbli_2020 = models.CharField("KBLI 2020", max_length=5, blank=True)
    kbli_2025 = models.CharField("KBLI 2025", max_length=5, blank=True)
    introduction = models.TextField(_("pengantar"), blank=True)
    introduction_en = models.TextField(_("pengantar Inggris"), blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("bidang kerajinan")
        verbose_name_plural = _("bidang kerajinan")
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The craft's landing page of the catalogue."""
        return reverse("products:craft_catalogue", args=[self.slug])


class CraftCentre(models.Model):
    """A sentra: a village or part of it where many make the same craft."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    craft = models.ForeignKey(Craft, verbose_name=_("kerajinan"), on_delete=models.PROTECT)
    village = models.ForeignKey(
        Village, verbose_name=_("desa"), on_delete=models.PROTECT, null=True, blank=True
    )
    district = models.ForeignKey(
        District, verbose_name=_("kecamatan"), on_delete=models.PROTECT, null=True, blank=True
    )
    partner_region = models.CharField(
        _("daerah mitra"),
        max_length=80,
        blank=True,
        help_text=_("Diisi bila sentra berada di daerah lain, misalnya Kabupaten Jepara."),
    )
    place = models.CharField(_("tempat"), max_length=160, blank=True)
    summary = models.CharField(_("ringkasan"), max_length=200, blank=True)
    summary_en = models.CharField(_("ringkasan Inggris"), max_length=200, blank=True)
    story = models.TextField(_("cerita"), blank=True)
    story_en = models.TextField(_("cerita Inggris"), blank=True)
    access = models.TextField(_("cara ke sana"), blank=True)
    opening_hours = models.CharField(_("jam buka"), max_length=120, blank=True)
    maker_count = models.PositiveIntegerField(_("jumlah perajin"), null=True, blank=True)
    maker_count_source = models.CharField(_("sumber jumlah"), max_length=160, blank=True)
    materials_needed = models.CharField(_("bahan yang dicari"), max_length=200, blank=True)
    contact_name = models.CharField(_("narahubung"), max_length=120, blank=True)
    contact_phone = models.CharField(
        _("telepon narahubung"), max_length=16, blank=True, validators=[PHONE_FORMAT]
    )
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    photo_alt = models.CharField(_("keterangan foto"), max_length=160, blank=True)
    photo_colour = models.CharField(max_length=7, blank=True, editable=False)
    is_public = models.BooleanField(_("tampil untuk umum"), default=True)

    objects = CraftCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("sentra kerajinan")
        verbose_name_plural = _("sentra kerajinan")
        ordering = ("name",)
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The centre's public page."""
        return reverse("centre_detail", args=[self.slug])


@pghistory.track(exclude=["national_id_cipher", "national_id_index"])
class Artisan(models.Model):
    """A person who makes or leads the making. The NIK is kept as a cipher bound to this row."""

    class Gender(models.TextChoices):
        MALE = "L", _("Laki-laki")
        FEMALE = "P", _("Perempuan")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("akun"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="artisan",
    )
    name = models.CharField(_("nama"), max_length=150)
    slug = models.SlugField(max_length=80, unique=True)
    gender = models.CharField(_("jenis kelamin"), max_length=1, choices=Gender, blank=True)
    born_on = models.DateField(_("tanggal lahir"), null=True, blank=True)
    national_id_cipher = models.BinaryField(null=True, editable=False)
    national_id_index = models.BinaryField(max_length=16, null=True, unique=True, editable=False)
    phone = models.CharField(
        _("nomor telepon"), max_length=16, blank=True, db_index=True, validators=[PHONE_FORMAT]
    )
    other_phones = models.CharField(_("nomor lain"), max_length=120, blank=True)
    village = models.ForeignKey(
        Village,
        verbose_name=_("desa"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="artisans",
    )
    working_since = models.PositiveSmallIntegerField(
        _("berkarya sejak tahun"), null=True, blank=True
    )
    learned_from = models.CharField(_("belajar dari"), max_length=160, blank=True)
    story = models.TextField(_("kisah"), blank=True)
    story_en = models.TextField(_("kisah Inggris"), blank=True)
    visit_policy = models.CharField(_("kunjungan"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("contoh"), default=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = ArtisanQuerySet.as_manager()

    if TYPE_CHECKING:
        businesses: Manager["Business"]

    class Meta:
        verbose_name = _("perajin")
        verbose_name_plural = _("perajin")
        ordering = ("name", "pk")
        triggers = (
            moves_public_epoch(
                "EXISTS (SELECT 1 FROM artisans_business"
                " WHERE owner_id IN (OLD.id, NEW.id) AND is_public)"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The artisan's public page."""
        return reverse("artisan_detail", args=[self.slug])

    @property
    def _national_id_context(self) -> str:
        return f"artisans_artisan.national_id|{self.uid}"

    def keep_national_id(self, number: str) -> None:
        """Sets the NIK's cipher and blind index on this object; the caller saves it."""
        self.national_id_cipher = encryption.encrypt(number, context=self._national_id_context)
        self.national_id_index = encryption.blind_index(number, purpose="national_id")

    def read_national_id(self) -> str:
        """The whole NIK, or an empty text. Raises DecryptionError. Callers log the access."""
        if not self.national_id_cipher:
            return ""
        return encryption.decrypt(self.national_id_cipher, context=self._national_id_context)

    @property
    def masked_national_id(self) -> str:
        """The NIK as pages show it: 3522••••••••0001."""
        number = self.read_national_id()
        return encryption.mask(number) if number else ""


@pghistory.track()
class Business(models.Model):
    """An UMKM: what an artisan runs. One person may run several."""

    class SizeClass(models.TextChoices):
        MICRO = "micro", _("Mikro")
        SMALL = "small", _("Kecil")
        MEDIUM = "medium", _("Menengah")

    class State(models.TextChoices):
        ACTIVE = "active", _("Aktif")
        DORMANT = "dormant", _("Tidak aktif")
        MERGED = "merged", _("Digabung")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        Artisan, verbose_name=_("pemilik"), on_delete=models.PROTECT, related_name="businesses"
    )
    name = models.CharField(_("nama usaha"), max_length=160)
    slug = models.SlugField(max_length=100, unique=True)
    craft = models.ForeignKey(
        Craft,
        verbose_name=_("kerajinan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="businesses",
    )
    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="businesses",
    )
    business_id = models.CharField(
        "NIB", max_length=13, blank=True, help_text=_("Nomor Induk Berusaha, 13 angka.")
    )
    kbli = models.CharField("KBLI", max_length=5, blank=True)
    kbli_edition = models.PositiveSmallIntegerField(_("edisi KBLI"), null=True, blank=True)
    address = models.CharField(_("alamat"), max_length=255, blank=True)
    village = models.ForeignKey(
        Village,
        verbose_name=_("desa"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="businesses",
    )
    phone = models.CharField(
        _("nomor WhatsApp usaha"), max_length=16, blank=True, validators=[PHONE_FORMAT]
    )
    products_text = models.CharField(_("produk menurut daftar"), max_length=300, blank=True)
    description = models.TextField(_("keterangan"), blank=True)
    founded_in = models.PositiveSmallIntegerField(_("berdiri tahun"), null=True, blank=True)
    size_class = models.CharField(_("kelas usaha"), max_length=6, choices=SizeClass, blank=True)
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.ACTIVE)
    is_public = models.BooleanField(
        _("tampil untuk umum"),
        default=False,
        help_text=_("Hanya dengan persetujuan pemilik."),
    )
    taking_orders = models.BooleanField(_("menerima pesanan"), default=True)
    paused_until = models.DateField(_("tidak menerima pesanan sampai"), null=True, blank=True)
    source = models.CharField(_("sumber data"), max_length=120, blank=True)
    source_as_of = models.DateField(_("data per tanggal"), null=True, blank=True)
    verified_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)
    is_demo = models.BooleanField(_("contoh"), default=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha")
        verbose_name_plural = _("usaha")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["business_id"],
                condition=~models.Q(business_id="") & ~models.Q(state="merged"),
                name="business_nib_unique",
                violation_error_message=_("NIB ini sudah dipakai usaha lain."),
            ),
        )
        indexes = (
            models.Index(fields=["village", "craft"], name="business_place_craft"),
            models.Index(fields=["name", "id"], name="business_name"),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.name


class BusinessYear(models.Model):
    """The yearly figures of a business: turnover, capital, workers. Money in whole rupiah."""

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(
        _("tahun"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    turnover_idr = models.BigIntegerField(_("omzet setahun"), null=True, blank=True)
    capital_idr = models.BigIntegerField(_("modal usaha"), null=True, blank=True)
    workers_male = models.PositiveIntegerField(_("pekerja laki-laki"), null=True, blank=True)
    workers_female = models.PositiveIntegerField(_("pekerja perempuan"), null=True, blank=True)
    source = models.CharField(_("sumber data"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("angka tahunan")
        verbose_name_plural = _("angka tahunan")
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=["business", "year"], name="business_year_unique"),
            models.CheckConstraint(
                condition=models.Q(turnover_idr__gte=0) | models.Q(turnover_idr__isnull=True),
                name="turnover_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(capital_idr__gte=0) | models.Q(capital_idr__isnull=True),
                name="capital_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.business} {self.year}"


class Licence(models.Model):
    """A permit, registration or certificate of a business."""

    class Kind(models.TextChoices):
        NIB = "nib", "NIB"
        TRADE_MARK = "merek", _("Merek")
        HALAL = "halal", _("Halal")
        SNI = "sni", "SNI"
        BATIKMARK = "batikmark", "Batikmark"
        SVLK = "svlk", "SVLK"
        PIRT = "pirt", "SPP-IRT"
        COPYRIGHT = "hak_cipta", _("Hak cipta")
        GEOGRAPHICAL = "ig", _("Indikasi geografis")

    class Status(models.TextChoices):
        APPLIED = "applied", _("Diajukan")
        VALID = "valid", _("Berlaku")
        REFUSED = "refused", _("Ditolak")

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="licences"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.VALID)
    issued_on = models.DateField(_("terbit pada"), null=True, blank=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    verified_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("izin")
        verbose_name_plural = _("izin")
        ordering = ("kind", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class ReadinessAssessment(models.Model):
    """A dated judgement of how ready a business is: six headings, a level; never overwritten."""

    class Level(models.IntegerChoices):
        RECORDED = 1, _("Terdata")
        ORDERLY = 2, _("Tertib")
        COACHABLE = 3, _("Siap dibina")
        READY = 4, _("Siap")
        MARKET_READY = 5, _("Siap pasar")
        INDEPENDENT = 6, _("Mandiri/ekspor")

    # Heading → the most points it can give; they add up to 100.
    HEADINGS: ClassVar[dict[str, int]] = {
        "legality": 15,
        "production": 20,
        "quality": 20,
        "finance": 15,
        "marketing": 15,
        "people": 15,
    }

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="assessments"
    )
    assessed_on = models.DateField(_("dinilai pada"))
    version = models.CharField(_("versi"), max_length=20, default="2026")
    legality = models.PositiveSmallIntegerField(_("legalitas"), null=True, blank=True)
    production = models.PositiveSmallIntegerField(_("produksi"), null=True, blank=True)
    quality = models.PositiveSmallIntegerField(_("mutu produk"), null=True, blank=True)
    finance = models.PositiveSmallIntegerField(_("keuangan"), null=True, blank=True)
    marketing = models.PositiveSmallIntegerField(_("pemasaran"), null=True, blank=True)
    people = models.PositiveSmallIntegerField(_("SDM"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    source = models.CharField(_("sumber"), max_length=120, blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("penilai"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("penilaian kesiapan")
        verbose_name_plural = _("penilaian kesiapan")
        ordering = ("-assessed_on", "-pk")
        indexes = (models.Index(fields=["business", "-assessed_on"], name="assessment_newest"),)

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.assessed_on})"

    @property
    def total(self) -> int:
        """The points over all headings, 0–100; headings not judged count nothing."""
        return sum(getattr(self, heading) or 0 for heading in self.HEADINGS)


class MentoringPlan(models.Model):
    """What a business and its mentor want to reach together."""

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="plans"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pendamping"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mentoring_plans",
    )
    title = models.CharField(_("judul"), max_length=160)
    opened_on = models.DateField(_("dibuka pada"))
    closed_on = models.DateField(_("selesai pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("rencana pendampingan")
        verbose_name_plural = _("rencana pendampingan")
        ordering = ("-opened_on", "-pk")

    def __str__(self) -> str:
        return self.title


class MentoringTarget(models.Model):
    """One thing to improve, with the reason it was set and the day it was reached."""

    plan = models.ForeignKey(
        MentoringPlan, verbose_name=_("rencana"), on_delete=models.CASCADE, related_name="targets"
    )
    code = models.CharField(_("kriteria"), max_length=8, blank=True)
    title = models.CharField(_("sasaran"), max_length=160)
    comment = models.TextField(_("catatan"), blank=True)
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    reached_on = models.DateField(_("tercapai pada"), null=True, blank=True)
    evidence = models.CharField(_("bukti"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("sasaran pendampingan")
        verbose_name_plural = _("sasaran pendampingan")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class MentoringVisit(models.Model):
    """One visit or call of a mentor, in five fields."""

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="visits"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pendamping"),
        on_delete=models.PROTECT,
        related_name="mentoring_visits",
    )
    plan = models.ForeignKey(
        MentoringPlan,
        verbose_name=_("rencana"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
    )
    visited_on = models.DateField(_("tanggal kunjungan"))
    findings = models.TextField(_("yang ditemukan"))
    action = models.TextField(_("yang disepakati"), blank=True)
    next_visit_on = models.DateField(_("kunjungan berikutnya"), null=True, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("kunjungan pendampingan")
        verbose_name_plural = _("kunjungan pendampingan")
        ordering = ("-visited_on", "-pk")

    def __str__(self) -> str:
        return f"{self.business} · {self.visited_on}"


class ImportBatch(models.Model):
    """One file that the office handed over, from the upload to the commit."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Sedang diperiksa")
        CHECKED = "checked", _("Selesai diperiksa")
        REFUSED = "refused", _("Bukan daftar usaha")
        COMMITTING = "committing", _("Sedang disimpan")
        COMMITTED = "committed", _("Tersimpan")
        FAILED = "failed", _("Gagal")

    file_name = models.CharField(_("nama berkas"), max_length=200)
    file_sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    stored_name = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.CHECKING)
    message = models.TextField(_("pesan"), blank=True)
    mapping = models.JSONField(_("pencocokan kolom"), default=dict, blank=True)
    counts = models.JSONField(_("hitungan"), default=dict, blank=True)
    progress = models.PositiveSmallIntegerField(_("kemajuan"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diunggah oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"), default=timezone.now)
    started_at = models.DateTimeField(_("dikerjakan sejak"), null=True, blank=True)
    committed_at = models.DateTimeField(_("disimpan pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The batch's page in the workbench."""
        return reverse("artisans:import_detail", args=[self.pk])


class ImportRow(models.Model):
    """One row of an imported sheet, as read, with its problems and what became of it."""

    class Outcome(models.TextChoices):
        CREATE = "create", _("Baru")
        UPDATE = "update", _("Berubah")
        SAME = "same", _("Sama")
        DUPLICATE = "duplicate", _("Kembar")
        PROBLEM = "problem", _("Bermasalah")
        SKIPPED = "skipped", _("Bukan data")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default="data")
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome)
    values = models.JSONField(_("isi"), default=dict)
    problems = models.JSONField(_("masalah"), default=list)
    group = models.CharField(max_length=40, blank=True)
    national_id_cipher = models.BinaryField(null=True, editable=False)
    # A keyed digest of the row's content: the same row in another file is the same business.
    fingerprint = models.BinaryField(max_length=16, null=True, editable=False, db_index=True)
    business = models.ForeignKey(
        Business, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("baris impor")
        verbose_name_plural = _("baris impor")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["batch", "sheet", "row"], name="import_row_unique"),
        )
        indexes = (models.Index(fields=["batch", "outcome", "id"], name="import_row_outcome"),)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


class Figure(models.Model):
    """A published count with definition, source and date; figures that disagree stand together."""

    key = models.SlugField(max_length=60)
    label = models.CharField(_("nama angka"), max_length=120)
    label_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    value = models.BigIntegerField(_("nilai"))
    definition = models.CharField(_("definisi"), max_length=300)
    definition_en = models.CharField(_("definisi Inggris"), max_length=300, blank=True)
    source = models.CharField(_("sumber"), max_length=200)
    as_of = models.DateField(_("per tanggal"))
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("angka terbitan")
        verbose_name_plural = _("angka terbitan")
        ordering = ("position", "-as_of")
        constraints = (
            models.UniqueConstraint(fields=["key", "source", "as_of"], name="figure_unique"),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on the day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
