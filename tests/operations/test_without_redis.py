"""Redis is set and away, or there and hanging: everything works, hardly slower, and no log fills with tracebacks."""

import logging
import re
import socket
import time

import pytest
from django.core import mail
from django.test import Client

from energies.accounts.private_allauth import TOTP
from energies.kernel import env
from energies.kernel.log_filters import ShortFilter
from energies.site.models import ContactMessage
from tests.totp import figures_now

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(params=["away", "hanging"])
def without_redis(request, settings, monkeypatch):
    """CACHE_URL names a port where nobody listens, or where somebody listens and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "hanging":
            server.listen()
        monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        settings.CACHES = settings.CACHES | {"pages": env.cache()}
        settings.LIMITS_URL = env.text("CACHE_URL")
        settings.DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
        settings.PAGE_CACHE_SECONDS = 60
        yield


@pytest.fixture
def log():
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(logging.Formatter().format(record))
    handler.addFilter(ShortFilter())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_pages_letters_and_signing_in_with_a_second_factor_work(
    without_redis, log, make_project, staff_user, django_capture_on_commit_callbacks
):
    make_project()
    client, began = Client(), time.monotonic()
    assert "Hort de mostra" in client.get("/projectes/").text
    assert client.post("/contacte/", {"about": "other", "text": "Hola"}).status_code == 302
    assert ContactMessage.objects.get().text == "Hola"
    TOTP.activate(staff_user, SECRET)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/el-meu-espai/entra/", {"email": staff_user.email})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    answer = client.post("/el-meu-espai/entra/codi/", {"code": code, "next": "/gestio/"})
    answer = client.post(answer["Location"], {"code": figures_now(SECRET)})
    assert answer.status_code == 302
    assert client.get("/gestio/").status_code == 200
    assert time.monotonic() - began < 15
    assert log and not any("\n" in line for line in log), log


def test_limits_hold(without_redis):
    answers = [Client().post("/el-meu-espai/entra/", {"email": "aina@exemple.cat"}).status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]
