"""The portal's addresses with the page of all components, which is served in development only."""

from django.urls import path

from dekranasda.pages.components import component_page
from dekranasda.urls import urlpatterns as portal

urlpatterns = [
    path("gaya/", component_page),
    path("gaya/<slug:frame>/", component_page),
    *portal,
]
