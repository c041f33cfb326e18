"""The admin of craft centres and associations, with who belongs to them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import TrackedAdmin
from artisans.models import (
    Association,
    AssociationMembership,
    CentreMaterial,
    CentreMembership,
    CentrePhoto,
    CraftCentre,
    GroupDocument,
)
from dekranasda.lib import photo_store


@admin.register(CraftCentre)
class CraftCentreAdmin(TrackedAdmin, admin.ModelAdmin[CraftCentre]):
    list_display = (
        "name",
        "craft",
        "district",
        "partner_region",
        "members",
        "maker_count",
        "is_public",
    )
    list_filter = ("is_public", "craft", "district")
    list_select_related = ("craft", "district")
    search_fields = ("name", "village__name", "partner_region")
    autocomplete_fields = ("craft", "village", "district", "contact_artisan")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 Django reads it so

    def get_queryset(self, request: HttpRequest) -> QuerySet[CraftCentre]:
        """Centres with the number of their members."""
        return CraftCentre.objects.with_counts()

    @admin.display(description=_("anggota"), ordering="member_count")
    def members(self, centre: CraftCentre) -> int:
        """Businesses that belong to it today."""
        return int(getattr(centre, "member_count", 0))


@admin.register(CentreMembership)
class CentreMembershipAdmin(TrackedAdmin, admin.ModelAdmin[CentreMembership]):
    list_display = ("business", "centre", "role", "joined_on", "left_on")
    fields = ("business", "centre", "role", "joined_on", "left_on")
    list_filter = ("role", "centre", ("left_on", admin.EmptyFieldListFilter))
    list_select_related = ("business", "centre")
    search_fields = ("business__name", "business__owner__name", "centre__name")
    autocomplete_fields = ("business", "centre")
    date_hierarchy = "joined_on"


@admin.register(CentreMaterial)
class CentreMaterialAdmin(TrackedAdmin, admin.ModelAdmin[CentreMaterial]):
    list_display = ("name", "centre", "amount", "needed_since", "met_on")
    list_filter = (("met_on", admin.EmptyFieldListFilter), "centre__craft", "centre__district")
    list_select_related = ("centre",)
    search_fields = ("name", "centre__name", "note")
    autocomplete_fields = ("centre",)
    date_hierarchy = "needed_since"


@admin.register(CentrePhoto)
class CentrePhotoAdmin(TrackedAdmin, admin.ModelAdmin[CentrePhoto]):
    """Words only: photographs come in, go and change their order at the workbench."""

    list_display = ("alt", "centre", "position", "added_by", "added_at")
    list_filter = ("centre",)
    list_select_related = ("centre", "added_by")
    search_fields = ("alt", "caption", "centre__name")
    fields = ("picture", "centre", "alt", "alt_en", "caption", "caption_en", "position")
    readonly_fields = ("picture", "centre", "position")
    date_hierarchy = "added_at"

    @admin.display(description=_("foto"))
    def picture(self, photo: CentrePhoto) -> str:
        """The photograph in a small size."""
        return format_html('<img src="{}" alt="" height="160">', photo_store.url(photo.sha256, 320))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a photograph is cleaned on its way in."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CentrePhoto | None = None) -> bool:
        """Nobody: the cover and the files would stay behind."""
        return False


@admin.register(Association)
class AssociationAdmin(TrackedAdmin, admin.ModelAdmin[Association]):
    list_display = ("name", "kind", "centre", "village", "founded_in", "ended_on")
    list_filter = ("kind", "centre", ("ended_on", admin.EmptyFieldListFilter))
    list_select_related = ("centre", "village")
    search_fields = ("name", "centre__name", "village__name")
    autocomplete_fields = ("centre", "village")


@admin.register(GroupDocument)
class GroupDocumentAdmin(TrackedAdmin, admin.ModelAdmin[GroupDocument]):
    """Words only: files come in and go at the workbench."""

    list_display = ("title", "centre", "association", "dated_on", "added_by", "added_at")
    list_filter = ("centre", "association")
    list_select_related = ("centre", "association", "added_by")
    search_fields = ("title", "centre__name", "association__name")
    readonly_fields = ("centre", "association")
    date_hierarchy = "added_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a document is checked on its way in."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: GroupDocument | None = None) -> bool:
        """Nobody: the file would stay behind."""
        return False


@admin.register(AssociationMembership)
class AssociationMembershipAdmin(TrackedAdmin, admin.ModelAdmin[AssociationMembership]):
    list_display = ("artisan", "association", "role", "joined_on", "left_on")
    fields = ("artisan", "association", "role", "joined_on", "left_on")
    list_filter = ("role", "association", ("left_on", admin.EmptyFieldListFilter))
    list_select_related = ("artisan", "association")
    search_fields = ("artisan__name", "association__name")
    autocomplete_fields = ("artisan", "association")
    date_hierarchy = "joined_on"
