"""Is the site well? What a balancer, a container and a monitor ask, and what a person reads when it is not.

Not django-health-check: it runs each check in a thread of a pool, with a database connection of its own that nobody
gives back, and answers only behind ALLOWED_HOSTS and the redirect to https, which a probe of the machine itself is not.
"""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import FileSystemStorage, storages
from django.db import Error, connection
from django.http import HttpResponseNotAllowed, JsonResponse

PREFIX = "/salut/"
FREE_BYTES = 500 * 1024**2

_checks: dict[str, tuple[Callable[[], str], bool]] = {}


def register(name: str, check: Callable[[], str], *, vital: bool = False) -> None:
    """Have ``check`` asked: it returns "" when all is well, else a sentence without anything private.

    Without what is ``vital`` nothing can be served; the rest is for a person to look at while the site goes on.
    """
    _checks[name] = (check, vital)


def examine() -> dict:
    """Return {"status": "ok", "degraded" or "down", "release": …, "checks": {name: "ok" or a sentence}}."""
    found = {name: check() for name, (check, _vital) in _checks.items()}
    down = any(found[name] and vital for name, (_check, vital) in _checks.items())
    status = "down" if down else "degraded" if any(found.values()) else "ok"
    return {
        "status": status,
        "release": settings.RELEASE,
        "checks": {name: words or "ok" for name, words in found.items()},
    }


class HealthMiddleware:
    """Answers /salut/viu/ (the process lives), /salut/ (it can serve) and /salut/tot/ (nothing at all is wrong).

    It stands before hosts, redirects and sessions: whoever asks is a program on the same machine, by its number.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        asked = request.path_info.removeprefix(PREFIX)
        if asked not in ("", "viu/", "tot/"):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        told = {"status": "ok", "release": settings.RELEASE} if asked == "viu/" else examine()
        wrong = told["status"] == "down" or (asked == "tot/" and told["status"] != "ok")
        return JsonResponse(told, status=503 if wrong else 200, headers={"Cache-Control": "no-store"})


def database() -> str:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "does not answer"
    return ""


def cache() -> str:
    """Whether the shared cache keeps what it is given; without it everything works, more slowly."""
    try:
        caches["pages"].set("health", settings.RELEASE, 30)
        return "" if caches["pages"].get("health") == settings.RELEASE else "keeps nothing"
    except Exception:
        # Each cache's client raises its own.
        return "does not answer"


def disk() -> str:
    """Whether there is room where the site writes."""
    folders = {str(settings.VAR_DIR)}
    folders |= {one.location for one in map(storages.__getitem__, ("default", "public")) if _is_folder(one)}
    for folder in sorted(folders):
        try:
            free = shutil.disk_usage(folder).free
        except FileNotFoundError:
            continue  # made with the first file
        if free < FREE_BYTES:
            return f"{free // 1024**2} MB free, less than {FREE_BYTES // 1024**2}"
    return ""


def _is_folder(storage) -> bool:
    return isinstance(storage, FileSystemStorage)
