"""The root: which app answers which address."""

from django.contrib import admin
from django.urls import include, path

from portal.errors import no_such_page

urlpatterns = [
    path("", include("portal.urls_pages")),
    path("", include("accounts.urls")),
    path("", include("intake.urls")),
    path("", include("records.urls")),
    path("", include("consultations.urls")),
    # The admin's "view on site" guesses at objects: nothing here has such a page.
    path("admin/r/<path:rest>", no_such_page),
    path("admin/", admin.site.urls),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
