"""The council's words for works and for search."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from products.models import Material, Motif, SearchSynonym, Technique
from products.synonyms import preview
from products.words import clean


class VocabularyAdmin(admin.ModelAdmin[Any]):
    """A list of words, with how often each is used."""

    list_display = ("name", "name_en", "aliases", "used")
    search_fields = ("name", "name_en", "aliases")
    prepopulated_fields: ClassVar[Any] = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of versions that use each word."""
        words: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = words.annotate(version_count=Count("productversion"))
        return counted

    @admin.display(description=_("dipakai"), ordering="version_count")
    def used(self, word: Any) -> int:
        """How many versions use the word."""
        return int(word.version_count)


@admin.register(Material)
class MaterialAdmin(VocabularyAdmin):
    """Materials, with the crafts that are offered them."""

    list_filter = ("crafts",)
    filter_horizontal = ("crafts",)


@admin.register(Technique)
class TechniqueAdmin(VocabularyAdmin):
    """Techniques, with the crafts that are offered them."""

    list_filter = ("crafts",)
    filter_horizontal = ("crafts",)


@admin.register(Motif)
class MotifAdmin(VocabularyAdmin):
    """Named patterns."""


@admin.register(SearchSynonym)
class SearchSynonymAdmin(admin.ModelAdmin[SearchSynonym]):
    """Words that search takes for the same, with a look at what they find before they are kept."""

    list_display = ("term", "means")
    search_fields = ("term", "means")

    def get_urls(self) -> list[Any]:
        """The admin's own, and the preview."""
        look = self.admin_site.admin_view(self.preview)
        return [
            path("pratinjau/", look, name="products_searchsynonym_preview"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What the typed synonym would find, word by word; keeps nothing."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        term, means = clean(request.POST.get("term", "")), request.POST.get("means", "")[:200]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Pratinjau padanan kata"),
            "term": term,
            "differences": preview(term, means) if term else [],
        }
        return render(request, "admin/products/searchsynonym/preview.html", context)
