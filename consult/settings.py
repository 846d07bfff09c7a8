"""Every setting, once. Values come from the environment; a bad one stops the start."""

from __future__ import annotations

import secrets
from contextlib import suppress
from email.utils import formataddr
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import dj_database_url
import django_stubs_ext
from celery.schedules import crontab
from csp.constants import SELF
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from consult import embedded, storage
from consult.zones import known_zone

# Lets the generic classes of django-stubs be subscripted at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """What can be set from outside, with the defaults of a single development machine."""

    model_config = SettingsConfigDict(extra="ignore")

    PRODUCTION: bool = False
    SECRET_KEY: str = ""
    PORT: int = Field(default=8000, ge=1, le=65535)
    SITE_URL: str = ""
    ALLOWED_HOSTS: str = ""
    VAR_DIR: Path = BASE_DIR / "var"
    DATABASE_URL: str = ""
    REDIS_URL: str = ""
    EMAIL_URL: str = ""
    STORAGE_URL: str = ""
    TRUSTED_HOPS: int = Field(default=0, ge=0, le=5)

    PRACTICE_NAME: str = "Lindqvist Architecture"
    PRACTICE_TAGLINE: str = "Independent advice on backend architecture"
    PRACTICE_LEGAL: str = "Jonas Lindqvist, Lindqvist Architecture"
    PRACTICE_ADDRESS: str = "Example Street 1, 10115 Berlin, Germany"
    PRACTICE_EMAIL: str = "hello@practice.example"
    PRACTICE_PHONE: str = "+49 30 5550100"
    PRACTICE_WHATSAPP: str = Field(default="4915155501000", pattern=r"^[1-9][0-9]{6,14}$")
    PRACTICE_TIME_ZONE: Annotated[str, AfterValidator(known_zone)] = "Europe/Berlin"
    STAFF_EMAIL: str = "staff@practice.example"


def _environment() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        faults = (f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors())
        raise SystemExit("\n".join(["The environment has a bad value.", *faults])) from None


env = _environment()
PRODUCTION = env.PRODUCTION
VAR_DIR = env.VAR_DIR.resolve()


def _required(name: str, value: str) -> str:
    if PRODUCTION and not value:
        raise SystemExit(f"{name} must be set when PRODUCTION is on.")
    return value


def _local_secret_key() -> str:
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        # Linked into place: processes that start at once must agree on one key.
        fresh = VAR_DIR / f"secret-key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()


SECRET_KEY = _required("SECRET_KEY", env.SECRET_KEY) or _local_secret_key()
DEBUG = False
SITE_URL = (_required("SITE_URL", env.SITE_URL) or f"http://localhost:{env.PORT}").rstrip("/")
ALLOWED_HOSTS = [h.strip() for h in env.ALLOWED_HOSTS.split(",") if h.strip()] or [
    urlsplit(SITE_URL).hostname or "localhost",
    *([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]),
]
PORT = env.PORT
TRUSTED_HOPS = env.TRUSTED_HOPS

PRACTICE = {
    "name": env.PRACTICE_NAME,
    "tagline": env.PRACTICE_TAGLINE,
    "legal": env.PRACTICE_LEGAL,
    "address": env.PRACTICE_ADDRESS,
    "email": env.PRACTICE_EMAIL,
    "phone": env.PRACTICE_PHONE,
    "whatsapp": env.PRACTICE_WHATSAPP,
    "time_zone": env.PRACTICE_TIME_ZONE,
}
STAFF_EMAIL = env.STAFF_EMAIL

INSTALLED_APPS = [
    "consult.staff.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "corsheaders",
    # For the page of the API's documentation, which is then served from here.
    "ninja",
    "consult",
    "advisor",
    "consult.blog",
    "consult.intake",
    "consult.leads",
    "consult.bookings",
    "consult.quotes",
    "consult.followups",
    "consult.case",
    "consult.staff.apps.StaffConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What stands below is not asked for a page that is kept.
    "consult.pages.answer_from_cache",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "consult.errors.refuse_unreadable_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consult.errors.refuse_large_bodies",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "consult.errors.explain_refused_method",
]

