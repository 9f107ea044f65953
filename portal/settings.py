"""Every setting. What differs by place is read in the first section.

Safe when nothing is set: debug off, secure cookies on, no secret key means no start.
"""

from email.utils import parseaddr

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.environment import BASE_DIR, Environment
from portal.logs import LOGGING as LOGGING
from portal.static_headers import static_headers
from portal.transport import transport_options

env = Environment()

# --- What differs by place ---------------------------------------------------------
SECRET_KEY = env.secret_key()
# Plain HTTP on this computer only: what `make run` writes into .env for a newcomer.
LOCAL_HTTP = env.yes("LOCAL_HTTP")
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
ALLOWED_HOSTS = env.hosts(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if LOCAL_HTTP else []
)
# Pictures and clean copies come from this host, without the session's cookie. Empty: from
# the portal's own.
PREVIEW_HOST = env.other_host("PREVIEW_HOST", ALLOWED_HOSTS)
ALLOWED_HOSTS += [PREVIEW_HOST.partition(":")[0]] if PREVIEW_HOST else []
SITE_URL = env.web_address("SITE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, most=10)
# Wraps the key of each case. The first wraps new ones; the others still open old ones.
MASTER_KEYS, MASTER_KEY_URI = env.master_keys()
# Where sealed files lie: a folder, or a bucket.
FILES = env.files(DATA_DIR / "files")
REDIS_URL = env.redis()
DATABASES = {
    "default": env.database(f"sqlite:///{DATA_DIR / 'sidelight.sqlite3'}"),
}
EMAIL = env.email(f"filemail://{DATA_DIR / 'mail'}", local=LOCAL_HTTP)
DEFAULT_FROM_EMAIL = env.mailbox("MAIL_FROM", "Sidelight <no-reply@sidelight.test>")
OFFERED = {"en": "English", "zh-hans": "简体中文", "ar": "العربية"}
# Arabic is laid out but not fully translated: a service switches it on with EXTRA_LANGUAGES=ar.
EXTRA_LANGUAGES = env.codes("EXTRA_LANGUAGES", [], OFFERED)

# The service that runs this portal: its name, people, promises. Shown on pages and in mail.
# What is set is shown as it was written; only the words of an unset service are translated.
SERVICE = {
    "name": env.text("SERVICE_NAME", "Sidelight demonstration service"),
    "sender": parseaddr(DEFAULT_FROM_EMAIL)[1],  # "look for mail from ..."
    "email": env.mailbox("SERVICE_EMAIL", "coordinators@sidelight.test"),
    "phone": env.text("SERVICE_PHONE", ""),
    "country": _(env.text("SERVICE_COUNTRY", gettext_noop("China"))),
    "hospital": _(env.text("SERVICE_HOSPITAL", gettext_noop("the hospital in China"))),
    "hospital_is_named": bool(env.text("SERVICE_HOSPITAL", "")),
    # Where questions about data at the hospital go: an e-mail or postal address, a person.
    "hospital_contact": env.text("SERVICE_HOSPITAL_CONTACT", ""),
    # Where slides and discs may be posted to, lines parted by "|". Empty: nowhere.
    "parcel_address": [
        line.strip()
        for line in env.text("SERVICE_PARCEL_ADDRESS", "").split("|")
        if line.strip()
    ],
    "languages": env.codes(
        "SERVICE_LANGUAGES", ["en", "zh-hans", "ru", "ar", "es"], LANG_INFO
    ),
    "hours": _(
        env.text(
            "SERVICE_HOURS", gettext_noop("Monday to Friday, 9:00 to 18:00 in Beijing")
        )
    ),
    "price": _(
        env.text("SERVICE_PRICE", "")
        or gettext_noop(
            "The coordinator tells you the price before any work is charged."
        )
    ),
    "first_answer_days": env.number("FIRST_ANSWER_WORKING_DAYS", 2, least=1, most=365),
    "turnaround_days": env.number("USUAL_TURNAROUND_DAYS", 14, least=1, most=365),
    "time_zone": env.time_zone("SERVICE_TIME_ZONE", "Asia/Shanghai"),
}
# Limits a person is told before choosing files.
MAX_FILE_MB = env.number("MAX_FILE_MB", 200, least=1)
MAX_FILES_AT_ONCE = env.number("MAX_FILES_AT_ONCE", 20, least=1)
MAX_ARCHIVE_MB = env.number("MAX_ARCHIVE_MB", 8000, least=1)  # a zip of scan images
MAX_CASE_MB = env.number("MAX_CASE_MB", 20_000, least=1)
MAX_DAY_MB = env.number("MAX_DAY_MB", 40_000, least=1)  # of one person in one day
UPLOAD_DAYS = env.number("UPLOAD_DAYS", 7, least=1, most=90)  # unfinished ones
# In each process: some threads are always left for pages.
UPLOADS_AT_ONCE = max(1, env.web()[1] * 3 // 4)
UPLOAD_SILENT_SECONDS = env.number("UPLOAD_SILENT_SECONDS", 30, least=5, most=600)
# The virus scanner, and the largest file it is given: never more than the scanner reads.
CLAMD_URL = env.clamd()
CLAMD_MOST_MB = env.number("CLAMD_MOST_MB", 25, least=1, most=4000)
# Text in pictures of pages is recognised (Tesseract), to suggest their date and kind.
READ_SCANS = env.yes("READ_SCANS", True)
# After so many days a record that was asked for and did not come is asked about.
REQUEST_REMINDER_DAYS = env.number("REQUEST_REMINDER_DAYS", 14, least=1, most=365)
# The packet for the team: its largest PDF, and images of scans to a sheet (2 or 4).
PACKET_MOST_PAGES = env.number("PACKET_MOST_PAGES", 5000, least=10, most=20_000)
PACKET_IMAGES_PER_SHEET = (
    env.number("PACKET_IMAGES_PER_SHEET", 2, least=2, most=4) // 2 * 2
)
INVITATION_DAYS = env.number("INVITATION_DAYS", 14, least=1, most=365)

# --- Application ---------------------------------------------------------------------
DEBUG = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "portal",
    "consultations",
    "records",
    "intake",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its widget templates, for FORM_RENDERER
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.apart.ApartMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages for slow phone lines; it pads at random, so lengths tell an eavesdropper nothing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.SecurityHeadersMiddleware",
    "portal.machines.NobodyAsksMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Above CSRF on purpose: CSRF reads the whole body of a form to find its token.
    "accounts.middleware.BodyGateMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.service",
            ],
        },
    }
]
FORM_RENDERER = "accounts.form_renderer.QuickRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ------------------------------------------------------------------------
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        # What is deleted is overwritten: the key of an erased case above all.
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 300
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
ATOMIC_REQUESTS = False

