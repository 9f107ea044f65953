"""The desk: the coordinators' queue and work page in the Django admin."""

from django.contrib import admin

from consultations.admin import queue, work

# One list is all the desk has: the room goes to it.
admin.site.enable_nav_sidebar = False

__all__ = ["queue", "work"]
