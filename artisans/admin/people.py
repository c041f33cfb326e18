"""The admin of artisans. National numbers are masked and never edited."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import TrackedAdmin
from artisans.models import Artisan, OwnPhoto
from dekranasda.lib import photo_store


@admin.register(Artisan)
class ArtisanAdmin(TrackedAdmin, admin.ModelAdmin[Artisan]):
    show_full_result_count = False
    list_display = ("name", "village", "district", "gender", "has_account", "is_demo")
    list_filter = ("gender", "is_demo", "village__district")
    list_select_related = ("village__district", "user")
    search_fields = ("name", "user__full_name")
    autocomplete_fields = ("user", "village")
    readonly_fields = ("national_id_masked", "created_at")
    date_hierarchy = "created_at"

    @admin.display(description=_("NIK"))
    def national_id_masked(self, artisan: Artisan) -> str:
        """3522••••••••0001, or a dash."""
        return artisan.masked_national_id or "–"

    def has_change_permission(self, request: HttpRequest, obj: Artisan | None = None) -> bool:
        """Who has been merged away changes by undoing the merge."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or obj.merged_into_id is None)

    @admin.display(description=_("kecamatan"), ordering="village__district__name")
    def district(self, artisan: Artisan) -> str:
        """The district of the village."""
        return artisan.village.district.name if artisan.village else "–"

    @admin.display(description=_("punya akun"), boolean=True)
    def has_account(self, artisan: Artisan) -> bool:
        """Whether the person signs in."""
        return artisan.user_id is not None


@admin.register(OwnPhoto)
class OwnPhotoAdmin(TrackedAdmin, admin.ModelAdmin[OwnPhoto]):
    """Words, and whether a photograph is shown; photographs come in and go on makers' pages."""

    list_display = ("__str__", "artisan", "kind", "is_shown", "added_by", "added_at")
    list_filter = ("kind", "is_shown")
    list_select_related = ("artisan", "added_by")
    search_fields = ("artisan__name", "alt")
    fields = ("picture", "artisan", "kind", "alt", "alt_en", "is_shown")
    readonly_fields = ("picture", "artisan", "kind", "is_shown")
    date_hierarchy = "added_at"

    @admin.display(description=_("foto"))
    def picture(self, photo: OwnPhoto) -> str:
        """The photograph in a small size."""
        return format_html('<img src="{}" alt="" height="160">', photo_store.url(photo.sha256, 320))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a photograph is cleaned on its way in."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OwnPhoto | None = None) -> bool:
        """Nobody: its files would stay behind."""
        return False
