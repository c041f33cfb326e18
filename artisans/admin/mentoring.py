"""The admin of mentoring."""

from django.contrib import admin

from artisans.models import (
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
)


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
