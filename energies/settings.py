"""One settings file: runs with no configuration; production differs by environment variables only.

``SITE_URL`` (https) set means production; unset means a demo on this machine. See docs/developers.md.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from energies.kernel import env
from energies.kernel.release import release

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

SITE_URL = env.site_url()
DEMO = not SITE_URL
# What letters put before the address of a page.
ORIGIN = SITE_URL or env.text("DEMO_ORIGIN", "http://127.0.0.1:8000")
DEBUG = env.flag("DEBUG")
RELEASE = release()
# Whether people may give the address of a calendar, which the server then reads, besides a file.
ICS_URLS_ALLOWED = env.flag("ICS_URLS_ALLOWED")
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG shows secrets to visitors: unset it, or unset SITE_URL.")


def demo_secret_key():
    """Return the key of this demo, made once and kept out of the repository."""
    file = VAR_DIR / "secret-key"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(64))
        file.chmod(0o600)
    return file.read_text()


SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if not DEMO:
        raise ImproperlyConfigured("SECRET_KEY is required when SITE_URL is set.")
    SECRET_KEY = demo_secret_key()
# Former keys: links already sent stay good, and erasures are known again (energies/accounts/erasing.py).
SECRET_KEY_FALLBACKS = [key for key in env.text("SECRET_KEY_FALLBACKS").split(",") if key]

# What second factors are kept sealed with (energies/accounts/sealing.py): the first seals, all of them open.
SECRETS_KEYS = env.keys("SECRETS_KEY") or [SECRET_KEY]

ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname] if SITE_URL else ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS += [host for host in env.text("ALLOWED_HOSTS").split(",") if host]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

INSTALLED_APPS = [
    "energies.site",
    "energies.demo",
    "gatherings",
    "networks",
    "projects",
    "energies.entries",
    "energies.pagecache",
    "energies.operations",
    "energies.curation",
    "energies.search",
    "energies.accounts",
    "energies.vocabulary",
    "energies.territory",
    "energies.kernel",
    "modeltranslation",
    "django_filters",
    "taggit",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "energies.accounts.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "energies.kernel.headers.HeadMiddleware",
    "energies.operations.request_id.RequestIdMiddleware",
    "energies.operations.health.HealthMiddleware",
    "energies.kernel.client.ForwardedMiddleware",
    "energies.kernel.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "energies.site.errors.AwayMiddleware",
    "energies.pagecache.middleware.PageCacheMiddleware",
    "energies.kernel.input_cleaning.InputCleaningMiddleware",
    "energies.kernel.form_accepted.FormAcceptedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "energies.site.errors.PagesMiddleware",
    "energies.operations.idempotency.IdempotencyMiddleware",
]

ROOT_URLCONF = "energies.urls"
WSGI_APPLICATION = "energies.wsgi.application"

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
                "energies.kernel.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "energies.kernel.templatetags.choices",
                "energies.kernel.templatetags.kernel",
                "energies.kernel.templatetags.drawings",
                "energies.kernel.templatetags.places",
                "energies.kernel.templatetags.sections",
            ],
        },
    }
]

# Widgets are templates of ours too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database(sqlite_file=VAR_DIR / "energies.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# Everybody signs in with a code sent by mail (energies/accounts/codes.py), the team with a second factor besides.
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_ADAPTER = "energies.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Its limits are those of the cache, which may be away: ours stand in energies/accounts.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "energies.accounts.second_factor_forms.SecondFactorForm",
    "reauthenticate": "energies.accounts.second_factor_forms.SecondFactorAgainForm",
}
MFA_ADAPTER = "energies.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Energies Comunitàries"
# Passkeys want https; a demo on the machine itself has none.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

LANGUAGE_CODE = "ca"
LANGUAGES = [("ca", "Català"), ("es", "Castellano"), ("en", "English")]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ca"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ca",)
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True

TAGGIT_CASE_INSENSITIVE = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    # What was proposed; read only through a permission-checked view.
    "default": env.storage("PRIVATE_MEDIA_URL", env.text("PRIVATE_MEDIA_DIR", str(VAR_DIR / "private"))),
    # Renditions made on approval, under unguessable names, gone when the entry is hidden.
    "public": env.storage(
        "PUBLIC_MEDIA_URL", env.text("PUBLIC_MEDIA_DIR", str(VAR_DIR / "public")), base_url="/media/"
    ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# The largest picture, and what is typed with it, fit: what is sent needs no room on a disk that may be full.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"energies@{ALLOWED_HOSTS[0]}" if SITE_URL else "energies@exemple.cat")
STAFF_EMAIL = env.text("STAFF_EMAIL", DEFAULT_FROM_EMAIL)
# Within how many working days people are told that they are answered (energies/kernel/working_days.py).
ANSWER_DAYS = env.integer("ANSWER_DAYS", 5, low=1, high=60)
# Who gets what came and what waits, once a day: those who review, the team's address, or nobody.
TEAM_DIGEST = env.choice("TEAM_DIGEST", "reviewers", ("reviewers", "mailbox", "nobody"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {
    # In production, the mail server of the machine itself unless another is named.
    "default": env.mailer(default="" if DEMO else "smtp://localhost:25")
    or {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
    }
}
TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend" if DEMO else "django_tasks_db.DatabaseBackend"
    }
}

# How long a public page is kept at most; whatever changes it forgets it at once (energies/pagecache/content_version.py).
PAGE_CACHE_SECONDS = env.integer("PAGE_CACHE_SECONDS", 0 if DEBUG else 60, high=3600)
CACHES = {
    # What must not be forgotten, nor differ between processes: that a code of the second factor was used.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "operations_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What may: without Redis everything goes on, a little slower, with one line in the log.
    "pages": env.cache("CACHE_URL") | {"KEY_PREFIX": "pages"}
    if env.text("CACHE_URL")
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
# Where limits are counted (energies/kernel/limits.py).
LIMITS_URL = env.text("CACHE_URL", "database://")

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
# Whose word on clients and https is believed, and nobody else's (energies/kernel/client.py).
TRUSTED_PROXIES = env.proxies()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
# The only cookie of the public site lives as long as the page with the form it protects.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "energies.site.errors.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

SENTRY_DSN = env.text("SENTRY_DSN")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "energies.operations.request_id.RequestIdFilter"},
        "short": {"()": "energies.kernel.log_filters.ShortFilter"},
        "ours": {"()": "energies.kernel.log_filters.OursFilter"},
    },
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{request_id}{message}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            "static_fields": {"release": RELEASE},
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id", "short"],
            "formatter": env.choice("LOG_FORMAT", "text", ("text", "json")),
        },
        # Errors are kept, and mailed to STAFF_EMAIL by manage.py tick.
        "failures": {
            "class": "energies.operations.failures.FailureHandler",
            "level": "ERROR",
            "filters": ["request_id", "ours"],
        },
    },
    "root": {"handlers": ["console", "failures"], "level": env.text("LOG_LEVEL", "WARNING").upper()},
    # It says at INFO that each task begins and ends, whatever the level of the root.
    # That the database is away is said by each request that finds it so; the pool would say it once more at each try.
    "loggers": {"django.tasks": {"level": "WARNING"}, "psycopg.pool": {"level": "ERROR"}},
}
