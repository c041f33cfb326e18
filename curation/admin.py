"""Curation in the admin: for looking things up and preparing rubrics; no state changes here."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from curation.models import (
    Appeal,
    Assignment,
    Certificate,
    CompletionItem,
    Conflict,
    Criterion,
    Decision,
    Gate,
    GateCheck,
    Grade,
    PanelMember,
    Review,
    Round,
    Rubric,
    Score,
    StateChange,
    Submission,
)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """A record: rows are written by the subject modules alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class FrozenInline(admin.TabularInline[Any, Any]):
    """A part of a rubric; it cannot be touched once the rubric is in use."""

    extra = 0

    def _is_open(self, obj: Model | None) -> bool:
        return obj is None or getattr(obj, "frozen_at", None) is None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only to a rubric in preparation."""
        return self._is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only of a rubric in preparation."""
        return self._is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only of a rubric in preparation."""
        return self._is_open(obj) and super().has_delete_permission(request, obj)


class CriterionInline(FrozenInline):
    model = Criterion
    fields = ("position", "code", "name", "weight", "level_1", "level_2", "level_3", "level_4")


class GateInline(FrozenInline):
    model = Gate
    fields = ("position", "code", "name", "help_text", "caps_grade_at")


class GradeInline(FrozenInline):
    model = Grade


@admin.action(description="Salin menjadi versi baru")
def copy_rubric(_admin: Any, _request: HttpRequest, chosen: QuerySet[Rubric]) -> None:
    """A rubric in use cannot be edited, only copied: the copy is the next version."""
    for rubric in chosen:
        last = Rubric.objects.filter(name=rubric.name).order_by("-version").first()
        number = (last.version if last else 0) + 1
        copy = Rubric.objects.create(name=rubric.name, version=number, note=rubric.note)
        parts: list[Model] = [*rubric.criteria.all(), *rubric.gates.all(), *rubric.grades.all()]
        for part in parts:
            part.pk = None
            part._state.adding = True
            part.rubric = copy  # type: ignore[attr-defined]  # every part has one
            part.save()


@admin.register(Rubric)
class RubricAdmin(admin.ModelAdmin[Rubric]):
    list_display = ("name", "version", "frozen_at", "created_at")
    readonly_fields = ("frozen_at", "created_at")
    search_fields = ("name",)
    inlines = (CriterionInline, GateInline, GradeInline)
    actions = (copy_rubric,)

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """Only in preparation."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """Only in preparation."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_delete_permission(request, obj)


class PanelMemberInline(admin.TabularInline[PanelMember, Round]):
    model = PanelMember
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Round)
class RoundAdmin(admin.ModelAdmin[Round]):
    list_display = ("title", "number", "opens_at", "closes_at", "meets_on", "releases_on", "rubric")
    list_select_related = ("rubric",)
    readonly_fields = ("opened_at",)
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (PanelMemberInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> Any:
        """The rules of an announced round stand."""
        fixed = ("rubric", "quorum", "slug") if obj and obj.opened_at else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Round | None = None) -> Any:
        """Only while the slug may still change."""
        return {} if obj and obj.opened_at else super().get_prepopulated_fields(request, obj)


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


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("submission", "curator", "state", "assigned_at", "due_at")
    list_filter = ("state",)
    list_select_related = ("submission__version", "curator")
    search_fields = ("submission__code", "curator__full_name")


@admin.register(Conflict)
class ConflictAdmin(admin.ModelAdmin[Conflict]):
    list_display = ("curator", "business", "kind", "reason", "declared_at")
    list_select_related = ("curator", "business")
    autocomplete_fields = ("curator",)
    raw_id_fields = ("business",)
    exclude = ("declared_by", "kind", "declared_at")
    search_fields = ("curator__full_name", "business__name")

    def save_model(self, request: HttpRequest, obj: Conflict, form: Any, change: bool) -> None:
        """What staff writes down is pinned by them."""
        if not change:
            obj.kind = Conflict.Kind.PINNED
            obj.declared_by = request.user  # type: ignore[assignment]  # signed in
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        """A conflict is a record."""
        return False


class OpenedReviews(ReadOnlyAdmin):
    """Scores are shown here only after the session opened; before, to nobody but their curator."""

    shown_states = (
        "deliberation",
        "decided",
        "accepted",
        "coaching",
        "revision_requested",
        "rejected",
    )


@admin.register(Review)
class ReviewAdmin(OpenedReviews):
    list_display = ("submission", "curator", "total", "finalised_at")
    list_select_related = ("submission__version", "curator")
    search_fields = ("submission__code", "curator__full_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        """Only reviews whose session opened."""
        return super().get_queryset(request).filter(submission__state__in=self.shown_states)


@admin.register(Score)
class ScoreAdmin(OpenedReviews):
    list_display = ("review", "criterion", "value", "comment")
    list_select_related = ("review__submission__version", "review__curator", "criterion")
    search_fields = ("review__submission__code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Score]:
        """Only scores whose session opened."""
        return super().get_queryset(request).filter(review__submission__state__in=self.shown_states)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("submission", "outcome", "grade", "total", "proposed_by", "released_at")
    list_filter = ("outcome",)
    list_select_related = ("submission__version", "proposed_by")
    search_fields = ("submission__code",)


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ("submission", "ground", "made_at", "outcome", "decided_at")
    list_select_related = ("submission__version",)
    search_fields = ("submission__code",)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("number", "work_name", "holder_name", "grade", "valid_until", "revoked_at")
    search_fields = ("number", "work_name", "holder_name")
    list_filter = ("grade",)
