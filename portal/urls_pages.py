"""Pages that span all apps, one namespace: `portal:`. Each file below holds a part."""

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("", include("portal.urls_public")),
    path("", include("portal.urls_folders")),
]
