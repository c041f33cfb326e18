"""The admin of the registry: for rare repairs. National numbers are masked and never edited."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from artisans.history import history_of
from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    Craft,
    CraftCentre,
    District,
    Figure,
    ImportBatch,
    ImportRow,
    Licence,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
    ReadinessAssessment,
    Village,
)


class ReadOnlyAdmin:
    """For records of fact, which nobody types or removes by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class TrackedAdmin:
    """Shows the audit trail of the database instead of the admin's own log."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed which field, from what, to what, and why."""
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]  # of ModelAdmin
        options = self.model._meta  # type: ignore[attr-defined]  # of ModelAdmin
        if row is None:
            raise Http404
        context = {
            **admin.site.each_context(request),
            "title": _("Riwayat: %(name)s") % {"name": row},
            "object": row,
            "opts": options,
            "history": history_of(row),
        }
        return TemplateResponse(request, "admin/artisans/history.html", context)


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin[District]):
    list_display = ("name", "code")
    search_fields = ("name", "code")
    autocomplete_fields = ("operators",)
    ordering = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: District | None = None) -> Any:
        """The code of a district that is there: villages point at it."""
        return ("code",) if obj else ()


@admin.register(Village)
class VillageAdmin(admin.ModelAdmin[Village]):
    list_display = ("name", "district", "code", "postcode")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("name", "code", "district__name")
    autocomplete_fields = ("district",)

    def get_readonly_fields(self, request: HttpRequest, obj: Village | None = None) -> Any:
        """The code of a village that is there: the registry points at it."""
        return ("code",) if obj else ()


@admin.register(Craft)
class CraftAdmin(admin.ModelAdmin[Craft]):
    list_display = ("name", "code", "material_class", "kbli_2020", "kbli_2025", "position")
    list_filter = ("material_class",)
    search_fields = ("name", "name_en", "code", "kbli_2020", "kbli_2025")


@admin.register(CraftCentre)
class CraftCentreAdmin(admin.ModelAdmin[CraftCentre]):
    list_display = ("name", "craft", "district", "partner_region", "maker_count", "is_public")
    list_filter = ("is_public", "craft", "district")
    list_select_related = ("craft", "district")
    search_fields = ("name", "village__name", "partner_region")
    autocomplete_fields = ("craft", "village", "district")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 Django reads it so


@admin.register(Artisan)
class ArtisanAdmin(TrackedAdmin, admin.ModelAdmin[Artisan]):
    list_display = ("name", "village", "district", "gender", "has_account", "is_demo")
    list_filter = ("gender", "is_demo", "village__district")
    list_select_related = ("village__district", "user")
    search_fields = ("name", "user__full_name")
    autocomplete_fields = ("user", "village")
    readonly_fields = ("national_id_masked", "created_at")
    date_hierarchy = "created_at"

    @admin.display(description=_("NIK"))
    def national_id_masked(self, artisan: Artisan) -> str:
        """3522••••••••0001, or a dash."""
        return artisan.masked_national_id or "–"

    @admin.display(description=_("kecamatan"), ordering="village__district__name")
    def district(self, artisan: Artisan) -> str:
        """The district of the village."""
        return artisan.village.district.name if artisan.village else "–"

    @admin.display(description=_("punya akun"), boolean=True)
    def has_account(self, artisan: Artisan) -> bool:
        """Whether the person signs in."""
        return artisan.user_id is not None


class BusinessYearInline(admin.TabularInline[BusinessYear, Business]):
    model = BusinessYear
    extra = 0


class LicenceInline(admin.TabularInline[Licence, Business]):
    model = Licence
    extra = 0


