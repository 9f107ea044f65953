"""Pages anybody may open, and the two switches for language and light or dark."""

from django.urls import path

from portal.views import gallery, health, language, public, start

urlpatterns = [
    path("", public.home, name="home"),
    path("guide/", public.guide_index, name="guide_index"),
    path("guide/<slug:slug>/", public.guide_page, name="guide_page"),
    path("start/", start.start_signs, name="start"),
    path("start/you/", start.start_you, name="start_you"),
    path("start/next/", start.start_next, name="start_next"),
    path("start/emergency/", start.start_emergency, name="start_emergency"),
    path("language/", language.language_set, name="language_set"),
    path("theme/", language.theme_set, name="theme_set"),
    path("gallery/", gallery.component_gallery, name="component_gallery"),
    path("robots.txt", public.robots, name="robots"),
    path("favicon.ico", public.favicon, name="favicon"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
