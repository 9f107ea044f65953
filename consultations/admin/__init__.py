"""The desk: the coordinators' queue and work page in the Django admin."""

from consultations.admin import queue, work

__all__ = ["queue", "work"]