# --- Files and static ----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    # Nothing is ever kept here: patients' files go to "records", which has no URL.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "unused", "base_url": None},
    },
    "records": FILES,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Only the pages that take files (records) say who receives them; all others drop them.
FILE_UPLOAD_HANDLERS = ["records.uploads.NoFilesHandler"]
# Past MAX_FILES_AT_ONCE each file is refused by name; past this the whole form is.
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_FILES_AT_ONCE + 500

# --- Cache and sessions ----------------------------------------------------------------
# Counts failed sign-ins, so it must be shared by all web processes. While Redis is away
# the database counts instead: sign-in neither breaks nor loses its limits.
_DATABASE_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "accounts.cache.RedisOrDatabaseCache",
            "LOCATION": [REDIS_URL],  # alone it would be cut at each comma
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        },
        "database": _DATABASE_CACHE,
    }
else:
    CACHES = {"default": _DATABASE_CACHE}
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 30, least=1)
STAFF_IDLE_MINUTES = env.number("STAFF_IDLE_MINUTES", 15, least=1)
SESSION_ABSOLUTE_HOURS = env.number("SESSION_ABSOLUTE_HOURS", 24 * 14, least=1)

# --- People --------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.HardToGuess"},
    {"NAME": "accounts.passwords.UnlikeAddress"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:folder_list"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "accounts.entrance.Entrance"
ACCOUNT_FORMS = {
    "login": "accounts.forms.PasswordSignInForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "reset_password": "accounts.forms.ResetRequestForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The code that signs a person in also proves the address; staff are vouched for.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "reset_password": "20/m/ip,3/m/key",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail ------------------------------------------------------------------------------
# The web process only writes rows; the worker delivers them with MAIL_DELIVERY.
EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
MAIL_DELIVERY = EMAIL
EMAIL_TIMEOUT = 10

# --- Background work ---------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(REDIS_URL, DATA_DIR / "broker")
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kilobytes
CELERY_TASK_DEFAULT_QUEUE = "fast"
CELERY_TASK_ROUTES = {
    "records.tasks.remind_of_asked": {"queue": "fast"},
    "records.tasks.build_derivative": {"queue": "build"},
    "records.tasks.build_joined": {"queue": "build"},
    "records.tasks.read_file": {"queue": "build"},
    "records.tasks.*": {"queue": "inspect"},
    "consultations.tasks.build_summary": {"queue": "build"},
    "consultations.tasks.build_packet": {"queue": "build"},
}
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 30, least=1, most=3600)
CELERY_BEAT_SCHEDULE = {
    "ring-again": {"task": "accounts.tasks.sweep", "schedule": SWEEP_SECONDS},
    # A pulse that waited too long proves nothing any more: it is thrown away.
    "pulse": {
        "task": "accounts.tasks.pulse",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "anchor-audit": {"task": "accounts.tasks.anchor_audit", "schedule": 300},
    "tidy-accounts": {"task": "accounts.tasks.tidy", "schedule": 3600},
    "remind-of-asked": {"task": "records.tasks.remind_of_asked", "schedule": 3600},
    "show-what-lacks": {"task": "records.tasks.show_what_lacks", "schedule": 300},
    "tidy-uploads": {"task": "records.tasks.tidy_uploads", "schedule": 300},
    # Days pass by themselves: hourly, so that every time zone's new day is soon seen.
    "refresh-queue": {"task": "consultations.tasks.refresh_queue", "schedule": 3600},
}
# The schedule is short and repeats: nothing about it has to be remembered on disk.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
# The folder broker has no broadcast worth its files.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)

# --- Language and time -------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    (code, name)
    for code, name in OFFERED.items()
    if code in {"en", "zh-hans", *EXTRA_LANGUAGES}
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not LOCAL_HTTP
SITE_NAME = _("Sidelight")

# --- Security ------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not LOCAL_HTTP
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if LOCAL_HTTP else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL_HTTP
SECURE_HSTS_PRELOAD = not LOCAL_HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "session" if LOCAL_HTTP else "__Host-session"
SESSION_COOKIE_SECURE = not LOCAL_HTTP
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf" if LOCAL_HTTP else "__Host-csrf"
CSRF_COOKIE_SECURE = not LOCAL_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *filter(None, [PREVIEW_HOST])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
