"""All addresses. Indonesian at `/…`, English at `/en/…` with the same slugs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.static import serve

from dekranasda.pages import artisan, components, public, workspace

urlpatterns = [
    path("healthz", public.healthz, name="healthz"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", public.home, name="home"),
        path("kerja/", workspace.workspace, name="workspace"),
        path("saya/", artisan.artisan_home, name="artisan_home"),
        path("", include("dekranasda.accounts.urls")),
        path("", include("dekranasda.notices.urls")),
        path("", include("artisans.urls")),
        path("", include("products.urls")),
        path("", include("curation.urls")),
        path("", include("events.urls")),
        prefix_default_language=False,
    ),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns += static(
        settings.MEDIA_URL, login_not_required(serve), document_root=settings.MEDIA_ROOT
    )
if settings.DEBUG:
    urlpatterns += [
        path("gaya/", components.component_page, name="components"),
        path("gaya/<slug:frame>/", components.component_page),
    ]
