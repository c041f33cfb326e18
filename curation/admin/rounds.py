"""Rounds and their panels."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from curation.forms.rounds import FIXED
from curation.models import PanelMember, Round


class PanelMemberInline(admin.TabularInline[PanelMember, Round]):
    model = PanelMember
    extra = 0
    can_delete = False  # who had works stays; `panels.remove` looks
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
        fixed = (*FIXED, "slug") if obj and obj.opened_at else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Round | None = None) -> Any:
        """Only while the slug may still change."""
        return {} if obj and obj.opened_at else super().get_prepopulated_fields(request, obj)
