"""The addresses of the second host name (records/apart.py): there are no others."""

from django.urls import path

from records.apart import PREFIX
from records.views.apart import shown_apart

urlpatterns = [path(f"{PREFIX[1:]}<str:token>", shown_apart, name="shown_apart")]

handler400 = handler403 = handler404 = "portal.apart.refused"
handler500 = "portal.apart.failed"
