"""What visitors looked at, looked for and asked: counted, never changed."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dekranasda.lib.read_only import ReadOnly
from products.models import EmptySearch, Enquiry, MakerViews, WorkViews


@admin.register(EmptySearch)
class EmptySearchAdmin(ReadOnly, admin.ModelAdmin[EmptySearch]):
    """Words that found nothing as they were typed, the most frequent first: missing synonyms.

    Only words that were asked more than once: a single slip says nothing.
    """

    list_display = ("words", "total", "day", "outcome", "synonym")
    list_filter = ("outcome",)
    search_fields = ("words",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmptySearch]:
        """One row for each text, of the last day it was asked on, with the number of all days."""
        rows = super().get_queryset(request)
        same = EmptySearch.objects.filter(words=OuterRef("words")).order_by().values("words")
        latest = EmptySearch.objects.order_by("words", "-day").distinct("words")
        return (
            rows.filter(pk__in=latest.values("pk"))
            .annotate(times=Subquery(same.annotate(sum=Sum("number")).values("sum")))
            .filter(times__gt=1)
            .order_by("-times", "words")
        )

    @admin.display(description=_("berapa kali"), ordering="times")
    def total(self, row: Any) -> int:
        """How often it was asked in all."""
        return int(row.times)

    @admin.display(description=_("padanan kata"))
    def synonym(self, row: EmptySearch) -> SafeString:
        """The way to a new synonym for the words."""
        address = reverse("admin:products_searchsynonym_add")
        query = urlencode({"term": row.words})
        return format_html('<a href="{}?{}">{}</a>', address, query, _("Buat padanan kata"))


@admin.register(Enquiry)
class EnquiryAdmin(ReadOnly, admin.ModelAdmin[Enquiry]):
    """Taps on «Tanya lewat WhatsApp», to be counted, never changed."""

    list_display = ("asked_at", "product", "origin")
    list_filter = ("origin", "asked_at")
    list_select_related = ("product",)
    search_fields = ("product__code", "product__name")
    show_full_result_count = False
    date_hierarchy = "asked_at"


@admin.register(WorkViews)
class WorkViewsAdmin(ReadOnly, admin.ModelAdmin[WorkViews]):
    """How often works were looked at, by day; counted, never changed."""

    list_display = ("day", "product", "number")
    list_select_related = ("product",)
    search_fields = ("product__code", "product__name")
    show_full_result_count = False
    date_hierarchy = "day"


@admin.register(MakerViews)
class MakerViewsAdmin(ReadOnly, admin.ModelAdmin[MakerViews]):
    """How often pages of makers were looked at, by day; counted, never changed."""

    list_display = ("day", "artisan", "number")
    list_select_related = ("artisan",)
    search_fields = ("artisan__name",)
    show_full_result_count = False
    date_hierarchy = "day"
