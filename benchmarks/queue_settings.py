"""The portal's settings without hashed static files: nothing is collected here."""

from portal.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
