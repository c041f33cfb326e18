"""The admin of mentoring: plans with targets, the log of visits, and corrections as they stand."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import TrackedAdmin
from artisans.models import (
    AssistanceGrant,
    BusinessClaim,
    MentoringNote,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
)
from dekranasda.lib import photo_store
from dekranasda.lib.read_only import ReadOnly


def picture(sha256: str) -> str:
    """The photograph in a small size; a dash where there is none."""
    if not sha256:
        return "–"
    return format_html('<img src="{}" alt="" height="120">', photo_store.url(sha256, 320))


class OpenFilter(admin.SimpleListFilter):
    """Open or ended, for rows whose ends are given by `ended` and their plan's."""

    title = _("keadaan")
    parameter_name = "keadaan"
    is_open: ClassVar = Q(closed_on__isnull=True)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Both states."""
        return [("terbuka", _("Terbuka")), ("selesai", _("Selesai"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen state."""
        if self.value() == "terbuka":
            return queryset.filter(self.is_open)
        return queryset.exclude(self.is_open) if self.value() == "selesai" else queryset


class OpenTargetFilter(OpenFilter):
    """Neither reached nor dropped."""

    is_open: ClassVar = Q(
        reached_on__isnull=True, dropped_on__isnull=True, plan__closed_on__isnull=True
    )


class MentoringTargetInline(admin.TabularInline[MentoringTarget, MentoringPlan]):
    model = MentoringTarget
    extra = 0
    fields = ("title", "comment", "code", "due_on", "reached_on", "evidence", "dropped_on",
              "drop_reason")  # fmt: skip


@admin.register(MentoringPlan)
class MentoringPlanAdmin(TrackedAdmin, admin.ModelAdmin[MentoringPlan]):
    list_display = ("title", "business", "mentor", "opened_on", "open_targets", "closed_on")
    list_filter = (OpenFilter, "opened_on", ("mentor", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("business", "mentor")
    search_fields = ("title", "business__name", "mentor__full_name")
    autocomplete_fields = ("business", "mentor")
    date_hierarchy = "opened_on"
    inlines = (MentoringTargetInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MentoringPlan]:
        """Each with the number of its open targets."""
        is_open = Q(targets__reached_on__isnull=True, targets__dropped_on__isnull=True)
        plans = super().get_queryset(request)
        return plans.annotate(waiting=Count("targets", filter=is_open))

    @admin.display(description=_("sasaran terbuka"), ordering="waiting")
    def open_targets(self, plan: MentoringPlan) -> int:
        """How many targets are neither reached nor dropped."""
        return int(getattr(plan, "waiting", 0))


@admin.register(MentoringTarget)
class MentoringTargetAdmin(TrackedAdmin, admin.ModelAdmin[MentoringTarget]):
    list_display = ("title", "plan", "code", "due_on", "reached_on", "dropped_on")
    list_filter = (OpenTargetFilter, "due_on", "code")
    list_select_related = ("plan",)
    search_fields = ("title", "comment", "plan__title", "plan__business__name")
    autocomplete_fields = ("plan",)
    readonly_fields = ("evidence_photo",)

    @admin.display(description=_("foto bukti"))
    def evidence_photo(self, target: MentoringTarget) -> str:
        """What shows that the target is reached."""
        return picture(target.evidence_sha256)


class MentoringNoteInline(ReadOnly, admin.TabularInline[MentoringNote, MentoringVisit]):
    model = MentoringNote
    extra = 0
    readonly_fields = ("text", "written_by", "written_at")


@admin.register(MentoringVisit)
class MentoringVisitAdmin(TrackedAdmin, admin.ModelAdmin[MentoringVisit]):
    list_display = ("business", "visited_on", "mentor", "next_visit_on", "has_photo")
    list_filter = ("visited_on", ("mentor", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("business", "mentor")
    search_fields = ("business__name", "mentor__full_name", "findings", "action")
    autocomplete_fields = ("business", "mentor", "plan", "targets")
    readonly_fields = ("photo", "recorded_at")
    date_hierarchy = "visited_on"
    inlines = (MentoringNoteInline,)

    @admin.display(description=_("foto"), boolean=True)
    def has_photo(self, visit: MentoringVisit) -> bool:
        """Whether a photograph came with it."""
        return bool(visit.photo_sha256)

    @admin.display(description=_("foto"))
    def photo(self, visit: MentoringVisit) -> str:
        """The photograph of the visit."""
        return picture(visit.photo_sha256)


@admin.register(MentoringNote)
class MentoringNoteAdmin(ReadOnly, admin.ModelAdmin[MentoringNote]):
    list_display = ("visit", "written_by", "written_at")
    list_select_related = ("visit__business", "written_by")
    search_fields = ("visit__business__name", "text")
    date_hierarchy = "written_at"


@admin.register(AssistanceGrant)
class AssistanceGrantAdmin(TrackedAdmin, ReadOnly, admin.ModelAdmin[AssistanceGrant]):
    list_display = ("business", "helper", "way", "agreed_on", "ends_on", "ended_at")
    list_filter = ("way", "ends_on", ("helper", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("business", "helper")
    search_fields = ("business__name", "given_by__name", "helper__full_name")
    date_hierarchy = "begun_at"


@admin.register(BusinessClaim)
class BusinessClaimAdmin(TrackedAdmin, ReadOnly, admin.ModelAdmin[BusinessClaim]):
    list_display = ("business", "user", "state", "offered_by", "answered_at", "settled_by")
    list_filter = ("state", "offered_at")
    list_select_related = ("business", "user", "offered_by", "settled_by")
    search_fields = ("business__name", "user__full_name")
    date_hierarchy = "offered_at"