ROOT_URLCONF = "consult.urls"
WSGI_APPLICATION = "consult.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["consult.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "consult.http.practice",
                "consult.blog.source.source_query",
            ],
        },
    }
]
FORM_RENDERER = "consult.http.FormRenderer"

EMBEDDED_DATABASE = not _required("DATABASE_URL", env.DATABASE_URL)
DATABASES = {
    "default": dj_database_url.parse(
        env.DATABASE_URL or embedded.database_url(VAR_DIR),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
# A visitor is told within seconds that the database is away, also where its machine has gone.
# What the address itself sets has the last word.
_own_options = DATABASES["default"].get("OPTIONS", {})
# Whose machine went away in the middle of a transaction would keep what it has locked for hours,
# and everybody waiting. Who has waited ten seconds is told to try again.
_waits = "-c idle_in_transaction_session_timeout=60s -c lock_timeout=10s"
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5_000,  # milliseconds
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    **_own_options,
    # Of the same setting the later one counts.
    "options": f"{_waits} {_own_options.get('options', '')}".strip(),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EMBEDDED_REDIS = not _required("REDIS_URL", env.REDIS_URL)
REDIS_URL = env.REDIS_URL or embedded.redis_url(VAR_DIR)

# Written out because their defaults differ between versions of redis-py and Celery. A visitor
# must not wait for a Redis that is away: the sweep finds what a lost nudge leaves behind.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "protocol": 2,
    "visibility_timeout": 3600,
    # Or whoever has no connection yet waits four seconds and more for one.
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "followups.sweep": {"task": "followups.sweep", "schedule": 3.0, "options": {"expires": 3.0}},
    "blog.publish_due": {"task": "blog.publish_due", "schedule": 5.0, "options": {"expires": 5.0}},
    # By the clock, not "every 24 hours": those would begin anew with every start of a scheduler
    # that has lost its file. One that was away at the time catches up.
    "intake.expire": {
        "task": "intake.expire",
        "schedule": crontab(hour="3", minute="17"),
        "options": {"expires": 12 * 3600},
    },
    "case.delete_kept": {
        "task": "case.delete_kept",
        "schedule": crontab(hour="2", minute="40"),
        "options": {"expires": 12 * 3600},
    },
}


def _email(url: str) -> dict[str, Any]:
    """Read `smtp://user:password@host:port`, `smtp+tls://…`, or `smtps://…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise SystemExit("EMAIL_URL must look like smtp://user:password@host:port.")
    return {
        "EMAIL_BACKEND": "consult.followups.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


DEV_MAIL_DIR = VAR_DIR / "mail"
if _required("EMAIL_URL", env.EMAIL_URL):
    globals().update(_email(env.EMAIL_URL))
else:
    EMAIL_BACKEND = "consult.devmail.EmailBackend"
DEFAULT_FROM_EMAIL = formataddr((env.PRACTICE_NAME, env.PRACTICE_EMAIL))
SERVER_EMAIL = env.PRACTICE_EMAIL

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
FORMAT_MODULE_PATH = "consult.formats"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    # Outside the web root: no address leads to what visitors attach.
    "attachments": storage.from_url(env.STORAGE_URL)
    if env.STORAGE_URL
    else storage.folder(VAR_DIR / "attachments"),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "consult.static.Storage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# What is compressed already, and maps for debugging, which are half of all that there is.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("avif", "ico", "map", "png", "webp", "woff2")
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
# Otherwise a file that changes under a running server is cut to its old length.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "consult.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
if TRUSTED_HOPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        # wa.me redirects to api.whatsapp.com, and Chromium holds redirects to this list as well.
        "form-action": [SELF, "https://wa.me", "https://api.whatsapp.com"],
    }
}

# The API is the same for everybody and keeps nothing, so pages from anywhere may call it.
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "POST", "OPTIONS")
CORS_ALLOW_HEADERS = ("content-type", "if-none-match")
CORS_EXPOSE_HEADERS = ("etag", "retry-after")

# An article of 100,000 characters, each of them nine bytes of a form, and what goes with it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 950_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "consult.links.MaskPrivate",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Two lines for every sweep say nothing.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # Django gives it a handler of its own, which would write addresses as they are.
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
