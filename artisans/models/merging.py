"""Entries of the registry that may be one: what was found, what people decided, what was joined."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business
from artisans.models.people import Artisan


class EntryKind(models.TextChoices):
    """What two entries are records of."""

    BUSINESS = "business", _("usaha")
    PERSON = "person", _("orang")


# What speaks for one entry, by the code of its reason; below zero, what speaks against.
FOR = {
    "national_id": _("NIK sama"),
    "nib": _("NIB sama"),
    "phone": _("nomor telepon sama"),
    "birth": _("tanggal lahir sama"),
    "gender": _("jenis kelamin sama"),
    "address": _("alamat sama"),
    "village": _("desa sama"),
    "business": _("nama usaha sama"),
    "business_alike": _("nama usaha mirip"),
    "activity": _("jenis usaha sama"),
    "name": _("nama orang sama"),
    "name_alike": _("nama orang mirip"),
    "owner": _("pemilik sama"),
}
AGAINST = {
    "national_id": _("NIK berbeda"),
    "nib": _("NIB berbeda"),
    "phone": _("nomor telepon berbeda"),
    "birth": _("tanggal lahir berbeda"),
    "gender": _("jenis kelamin berbeda"),
    "address": _("RT/RW atau dusun berbeda"),
    "village": _("desa berbeda"),
    "business": _("nama usaha berbeda"),
    "activity": _("jenis usaha berbeda"),
    "name": _("nama orang berbeda"),
}
# Added weights from which a pair is called strong, and fair; of people less can be compared.
STRONG = {EntryKind.BUSINESS: 16.0, EntryKind.PERSON: 12.0}
FAIR = {EntryKind.BUSINESS: 12.0, EntryKind.PERSON: 9.0}


def _entry(model: type[models.Model], **options: Any) -> Any:
    return models.ForeignKey(model, null=True, blank=True, related_name="+", **options)


def _of_one_kind(first: str, second: str) -> Q:
    """Both entries are of the kind, and none is of the other; they are two."""
    businesses = {f"{end}_business__isnull": False for end in (first, second)}
    people = {f"{end}_artisan__isnull": False for end in (first, second)}
    no_businesses = dict.fromkeys(businesses, True)
    no_people = dict.fromkeys(people, True)
    return (
        Q(kind=EntryKind.BUSINESS, **businesses, **no_people)
        & ~Q(**{f"{first}_business": F(f"{second}_business")})
    ) | (
        Q(kind=EntryKind.PERSON, **people, **no_businesses)
        & ~Q(**{f"{first}_artisan": F(f"{second}_artisan")})
    )


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Pairs of entries that may be one."""

    def open(self) -> "DuplicatePairQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=DuplicatePair.State.OPEN)

    def of(self, entry: Business | Artisan) -> "DuplicatePairQuerySet":
        """Those that the entry is in."""
        end = "business" if isinstance(entry, Business) else "artisan"
        return self.filter(Q(**{f"first_{end}": entry}) | Q(**{f"second_{end}": entry}))

    def with_entries(self) -> "DuplicatePairQuerySet":
        """With what a list prints of both, in the same query."""
        return self.select_related(
            "first_business__owner",
            "first_business__village__district",
            "second_business__owner",
            "second_business__village__district",
            "first_artisan__village__district",
            "second_artisan__village__district",
            "decided_by",
        )

    def with_everything(self) -> "DuplicatePairQuerySet":
        """With all that the page of two entries compares, in the same query."""
        return self.with_entries().select_related(
            *(
                f"{end}_business__{name}"
                for end in ("first", "second")
                for name in ("craft", "centre", "owner__village__district")
            )
        )


