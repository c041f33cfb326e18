"""Files that the office handed over, and their rows."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business


class ImportBatch(models.Model):
    """One file that the office handed over, from the upload to the commit."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Sedang diperiksa")
        CHECKED = "checked", _("Selesai diperiksa")
        REFUSED = "refused", _("Bukan daftar usaha")
        COMMITTING = "committing", _("Sedang disimpan")
        COMMITTED = "committed", _("Tersimpan")
        UNDOING = "undoing", _("Sedang dibatalkan")
        UNDONE = "undone", _("Dibatalkan")
        FAILED = "failed", _("Gagal")

    file_name = models.CharField(_("nama berkas"), max_length=200)
    file_sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    stored_name = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.CHECKING)
    message = models.TextField(_("pesan"), blank=True)
    mapping = models.JSONField(_("pencocokan kolom"), default=dict, blank=True)
    # What people chose in place of the portal's guesses, for each sheet by its name.
    guidance = models.JSONField(_("pilihan petugas"), default=dict, blank=True)
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
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("disimpan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sample_seen_at = models.DateTimeField(_("contoh diperiksa pada"), null=True, blank=True)
    sample_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contoh diperiksa oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # The newest steps of the audit trails at the commit: whatever is newer came later.
    trail_end = models.JSONField(default=dict, blank=True, editable=False)
    undone_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dibatalkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

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
    # What stood in the cells of the fields with a problem, without personal numbers.
    cells = models.JSONField(_("isi sel"), default=dict, blank=True)
    mended_at = models.DateTimeField(_("diperbaiki pada"), null=True, blank=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diperbaiki oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Whether storing fills up the business of the registry that the row belongs to.
    fills = models.BooleanField(_("melengkapi usaha"), default=False)
    # Why the business that this row brought stayed when the import was undone.
    kept_because = models.CharField(_("tetap ada karena"), max_length=12, blank=True)
    group = models.CharField(max_length=40, blank=True)
    national_id_cipher = models.BinaryField(null=True, editable=False)
    national_id_index = models.BinaryField(max_length=16, null=True, editable=False, db_index=True)
    tax_id_cipher = models.BinaryField(null=True, editable=False)
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
        return str(_("%(sheet)s, baris %(row)s") % {"sheet": self.sheet, "row": self.row})


class ImportProfile(models.Model):
    """What the columns of one kind of list mean, kept under a name for the next such list."""

    name = models.CharField(
        _("nama profil"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("Sudah ada profil dengan nama ini.")},
    )
    # Heading, folded → field; an empty field is a column that is not used.
    columns = models.JSONField(_("arti kolom"), default=dict)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("disimpan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    saved_at = models.DateTimeField(_("disimpan pada"), default=timezone.now)

    class Meta:
        verbose_name = _("profil impor")
        verbose_name_plural = _("profil impor")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Decided(models.Model):
    """Who decided, and when; the choice itself belongs to each question."""

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)

    class Meta:
        abstract = True


class ImportConflict(Decided):
    """One field of which a row says something else than the registry, or than an earlier row."""

    class Choice(models.TextChoices):
        KEEP = "keep", _("Pertahankan")
        NEW = "new", _("Pakai data baru")
        OWN = "own", _("Tulis sendiri")

    # What puts another value in the place of the old one.
    OVERWRITING = (Choice.NEW, Choice.OWN)

    class Lock(models.TextChoices):
        MAKER = "maker", _("diisi sendiri oleh perajin")
        NUMBER = "number", _("nomor pribadi tidak diganti lewat impor")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="conflicts")
    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="conflicts")
    first_row = models.ForeignKey(
        ImportRow, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    field = models.CharField(_("isian"), max_length=20)
    old = models.CharField(_("lama"), max_length=300)
    new = models.CharField(_("baru"), max_length=300)
    # What the person wrote who took neither of the two.
    own = models.CharField(_("tulisan sendiri"), max_length=300, blank=True)
    lock = models.CharField(_("terkunci karena"), max_length=6, choices=Lock, blank=True)
    choice = models.CharField(_("pilihan"), max_length=4, choices=Choice, blank=True)
    is_stored = models.BooleanField(_("sudah ditulis"), default=False)

    class Meta:
        verbose_name = _("perbedaan isian")
        verbose_name_plural = _("perbedaan isian")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["row", "field"], name="import_conflict_unique"),
            models.CheckConstraint(
                condition=models.Q(lock="") | ~models.Q(choice__in=["new", "own"]),
                name="import_conflict_lock_holds",
                violation_error_message=_("Isian ini terkunci dan tidak dapat diganti."),
            ),
            models.CheckConstraint(
                condition=models.Q(choice="own") ^ models.Q(own=""),
                name="import_conflict_own_has_text",
                violation_error_message=_("Tulis isian yang dipakai."),
            ),
        )
        indexes = (models.Index(fields=["batch", "field", "id"], name="import_conflict_field"),)

    def __str__(self) -> str:
        return f"{self.row_id} {self.field}"


class ImportMatch(Decided):
    """A row that may be a business of the registry, or of an earlier row; people decide."""

    class Choice(models.TextChoices):
        SAME = "same", _("Usaha yang sama")
        OTHER = "other", _("Usaha lain")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="matches")
    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="matches")
    business = models.ForeignKey(
        Business, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    first_row = models.ForeignKey(
        ImportRow, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # The added weights of evidence that it is the same person, and the same business.
    person_weight = models.FloatField()
    business_weight = models.FloatField()
    choice = models.CharField(_("pilihan"), max_length=5, choices=Choice, blank=True)

    class Meta:
        verbose_name = _("kembar yang diduga")
        verbose_name_plural = _("kembar yang diduga")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(business__isnull=False) ^ models.Q(first_row__isnull=False),
                name="import_match_one_other",
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_id} ~ {self.business_id or self.first_row_id}"


class ImportChange(models.Model):
    """What a commit did to a thing that was there before, or added to one; an undo reads it."""

    class Kind(models.TextChoices):
        ARTISAN = "artisan", _("perajin")
        BUSINESS = "business", _("usaha")
        YEAR = "year", _("angka tahunan")
        ASSESSMENT = "assessment", _("penilaian kesiapan")
        SOURCE = "source", _("asal data")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    business = models.ForeignKey(
        Business, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    object_id = models.BigIntegerField()
    # Field → value; `before` is empty where the import made the thing.
    before = models.JSONField(_("sebelum"), null=True, blank=True)
    after = models.JSONField(_("sesudah"), default=dict)
    kept_because = models.CharField(_("tetap berubah karena"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("perubahan oleh impor")
        verbose_name_plural = _("perubahan oleh impor")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class ImportGrouping(models.Model):
    """Which rows of a checked batch are one business; apart from the batch, since it is large."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="grouping")
    registry = models.JSONField()
    # For each row in order: group, owner, and the keys of the known business and owner.
    groups = models.JSONField()

    class Meta:
        verbose_name = _("pengelompokan impor")
        verbose_name_plural = _("pengelompokan impor")

    def __str__(self) -> str:
        return str(self.batch)
