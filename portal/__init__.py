"""Wiring: settings, urls, Celery, and the pages that span all apps."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
