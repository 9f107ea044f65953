"""The root: which app answers which address."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls_pages")),
    path("", include("accounts.urls")),
    path("", include("intake.urls")),
    path("", include("records.urls")),
    path("", include("consultations.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
