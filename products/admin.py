"""Works in the admin: to look things up and mend words. No state changes here, no photograph enters
here: transitions belong to curation and publication, photographs to the choke point."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dekranasda.lib import photo_store
from dekranasda.lib.read_only import ReadOnly
from products.models import (
    CostSheet,
    EmptySearch,
    Enquiry,
    MakerViews,
    Material,
    MinimumWage,
    Motif,
    Photo,
    Product,
    ProductVersion,
    SearchSynonym,
    Technique,
    WorkViews,
)
from products.synonyms import preview
from products.words import clean


def thumbnail(sha256: str, alt: str = "") -> SafeString | str:
    """The smallest size of a photograph, a dash without one."""
    if not sha256:
        return "–"
    return format_html(
        '<img src="{}" alt="{}" width="48" height="60" loading="lazy">',
        photo_store.url(sha256, 320),
        alt,
    )


class PhotoInline(admin.TabularInline[Photo, ProductVersion]):
    """The photographs of a version; their words can be mended until it is frozen."""

    model = Photo
    extra = 0
    can_delete = False
    fields = ("picture", "kind", "alt", "alt_en", "size", "warnings", "uploaded_at")
    readonly_fields = ("picture", "kind", "size", "warnings", "uploaded_at")

    @admin.display(description=_("foto"))
    def picture(self, photo: Photo) -> SafeString:
        """A thumbnail that leads to the largest size."""
        return format_html(
            '<a href="{}">{}</a>',
            photo_store.url(photo.sha256, 2048, "jpg"),
            thumbnail(photo.sha256, photo.alt),
        )

    @admin.display(description=_("ukuran"))
    def size(self, photo: Photo) -> str:
        """Width and height in pixels."""
        return f"{photo.width} × {photo.height}"

    def has_add_permission(self, request: HttpRequest, obj: ProductVersion | None = None) -> bool:
        """Photographs come in on the maker's page only, where they are cleaned."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until the version, which Django passes as `obj` here, is frozen."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_change_permission(request, obj)


class VersionInline(ReadOnly, admin.TabularInline[ProductVersion, Product]):
    """The versions of a work, each with the way to it."""

    model = ProductVersion
    fk_name = "product"
    extra = 0
    fields = ("number", "name", "price_idr", "updated_at", "frozen_at")
    readonly_fields = fields
    show_change_link = True


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin[Product]):
    """A work: only its place among the featured ones is kept by hand."""

    list_display = (
        "picture",
        "name",
        "code",
        "maker_name",
        "craft",
        "district",
        "state",
        "grade",
        "valid_until",
    )
    list_display_links = ("name", "code")
    list_filter = ("state", "grade", "craft", "district", "is_demo")
    list_select_related = ("craft", "district")
    list_per_page = 50
    search_fields = ("code", "name", "maker_name", "business__name", "certificate_number")
    search_help_text = _("Cari menurut kode, nama karya, pembuat, usaha, atau nomor sertifikat.")
    show_full_result_count = False
    ordering = ("-created_at", "-pk")
    inlines = (VersionInline,)
    fields = (
        "picture",
        "links",
        "business",
        "code",
        "state",
        "state_reason",
        "grade",
        "curated_on",
        "valid_until",
        "certificate_number",
        "published_at",
        "published_version",
        "name",
        "name_en",
        "maker_name",
        "craft",
        "district",
        "centre",
        "price_idr",
        "price_max_idr",
        "featured_position",
        "is_demo",
        "created_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        """Without the search vector, which no page of the admin shows."""
        return super().get_queryset(request).defer("search")

    def get_readonly_fields(self, request: HttpRequest, obj: Product | None = None) -> list[str]:
        """All but the place among the featured works."""
        return [name for name in self.fields if name != "featured_position"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A work begins on its maker's page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        """What was judged is withdrawn, not deleted; a draft is deleted on its maker's page."""
        return False

    @admin.display(description=_("foto"))
    def picture(self, product: Product) -> SafeString | str:
        """The cover."""
        return thumbnail(product.cover_sha256, product.cover_alt)

    @admin.display(description=_("halaman"))
    def links(self, product: Product) -> SafeString | str:
        """The ways to the public page and to the history of versions."""
        versions = reverse("admin:products_productversion_changelist")
        return format_html(
            '<a href="{}">{}</a> · <a href="{}?product__code={}">{}</a>',
            product.get_absolute_url(),
            _("Lihat di situs"),
            versions,
            product.code,
            _("Semua versi"),
        )


@admin.register(ProductVersion)
class ProductVersionAdmin(admin.ModelAdmin[ProductVersion]):
    """What a work says of itself; a frozen version can only be read."""

    list_display = (
        "name",
        "code",
        "number",
        "craft",
        "price_idr",
        "step",
        "updated_at",
        "is_frozen",
    )
    list_filter = (("frozen_at", admin.EmptyFieldListFilter), "craft", "production_time")
    list_select_related = ("product", "craft")
    list_per_page = 50
    search_fields = ("name", "product__code", "product__business__name")
    show_full_result_count = False
    date_hierarchy = "updated_at"
    ordering = ("-updated_at",)
    autocomplete_fields = ("materials", "techniques", "motif")
    readonly_fields = ("product", "number", "filled_by", "step", "updated_at", "frozen_at")
    inlines = (PhotoInline,)

    @admin.display(description=_("kode"), ordering="product__code")
    def code(self, version: ProductVersion) -> str:
        """The work's code."""
        return version.product.code

    @admin.display(description=_("dibekukan"), boolean=True)
    def is_frozen(self, version: ProductVersion) -> bool:
        """Whether it was sent and stays as it is."""
        return version.frozen_at is not None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductVersion]:
        """With the names that the read-only fields print."""
        found = super().get_queryset(request)
        return found.select_related("product", "craft", "motif", "filled_by")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Also by a work's code, for the way from the work to its versions."""
        allowed = super().lookup_allowed(lookup, value, request)
        return lookup == "product__code" or allowed

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A version begins on its maker's page."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ProductVersion | None = None
    ) -> bool:
        """Until it is frozen; the database refuses it afterwards anyway."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: ProductVersion | None = None
    ) -> bool:
        """A draft is deleted on its maker's page, with its files."""
        return False


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


@admin.register(MinimumWage)
class MinimumWageAdmin(admin.ModelAdmin[MinimumWage]):
    """The regency's minimum wage, year by year, for the makers' reckoning of cost."""

    list_display = ("year", "monthly_idr", "source", "is_verified")
    list_filter = ("is_verified",)
    search_fields = ("source",)


@admin.register(CostSheet)
class CostSheetAdmin(ReadOnly, admin.ModelAdmin[CostSheet]):
    """What makers reckoned; theirs to change, on their own page."""

    list_display = ("version", "pieces", "hours", "hourly_wage_idr", "is_shared", "updated_at")
    list_filter = ("is_shared",)
    list_select_related = ("version__product",)
    search_fields = ("version__name", "version__product__code")
    show_full_result_count = False


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
