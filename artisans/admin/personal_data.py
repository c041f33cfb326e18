"""The admin of requests about own data and of whom the registry has forgotten; for reading.

Requests are answered in the workbench, which tells the person and keeps the law's time.
"""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import DataRequest, Tombstone
from dekranasda.lib.read_only import ReadOnly


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnly, admin.ModelAdmin[DataRequest]):
    list_display = ("kind", "state", "asked_at", "due_at", "late", "closed_at", "closed_by")
    list_filter = ("state", "kind", "channel")
    list_select_related = ("asked_by", "closed_by")
    search_fields = ("=subject", "asked_by__full_name", "closed_by__full_name")
    search_help_text = _("Nama petugas, atau kode orang (UUID) secara utuh.")
    date_hierarchy = "asked_at"

    @admin.display(description=_("lewat tenggat"), boolean=True)
    def late(self, asked: DataRequest) -> bool:
        """Whether the law's time for an answer has passed."""
        return asked.is_overdue(at=timezone.now())


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnly, admin.ModelAdmin[Tombstone]):
    list_display = ("subject", "erased_at", "has_national_id", "digest_count")
    search_fields = ("=subject",)
    search_help_text = _("Kode orang (UUID) secara utuh.")
    date_hierarchy = "erased_at"

    @admin.display(description=_("mengenali NIK"), boolean=True)
    def has_national_id(self, tombstone: Tombstone) -> bool:
        """Whether the person is known again by the NIK."""
        return tombstone.national_id_index is not None

    @admin.display(description=_("penanda lain"))
    def digest_count(self, tombstone: Tombstone) -> int:
        """How many other digests know the person again."""
        return len(tombstone.digests)
