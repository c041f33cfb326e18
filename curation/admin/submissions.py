"""Submissions and what became of them, to read."""

from django.contrib import admin

from curation.models import CompletionItem, GateCheck, PointAnswer, StateChange, Submission
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("code", "version", "round", "state", "submitted_at")
    list_filter = ("state", "round")
    list_select_related = ("version__product", "round")
    search_fields = ("code", "version__name")
    date_hierarchy = "submitted_at"


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    list_display = ("submission", "action", "from_state", "to_state", "made_by", "made_at")
    list_filter = ("action",)
    list_select_related = ("submission__version", "made_by")
    search_fields = ("submission__code",)


@admin.register(GateCheck)
class GateCheckAdmin(ReadOnlyAdmin):
    list_display = ("submission", "gate", "result", "checked_by", "checked_at")
    list_filter = ("result",)
    list_select_related = ("submission__version", "gate", "checked_by")
    search_fields = ("submission__code",)


@admin.register(CompletionItem)
class CompletionItemAdmin(ReadOnlyAdmin):
    list_display = ("submission", "part", "reason", "asked_at", "answered_at")
    list_select_related = ("submission__version",)
    search_fields = ("submission__code",)


@admin.register(PointAnswer)
class PointAnswerAdmin(ReadOnlyAdmin):
    list_display = ("submission", "criterion", "item", "text", "written_by", "written_at")
    list_select_related = ("submission__version", "criterion", "item", "written_by")
    search_fields = ("submission__code",)
