"""News and texts of pages in the admin, with a look at the page before it is shown."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import TrackedAdmin
from dekranasda.editorial.models import NewsItem, PageText
from dekranasda.lib import images, photo_store


class NewsForm(forms.ModelForm[NewsItem]):
    """The words, and a photograph that is cleaned before anything is kept."""

    photo = forms.FileField(
        label=_("foto"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=_("Mengganti foto yang ada. JPG, PNG, WebP, atau HEIC, paling besar 12 MB."),
    )
    remove_photo = forms.BooleanField(label=_("hapus foto"), required=False)

    class Meta:
        model = NewsItem
        fields = (
            "title",
            "title_en",
            "slug",
            "published_on",
            "summary",
            "summary_en",
            "body",
            "body_en",
            "photo_alt",
            "photo_alt_en",
            "work_codes",
            "is_public",
        )

    def clean_photo(self) -> images.CleanPhoto | None:
        """The photograph made anew. Raises images.ImageRefused."""
        sent: UploadedFile | None = self.cleaned_data.get("photo")
        return images.clean(sent.read(), sent.name or "") if sent else None

    def clean(self) -> dict[str, Any]:
        """Asks for the photograph's words where there will be one."""
        given = super().clean() or {}
        has_photo = given.get("photo") or (
            self.instance.photo_sha256 and not given.get("remove_photo")
        )
        if has_photo and not given.get("photo_alt"):
            self.add_error("photo_alt", _("Tulis apa yang terlihat di foto."))
        return given


@admin.register(NewsItem)
class NewsItemAdmin(TrackedAdmin, admin.ModelAdmin[NewsItem]):
    """News: written, looked at, then shown."""

    form = NewsForm
    list_display = ("title", "published_on", "is_public", "preview")
    list_filter = ("is_public",)
    date_hierarchy = "published_on"
    search_fields = ("title", "summary", "body")
    prepopulated_fields: ClassVar[Any] = {"slug": ("title",)}
    readonly_fields = ("preview", "picture")
    fields = (
        "preview",
        "title",
        "title_en",
        "slug",
        "published_on",
        "summary",
        "summary_en",
        "body",
        "body_en",
        "picture",
        "photo",
        "remove_photo",
        "photo_alt",
        "photo_alt_en",
        "work_codes",
        "is_public",
    )

    @admin.display(description=_("pratinjau"))
    def preview(self, item: NewsItem) -> SafeString | str:
        """The way to the page as it will be."""
        return _preview_link("news_preview", item.pk)

    @admin.display(description=_("foto sekarang"))
    def picture(self, item: NewsItem) -> SafeString | str:
        """The photograph in a small size."""
        if not item.photo_sha256:
            return "–"
        return format_html('<img src="{}" alt="" height="160">', photo_store.url(item.photo_sha256))

    def save_model(self, request: HttpRequest, obj: NewsItem, form: Any, change: bool) -> None:
        """Keeps the photograph, and forgets the one it takes the place of."""
        old = obj.photo_sha256
        if cleaned := form.cleaned_data.get("photo"):
            stored = images.store(cleaned)
            obj.photo_sha256, obj.photo_colour = stored.sha256, stored.colour
        elif form.cleaned_data.get("remove_photo"):
            obj.photo_sha256 = obj.photo_colour = ""
        super().save_model(request, obj, form, change)
        if old != obj.photo_sha256:
            photo_store.forget([old])


@admin.register(PageText)
class PageTextAdmin(TrackedAdmin, admin.ModelAdmin[PageText]):
    """Texts of plain pages; without one that is shown, the portal's own words stand there."""

    list_display = ("page", "is_public", "updated_at", "preview")
    list_filter = ("page", "is_public")
    readonly_fields = ("preview", "updated_at")
    fields = ("preview", "page", "body", "body_en", "is_public", "updated_at")

    @admin.display(description=_("pratinjau"))
    def preview(self, text: PageText) -> SafeString | str:
        """The way to the page as it will be."""
        return _preview_link("page_preview", text.pk)


def _preview_link(name: str, pk: int | None) -> SafeString | str:
    if pk is None:
        return str(_("Simpan dulu, lalu lihat pratinjaunya di sini."))
    return format_html('<a href="{}">{}</a>', reverse(name, args=[pk]), _("Lihat pratinjau"))
