"""Settings for tests: quick hashing, tasks at once, mail and files that vanish."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "test-only-" + "abcdefghij" * 6)
os.environ.setdefault("LOCAL_HTTP", "on")
os.environ.setdefault("EXTRA_LANGUAGES", "ar")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="sidelight-test-"))

from portal.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAIL_DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
CELERY_TASK_ALWAYS_EAGER = True
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
