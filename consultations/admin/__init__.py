"""The desk: the coordinators' queue and work page in the Django admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from consultations.admin import queue, work

# One list is all the desk has: the room goes to it.
admin.site.enable_nav_sidebar = False
admin.site.site_title = admin.site.site_header = _("Sidelight desk")
admin.site.index_title = _("Where to begin")

__all__ = ["queue", "work"]
