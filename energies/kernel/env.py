"""Settings from the environment, read by typed helpers that refuse nonsense."""

import os
from ipaddress import ip_network
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from energies.kernel.clean_text import whole_number

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name, default="") -> str:
    """Return the variable ``name`` without surrounding blanks, or ``default`` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name, default=False) -> bool:
    """Return a bool; raises ImproperlyConfigured for anything but 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def integer(name, default, *, low=0, high=10**9) -> int:
    """Return an int between ``low`` and ``high``; raises ImproperlyConfigured otherwise."""
    value = text(name, str(default))
    number = whole_number(value, low, high)
    if number is None:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return number


def choice(name, default, among) -> str:
    """Return one of the texts ``among``; raises ImproperlyConfigured for another."""
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def keys(name, *, least=32) -> list[str]:
    """Return the secrets given by commas, [] when unset; raises ImproperlyConfigured for one of under ``least`` signs."""
    found = [key.strip() for key in text(name).split(",") if key.strip()]
    if any(len(key) < least for key in found):
        raise ImproperlyConfigured(f"Each key of {name} must have {least} signs or more.")
    return found


def site_url(name="SITE_URL") -> str:
    """Return the site's https origin without a trailing slash, or "" when unset; raises ImproperlyConfigured."""
    value = text(name).rstrip("/")
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must be an https origin such as https://exemple.cat, not {value!r}.")
    return value


def proxies(name="TRUSTED_PROXIES") -> tuple:
    """Return the proxies whose word on clients is believed: networks, and "unix" for Unix sockets.

    By commas: ``127.0.0.1,10.0.0.0/8,unix``. Raises ImproperlyConfigured for what is no address or network.
    """
    found = []
    for one in text(name).split(","):
        try:
            found += [one.strip() if one.strip() == "unix" else ip_network(one.strip())] if one.strip() else []
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} must hold addresses such as 10.0.0.1 or 10.0.0.0/8: {error}."
            ) from error
    return tuple(found)


def database(name="DATABASE_URL", *, sqlite_file) -> dict:
    """Return Django's DATABASES["default"].

    ``DATABASE_URL`` unset means the SQLite file ``sqlite_file`` (write-ahead log, immediate transactions, so that
    two writers wait instead of failing); ``postgres://user:password@host:port/name?option=value`` means PostgreSQL
    with a connection pool. Raises ImproperlyConfigured for anything else.
    """
    value = text(name)
    if not value:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file,
            # In memory unless named: only a file can be shared by the threads of a test.
            "TEST": {"NAME": text("TEST_SQLITE_FILE") or None},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        # Each connection is tried before it is used, so that a server that was restarted is noticed.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {
                "min_size": 1,
                "max_size": integer("DATABASE_POOL", 8, low=1, high=100),
                # Whoever asks while it is away is told so within three seconds; that it is back is seen within two.
                "timeout": 1.5,
                "reconnect_timeout": 2,
            },
            "connect_timeout": 2,  # seconds
            "tcp_user_timeout": 2000,  # milliseconds without a sign of life, where the network swallows everything
        }
        | dict(parse_qsl(parts.query)),
    }


def storage(name, folder, **options) -> dict:
    """Return one entry of STORAGES: the variable ``name`` tells an object store, else files go to ``folder``.

    ``s3://key:secret@host:port/bucket?region=…`` speaks S3 over https (``insecure=1``: over http, on a closed network).
    ``options`` are those of a folder. Raises ImproperlyConfigured for another address.
    """
    value = text(name)
    if not value:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), **options},
        }
    parts, query = urlsplit(value), dict(parse_qsl(urlsplit(value).query))
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password and bucket) or "/" in bucket:
        raise ImproperlyConfigured(f"{name} must look like s3://key:secret@host:443/bucket.")
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{'http' if query.get('insecure') == '1' else 'https'}://{parts.hostname}{port}",
            "bucket_name": bucket,
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "region_name": query.get("region", "us-east-1"),
            # What is there already is somebody's: a second file of the same name gets another.
            "file_overwrite": False,
            "signature_version": "s3v4",
            "addressing_style": "path",
        },
    }


def cache(name="CACHE_URL") -> dict:
    """Return one entry of CACHES, on Redis, which is asked once and not waited for: whoever asks goes on without it.

    Raises ImproperlyConfigured for what is no address of Redis.
    """
    value = text(name)
    if not value.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name} must look like redis://host:6379/0.")
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": value,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 0.5,  # seconds
            "SOCKET_TIMEOUT": 0.5,
            "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 0)},
        },
    }


def mailer(name="EMAIL_URL", default="") -> dict | None:
    """Return one entry of MAILERS from ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…`` (TLS).

    Unset means ``default``; no address at all returns None. Raises ImproperlyConfigured for another scheme.
    """
    value = text(name, default)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@host:587.")
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and bool(parts.username),
        "timeout": 20,
    }
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
