"""Settings for tests: quick hashing, tasks at once, mail and files that vanish.

DATABASE_URL and REDIS_URL from the environment choose the engines, as in production.
"""

import atexit
import os
import shutil
import tempfile

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="sidelight-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
if os.environ.get("PYTEST_XDIST_WORKER"):
    # Tests that run side by side keep their files apart.
    own = os.path.join(os.environ["DATA_DIR"], os.environ["PYTEST_XDIST_WORKER"])
    os.makedirs(own, exist_ok=True)
    os.environ["DATA_DIR"] = own
if os.environ.get("REDIS_URL") and os.environ.get("PYTEST_XDIST_WORKER"):
    # Tests that run side by side must not take each other's messages.
    server = os.environ["REDIS_URL"].rpartition("/")[0]
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{server}/{number + 1}"
os.environ.setdefault("SECRET_KEY", "test-only-" + "abcdefghij" * 6)
os.environ.setdefault("MASTER_KEY", "test-only-key-ABCDEFGHIJKLMNOPQRSTUVWXYZ012")
os.environ.setdefault("LOCAL_HTTP", "on")
os.environ.setdefault("EXTRA_LANGUAGES", "ar")
os.environ.setdefault("SERVICE_PARCEL_ADDRESS", "")  # not that of the demo

from portal.settings import *  # noqa: F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  (WhiteNoise asks for it)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAIL_DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
CELERY_TASK_ALWAYS_EAGER = True
READ_SCANS = False  # slow: the tests of it switch it on
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads and worker processes of a test share it.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": str(DATA_DIR / "test.sqlite3")  # noqa: F405
    }
