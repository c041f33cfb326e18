"""Works in the admin: to look things up and mend words. No state changes here, no photograph enters
here: transitions belong to curation and publication, photographs to the choke point."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dekranasda.lib import photo_store
from dekranasda.lib.read_only import ReadOnly
from products.models import Photo, Product, ProductVersion


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
