"""Settings of the portal, read from the environment; see .env.example for every variable."""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


# Environment helpers


def env(name: str, default: str = "") -> str:
    """The variable's text, or the default where it is unset or empty."""
    return os.environ.get(name) or default


def env_bool(name: str, default: bool = False) -> bool:
    """True or False; any other word is refused rather than guessed."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    value = env(name).lower()
    if not value:
        return default
    if value not in words:
        raise ImproperlyConfigured(f"{name} must be 1 or 0")
    return words[value]


def env_list(name: str, default: str = "") -> list[str]:
    """The comma-separated parts, without blanks."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_secret(name: str) -> str:
    """A secret from the variable, or from the file that NAME_FILE names; empty where neither is."""
    file_name = env(f"{name}_FILE")
    return Path(file_name).read_text().strip() if file_name else env(name)


def kept_secret(file_name: str) -> str:
    """A random secret kept in var/ of this checkout, for development and the demo only."""
    path = BASE_DIR / "var" / file_name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(32))
    return path.read_text().strip()


# Core

DEBUG = env_bool("DEBUG")
DEMO = env_bool("DEKRANASDA_DEMO")
SECRET_KEY = env_secret("SECRET_KEY")
# On a machine where nothing is configured the commands work on the embedded database, with
# secrets that are kept in var/. Naming a database or a secret key ends that.
LOCAL = DEBUG or DEMO or not (SECRET_KEY or env("DATABASE_URL"))
if not SECRET_KEY:
    if not LOCAL:
        raise ImproperlyConfigured("SECRET_KEY is required (DEBUG=1 makes one for development)")
    SECRET_KEY = kept_secret("secret_key")

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ROOT_URLCONF = "dekranasda.urls"
WSGI_APPLICATION = "dekranasda.wsgi.application"

# The council that runs this portal. Another council changes these values and its data, not code.
COUNCIL = {
    "name": env("COUNCIL_NAME", "Dekranasda Kabupaten Bojonegoro"),
    "short_name": env("COUNCIL_SHORT_NAME", "Dekranasda Bojonegoro"),
    "place": env("COUNCIL_PLACE", "Bojonegoro"),
    "region": env("COUNCIL_REGION", "Kabupaten Bojonegoro"),
    "region_code": env("COUNCIL_REGION_CODE", "35.22"),
    "address": env("COUNCIL_ADDRESS", "Jl. Mas Tumapel No. 1, Bojonegoro 62111"),
    "hours": env("COUNCIL_HOURS", "Senin–Jumat 08.00–15.00 WIB"),
    "hours_en": env(
        "COUNCIL_HOURS_EN", "" if env("COUNCIL_HOURS") else "Monday–Friday 08:00–15:00 WIB"
    ),
    "whatsapp": env("COUNCIL_WHATSAPP", "+6281200000000"),
    "email": env("COUNCIL_EMAIL", "sekretariat@contoh.id"),
}
COUNCIL_DATA_DIR = Path(env("COUNCIL_DATA_DIR", str(BASE_DIR / "artisans" / "data")))

# Apps

INSTALLED_APPS = [
    "dekranasda",
    "dekranasda.accounts",
    "dekranasda.notices",
    "artisans",
    "products",
    "curation",
    "events",
    "dekranasda.editorial",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "health_check",
    "pgtrigger",
    "pghistory",
]

# Middleware

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "dekranasda.page_cache.page_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dekranasda.accounts.second_factor.SecondFactorMiddleware",
    "dekranasda.accounts.language.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dekranasda.context_processors.council",
                "dekranasda.context_processors.navigation",
            ],
        },
    },
]

# Database

if env("DATABASE_URL"):
    DATABASES: dict[str, Any] = {
        "default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)
    }
else:
    # A real PostgreSQL from the project's own requirements, started at the first connection.
    DATABASES = {
        "default": {
            "ENGINE": "dekranasda.lib.postgres_backend",
            "NAME": env("DATABASE_NAME", "dekranasda"),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in

AUTH_USER_MODEL = "accounts.User"
# auth.W004: e-mail addresses are unique by a constraint on their lower case instead.
# account.W001: the portal's own page signs artisans up; people of the council may have no phone.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "account.W001"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8 if DEBUG or DEMO else 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("full_name", "email", "phone")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "home"
PROXY_COUNT = int(env("PROXY_COUNT", "0"))
SESSION_COOKIE_AGE = 90 * 24 * 3600
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
ACCOUNT_ADAPTER = "dekranasda.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "dekranasda.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone", "email", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True
# An account that many addresses attack is closed for minutes only; axes closes one address.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,20/10m/key",
    "sign_up_step": "600/h/ip",
    "sign_up": "60/h/ip",
    "sign_up_number": "5/d/key",
    "sign_in_link": "20/m/ip",
    "status": "30/m/ip,300/h/ip",
    "status_code": "10/h/key,30/d/key",
    "complaint": "5/h/ip",
    "visit_request": "5/h/ip",
    "verify": "60/m/ip",
    "page_view": "60/m/ip",
}
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT
AXES_USERNAME_CALLABLE = "dekranasda.accounts.names.attempt_name"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
# People of the council sign in with an authenticator app, too.
SECOND_FACTOR_REQUIRED = env_bool("SECOND_FACTOR_REQUIRED", not (DEBUG or DEMO))
MFA_ADAPTER = "dekranasda.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# Only requests that write carry who and why into the history; reading touches no session.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# Encryption of national numbers (dekranasda/lib/encryption.py): {"key id": "64 hex digits"}; the
# last key writes, all read. The index key stands apart, since changing it means a new index.
ENCRYPTION_KEYS_FILE = env("ENCRYPTION_KEYS_FILE")
ENCRYPTION_FALLBACK_SECRET = kept_secret("encryption_key") if LOCAL else ""

# Language and time

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "dekranasda" / "locale"]
TIME_ZONE = env("TIME_ZONE", "Asia/Jakarta")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Static files and media

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
# Import files, licence scans and other files that never have a public address.
PRIVATE_ROOT = Path(env("PRIVATE_ROOT", str(BASE_DIR / "var" / "private")))
# Whom the registry has forgotten: kept and backed up apart from the database, see SECURITY.md.
TOMBSTONES_FILE = env("TOMBSTONES_FILE", str(PRIVATE_ROOT / "tombstones.jsonl"))
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dekranasda.lib.styles.BundledStaticFilesStorage"
    },
}
if env("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": env("S3_BUCKET"), "endpoint_url": env("S3_ENDPOINT") or None},
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Forms, background work, cache

CRISPY_ALLOWED_TEMPLATE_PACKS = "council"
CRISPY_TEMPLATE_PACK = "council"
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "imports", "pictures"],
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # Whole public pages (dekranasda/page_cache.py): about 25 kB each, in every web worker.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # Pictures of shared pages (dekranasda/lib/share_picture.py): about 100 kB each, on the disk.
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": PRIVATE_ROOT / "share_pictures",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
}
PAGE_CACHE_SECONDS = int(env("PAGE_CACHE_SECONDS", "0" if DEBUG else "60"))

# E-mail

EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    "django.core.mail.backends.console.EmailBackend"
    if DEBUG or DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", COUNCIL["email"])

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if not LOCAL:
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"digits": {"()": "dekranasda.lib.logs.HideLongNumbers"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["digits"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
