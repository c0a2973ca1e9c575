"""Settings, read from the environment and safe by default.

``DEBUG`` and ``PLAIN_HTTP`` are off unless asked for. ``PLAIN_HTTP=1`` is for a machine of one's own:
it only lets cookies travel over plain HTTP. Everything else, the security policy included, is as in
production.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# Django's own classes take type parameters in annotations only after this.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}; `make run` and `make test` do it for you (docs/operations.md).")
    return value


def _database(url: str) -> dict[str, object]:
    """A Django database entry from a libpq address; ``?host=`` may name a socket folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must be a postgresql:// address: PostgreSQL is the only dialect.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {"options": _limits(), **query},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def _limits() -> str:
    """Bounds that PostgreSQL keeps for every connection: no page waits long for a lock, nothing runs for ever."""
    seconds = {"statement_timeout": 60, "lock_timeout": 5, "idle_in_transaction_session_timeout": 60}
    return " ".join(f"-c {name}={os.environ.get(name.upper(), default)}s" for name, default in seconds.items())


def _mail(url: str) -> dict[str, object]:
    """Django's mail settings from ``smtp://user:password@host:port``; ``smtps://`` is TLS from the first byte, and
    ``?starttls=1`` turns to it. Without an address, mails are files in ``DATA_DIR/mail``.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA_DIR / "mail",
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL must be an smtp:// or smtps:// address.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": dict(parse_qsl(parts.query)).get("starttls") == "1",
    }


def _broker(url: str) -> str:
    """Celery's spelling of a Redis address; redis-py says ``unix://`` where kombu says ``redis+socket://``."""
    return "redis+socket://" + url.removeprefix("unix://") if url.startswith("unix://") else url


DEBUG = _flag("DEBUG")
PLAIN_HTTP = DEBUG or _flag("PLAIN_HTTP")
SECRET_KEY = _required("SECRET_KEY")
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "localhost,127.0.0.1" if PLAIN_HTTP else "")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")

DATABASES = {"default": _database(_required("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var" / "data"))

# The municipality, as the shell and the papers name it.
MUNICIPALITY = os.environ.get("MUNICIPALITY", "Lillevang Kommune")
CONTACT = os.environ.get("CONTACT", "chefforum@lillevang.example")
# Where people find the app, for links in mails, and where the mails go out.
BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000").rstrip("/")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or CONTACT
globals().update(_mail(os.environ.get("MAIL_URL", "")))
ATTACHMENT_LIMIT_MB = int(os.environ.get("ATTACHMENT_LIMIT_MB", "50"))
MINUTES_LIMIT_MB = int(os.environ.get("MINUTES_LIMIT_MB", "40"))
# Makes PDFs of office files. Where it is not installed, people get the file itself.
LIBREOFFICE = os.environ.get("LIBREOFFICE", "soffice")
LIBREOFFICE_SECONDS = int(os.environ.get("LIBREOFFICE_SECONDS", "90"))

INSTALLED_APPS = [
    "chefforum.web",
    "chefforum.audit",
    "chefforum.files",
    "chefforum.organisation",
    "chefforum.documents",
    "chefforum.mailroom",
    "chefforum.accounts",
    "chefforum.overview",
    "chefforum.demo",
    "meetings",
    "budget",
    "sickleave",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "lucide",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chefforum.web.staying.StayingMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Who asks is known before anything that was sent is read.
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chefforum.web.middleware.KeepingLoginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chefforum.web.middleware.DoorMiddleware",
]

ROOT_URLCONF = "chefforum.urls"
WSGI_APPLICATION = "chefforum.wsgi.application"

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
                "csp.context_processors.nonce",
                "chefforum.web.context.house",
                "chefforum.overview.context.menu",
            ],
            "builtins": [
                "chefforum.web.templatetags.house",
                "budget.templatetags.budget",
                "sickleave.templatetags.absence",
                "django.templatetags.static",
            ],
        },
    }
]

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["chefforum.accounts.backend.LimitedBackend"]
# How many proxies of our own a request has passed; each has added an address to X-Forwarded-For.
PROXIES = int(os.environ.get("PROXIES", "0" if PLAIN_HTTP else "1"))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "front_desk"
# Ten hours from the last request: chefforum.web.staying moves the end.
SESSION_COOKIE_AGE = 60 * 60 * 10
# However busy one is, a week after the log-in one logs in again.
SESSION_LONGEST_SECONDS = 60 * 60 * 24 * 7
# Messages may name closed items; they end with the session, which a cookie of their own would not.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "chefforum.web.views.not_from_here"
SESSION_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
if (ASSETS := BASE_DIR / "var" / "assets").is_dir():
    STATICFILES_DIRS.append(ASSETS)
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Uploads go to disk while they arrive, and are let go as soon as they are too large.
FILE_UPLOAD_HANDLERS = ["chefforum.files.arriving.LimitedUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

# Every page sends this policy; scripts and style sheets are our own files, or carry the request's nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # The hash is of the one style element that the text editor (TipTap) puts in by script.
        "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if not PLAIN_HTTP:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    # The health check of the container speaks plain HTTP to the server itself.
    SECURE_REDIRECT_EXEMPT = [r"^sundhed/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

REDIS_URL = _required("REDIS_URL")
CELERY_BROKER_URL = _broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("CELERY_QUEUE", "chefforum")
# Papers wait for no office file, and mails and sweeps wait for neither.
CELERY_TASK_ROUTES = {
    "documents.render": {"queue": CELERY_TASK_DEFAULT_QUEUE},
    "files.prepare": {"queue": f"{CELERY_TASK_DEFAULT_QUEUE}-long"},
    "*": {"queue": f"{CELERY_TASK_DEFAULT_QUEUE}-mail"},
}
# A job is told to end, and killed half a minute later. Office files have limits of their own within these.
CELERY_TASK_SOFT_TIME_LIMIT = int(os.environ.get("JOB_SECONDS", "90"))
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 30
# A process that has grown beyond this many kilobytes is replaced after the job it has.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
# What a worker that is told to stop waits for the jobs it has. They are handed out again.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A person who presses Send waits at most a second for a broker that is down; the sweep hands out the rest.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest job may take.
    "visibility_timeout": 900,
    "socket_connect_timeout": 1,
    "socket_timeout": 30,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BEAT_SCHEDULE = {
    "documents-sweep": {"task": "documents.sweep", "schedule": 60.0},
    "files-sweep": {"task": "files.sweep", "schedule": 120.0},
    "mailroom-deliver": {"task": "mailroom.deliver", "schedule": 20.0},
    "meetings-due": {"task": "meetings.due", "schedule": 600.0},
    "budget-due": {"task": "budget.due", "schedule": 600.0},
    "accounts-sweep": {"task": "accounts.sweep", "schedule": 3600.0},
    "sickleave-due": {"task": "sickleave.due", "schedule": 600.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
