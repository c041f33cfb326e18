"""The admin of yearly figures, permits and readiness."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import TrackedAdmin
from artisans.models import Business, BusinessYear, Licence, ReadinessAssessment


@admin.register(BusinessYear)
class BusinessYearAdmin(TrackedAdmin, admin.ModelAdmin[BusinessYear]):
    show_full_result_count = False
    list_display = (
        "business",
        "year",
        "turnover_idr",
        "turnover_band",
        "capital_idr",
        "workers_male",
        "workers_female",
        "class_of_year",
    )
    list_filter = ("year", "turnover_band", "size_class")
    list_select_related = ("business",)
    search_fields = ("business__name", "business__owner__name")
    autocomplete_fields = ("business",)

    @admin.display(description=_("kelas menurut tahun ini"), ordering="size_class")
    def class_of_year(self, year: BusinessYear) -> str:
        """The class that this year's figures give, or a dash."""
        return str(dict(Business.SizeClass.choices).get(year.size_class or "", "–"))


@admin.register(Licence)
class LicenceAdmin(TrackedAdmin, admin.ModelAdmin[Licence]):
    show_full_result_count = False
    list_display = ("business", "kind", "number", "status", "expires_on", "verified_at")
    list_filter = ("kind", "status", "expires_on")
    list_select_related = ("business",)
    search_fields = ("business__name", "number")
    autocomplete_fields = ("business",)
    readonly_fields = ("document", "verified_at", "verified_by")
    date_hierarchy = "expires_on"


@admin.register(ReadinessAssessment)
class ReadinessAssessmentAdmin(admin.ModelAdmin[ReadinessAssessment]):
    show_full_result_count = False
    list_display = ("business", "assessed_on", "level", "points", "source", "assessed_by")
    list_filter = ("level", "version", "assessed_on")
    list_select_related = ("business", "assessed_by")
    search_fields = ("business__name", "business__owner__name", "source")
    autocomplete_fields = ("business", "assessed_by")
    date_hierarchy = "assessed_on"

    @admin.display(description=_("jumlah nilai"))
    def points(self, assessment: ReadinessAssessment) -> int:
        """The points over all headings."""
        return assessment.total

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A judgement stands; a new one is added beside it."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody; the database refuses it, too."""
        return False
