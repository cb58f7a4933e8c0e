"""A bare Django: what the site is compared with. Only what a production site of this kind would set, nothing clever.

Whatever could tilt the comparison is as in energies/settings.py: compression, languages, the database.
Run by benchmarks/run alone, which says where by ``VAR_DIR`` (SQLite file) or ``DATABASE_URL`` (PostgreSQL).
"""

import os
from pathlib import Path

from energies.kernel import env

VAR_DIR = Path(os.environ["VAR_DIR"])

SECRET_KEY = "signs nothing: there is nobody to sign in"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]

INSTALLED_APPS = [
    "bare",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "bare.urls"
WSGI_APPLICATION = "bare.wsgi.application"

# Without DEBUG, APP_DIRS keeps compiled templates: the cached loader.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


# The site's own options, pool included: what the driver costs is the same on both sides, now and later.
DATABASES = {"default": env.database(sqlite_file=VAR_DIR / "bare.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ca"
LANGUAGES = [("ca", "Català"), ("es", "Castellano"), ("en", "English")]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True

STATIC_URL = "/static/"