@admin.register(Business)
class BusinessAdmin(TrackedAdmin, admin.ModelAdmin[Business]):
    list_display = (
        "name",
        "owner",
        "craft",
        "village",
        "district",
        "size_class",
        "state",
        "is_public",
    )
    list_filter = ("state", "is_public", "size_class", "craft", "village__district", "is_demo")
    list_select_related = ("owner", "craft", "village__district")
    search_fields = ("name", "owner__name", "products_text")
    autocomplete_fields = ("owner", "craft", "centre", "village")
    readonly_fields = ("created_at",)
    inlines = (BusinessYearInline, LicenceInline)
    date_hierarchy = "created_at"

    @admin.display(description=_("kecamatan"), ordering="village__district__name")
    def district(self, business: Business) -> str:
        """The district of the village."""
        return business.village.district.name if business.village else "–"


@admin.register(BusinessYear)
class BusinessYearAdmin(admin.ModelAdmin[BusinessYear]):
    list_display = (
        "business",
        "year",
        "turnover_idr",
        "capital_idr",
        "workers_male",
        "workers_female",
    )
    list_filter = ("year",)
    list_select_related = ("business",)
    search_fields = ("business__name", "business__owner__name")
    autocomplete_fields = ("business",)


@admin.register(Licence)
class LicenceAdmin(admin.ModelAdmin[Licence]):
    list_display = ("business", "kind", "number", "status", "expires_on")
    list_filter = ("kind", "status", "expires_on")
    list_select_related = ("business",)
    search_fields = ("business__name", "number")
    autocomplete_fields = ("business",)


@admin.register(ReadinessAssessment)
class ReadinessAssessmentAdmin(admin.ModelAdmin[ReadinessAssessment]):
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


class MentoringTargetInline(admin.TabularInline[MentoringTarget, MentoringPlan]):
    model = MentoringTarget
    extra = 0


@admin.register(MentoringPlan)
class MentoringPlanAdmin(admin.ModelAdmin[MentoringPlan]):
    list_display = ("title", "business", "mentor", "opened_on", "closed_on")
    list_filter = ("opened_on", "closed_on")
    list_select_related = ("business", "mentor")
    search_fields = ("title", "business__name", "mentor__full_name")
    autocomplete_fields = ("business", "mentor")
    inlines = (MentoringTargetInline,)


@admin.register(MentoringTarget)
class MentoringTargetAdmin(admin.ModelAdmin[MentoringTarget]):
    list_display = ("title", "plan", "code", "due_on", "reached_on")
    list_filter = ("due_on", "reached_on")
    list_select_related = ("plan",)
    search_fields = ("title", "plan__title", "plan__business__name")
    autocomplete_fields = ("plan",)


@admin.register(MentoringVisit)
class MentoringVisitAdmin(admin.ModelAdmin[MentoringVisit]):
    list_display = ("business", "visited_on", "mentor", "next_visit_on")
    list_filter = ("visited_on",)
    list_select_related = ("business", "mentor")
    search_fields = ("business__name", "mentor__full_name", "findings")
    autocomplete_fields = ("business", "mentor", "plan")
    date_hierarchy = "visited_on"


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin, admin.ModelAdmin[ImportBatch]):
    list_display = ("file_name", "state", "uploaded_by", "uploaded_at", "committed_at")
    list_filter = ("state", "uploaded_at")
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "uploaded_by__full_name")
    exclude = ("mapping", "counts")
    date_hierarchy = "uploaded_at"


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin, admin.ModelAdmin[ImportRow]):
    list_display = ("place", "batch", "outcome", "business")
    list_filter = ("outcome", "kind")
    list_select_related = ("batch", "business")
    search_fields = ("batch__file_name", "business__name")
    show_full_result_count = False

    @admin.display(description=_("tempat di berkas"), ordering="pk")
    def place(self, row: ImportRow) -> str:
        """Sheet and row."""
        return str(row)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRow]:
        """The list needs neither the content of rows nor their ciphers."""
        return super().get_queryset(request).defer("national_id_cipher", "fingerprint")


@admin.register(Figure)
class FigureAdmin(admin.ModelAdmin[Figure]):
    list_display = ("label", "value", "source", "as_of", "position")
    list_filter = ("key", "as_of")
    search_fields = ("label", "key", "definition", "source")