class DuplicatePair(models.Model):
    """Two businesses, or two people, that may be one: found by a search, decided by a person.

    A decision stays for ever, and counts for whatever an entry is merged into later.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu keputusan")
        DIFFERENT = "different", _("Bukan yang sama")
        MERGED = "merged", _("Digabung")
        # One of the two was merged elsewhere; the question is asked of the one that stays.
        REPLACED = "replaced", _("Digantikan")

    kind = models.CharField(_("jenis"), max_length=8, choices=EntryKind)
    first_business = _entry(Business, on_delete=models.CASCADE, verbose_name=_("usaha pertama"))
    second_business = _entry(Business, on_delete=models.CASCADE, verbose_name=_("usaha kedua"))
    first_artisan = _entry(Artisan, on_delete=models.CASCADE, verbose_name=_("orang pertama"))
    second_artisan = _entry(Artisan, on_delete=models.CASCADE, verbose_name=_("orang kedua"))
    score = models.FloatField(_("nilai kemiripan"), default=0)
    # Codes of what speaks for one entry, with their weights; below zero, what speaks against.
    reasons = models.JSONField(_("alasan"), default=list, blank=True)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("ditemukan pada"), default=timezone.now)
    # Whether a person named the pair; then no search takes it away.
    is_named = models.BooleanField(_("diajukan petugas"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("dugaan kembar")
        verbose_name_plural = _("dugaan kembar")
        ordering = ("-score", "pk")
        constraints = (
            models.CheckConstraint(
                condition=_of_one_kind("first", "second"), name="duplicate_pair_of_one_kind"
            ),
            models.UniqueConstraint(
                fields=["first_business", "second_business"], name="duplicate_businesses_once"
            ),
            models.UniqueConstraint(
                fields=["first_artisan", "second_artisan"], name="duplicate_people_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False),
                name="duplicate_decision_has_time",
            ),
        )
        indexes = (models.Index(fields=["state", "-score", "id"], name="duplicate_queue"),)

    def __str__(self) -> str:
        return f"{self.first} ~ {self.second}"

    def get_absolute_url(self) -> str:
        """Where the two stand side by side."""
        return reverse("artisans:duplicate_detail", args=[self.pk])

    @property
    def first(self) -> Business | Artisan:
        """The entry with the smaller key, as far as it was known when they were found."""
        entry: Business | Artisan = self.first_business or self.first_artisan
        return entry

    @property
    def second(self) -> Business | Artisan:
        """The other entry."""
        entry: Business | Artisan = self.second_business or self.second_artisan
        return entry

    @property
    def is_business(self) -> bool:
        """Whether the two are businesses."""
        return self.kind == EntryKind.BUSINESS

    @property
    def likely(self) -> list[str]:
        """What speaks for one entry, in words, the weightiest first."""
        return [str(FOR[code]) for code, weight in self.reasons if weight > 0 and code in FOR]

    @property
    def unlikely(self) -> list[str]:
        """What speaks against, in words, the weightiest first."""
        against = [code for code, weight in self.reasons if weight < 0]
        return [str(AGAINST[code]) for code in against if code in AGAINST]

    @property
    def strength(self) -> str:
        """How sure the comparison is: «kuat», «sedang» or «lemah»."""
        kind = EntryKind(self.kind)
        if self.score >= STRONG[kind]:
            return "kuat"
        return "sedang" if self.score >= FAIR[kind] else "lemah"


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges of entries."""

    def standing(self) -> "MergeQuerySet":
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def that_took(self, pair: DuplicatePair) -> "MergeQuerySet":
        """Those that stand and joined one of a pair with the other, or with a third."""
        end = "business" if pair.is_business else "artisan"
        losers = {f"loser_{end}__in": [pair.first.pk, pair.second.pk]}
        return self.standing().with_everything().filter(**losers)

    def with_everything(self) -> "MergeQuerySet":
        """With the entries and people that pages name, in the same query."""
        return self.select_related(
            "survivor_business",
            "loser_business",
            "survivor_artisan",
            "loser_artisan",
            "merged_by",
            "undone_by",
        )


class Merge(models.Model):
    """That one entry was joined with another, what moved with it, and whether it was undone.

    Values before and after are in the audit trail, under the numbers of its steps; what moved are
    primary keys. So nothing personal is kept here, and nothing has to be erased here.
    """

    kind = models.CharField(_("jenis"), max_length=8, choices=EntryKind)
    survivor_business = _entry(Business, on_delete=models.CASCADE, verbose_name=_("usaha tetap"))
    loser_business = _entry(Business, on_delete=models.CASCADE, verbose_name=_("usaha digabung"))
    survivor_artisan = _entry(Artisan, on_delete=models.CASCADE, verbose_name=_("orang tetap"))
    loser_artisan = _entry(Artisan, on_delete=models.CASCADE, verbose_name=_("orang digabung"))
    # The merge of two businesses that this merge of their owners came along with.
    part_of = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="owners"
    )
    moved = models.JSONField(_("yang dipindah"), default=list, editable=False)
    kept = models.JSONField(_("yang tetap"), default=list, editable=False)
    details = models.JSONField(default=dict, editable=False)
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("digabung oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    merged_at = models.DateTimeField(_("digabung pada"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dibatalkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    # What an undo could not take back, since somebody had changed it in the meantime.
    left = models.JSONField(_("yang tidak kembali"), default=list, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("penggabungan")
        verbose_name_plural = _("penggabungan")
        ordering = ("-merged_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=_of_one_kind("survivor", "loser"), name="merge_of_one_kind"
            ),
            models.UniqueConstraint(
                fields=["loser_business"],
                condition=Q(undone_at__isnull=True),
                name="business_merged_once",
            ),
            models.UniqueConstraint(
                fields=["loser_artisan"],
                condition=Q(undone_at__isnull=True),
                name="artisan_merged_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.loser} → {self.survivor}"

    def get_absolute_url(self) -> str:
        """What happened, and the way to undo it."""
        return reverse("artisans:merge_detail", args=[self.pk])

    @property
    def survivor(self) -> Business | Artisan:
        """The entry that stays."""
        entry: Business | Artisan = self.survivor_business or self.survivor_artisan
        return entry

    @property
    def loser(self) -> Business | Artisan:
        """The entry that was joined with it, and still stands as a row."""
        entry: Business | Artisan = self.loser_business or self.loser_artisan
        return entry
