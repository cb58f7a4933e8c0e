"""The log, Sentry and the release: what is told to machines."""

import json
import logging

import sentry_sdk
from django.conf import settings
from sentry_sdk.transport import Transport

from energies.kernel.release import release
from energies.operations import sentry
from energies.operations.request_id import RequestIdFilter

PRIVATE = "anna.secreta@exemple.cat"


class Kept(Transport):
    """A transport that keeps what would be sent."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent += [item.payload.json for item in envelope.items]


def test_sentry_learns_where_it_broke_and_nothing_of_people(client, db, settings):
    settings.ROOT_URLCONF = "tests.operations.broken_urls"
    client.raise_request_exception = False
    sentry.install("https://key@errors.exemple.cat/1", "1.0")
    kept = Kept()
    sentry_sdk.get_client().transport = kept
    try:
        client.post(f"/trenca/?q={PRIVATE}", {"name": PRIVATE}, headers={"cookie": f"a={PRIVATE}"})
        logging.getLogger("energies").error("Wrong: %s", PRIVATE)
        sentry_sdk.flush()
    finally:
        sentry_sdk.init()
    assert len(kept.sent) >= 2
    text = json.dumps(kept.sent)
    assert "ValueError" in text and "broken_urls" in text
    assert PRIVATE not in text and "127.0.0.1" not in text


def test_a_line_of_the_log_is_one_object_with_the_requests_name():
    import logging.config

    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        settings.LOGGING["formatters"]["json"]
    )
    record = logging.LogRecord("energies", logging.ERROR, __file__, 1, "Two\nlines", (), None)
    RequestIdFilter().filter(record)
    told = json.loads(formatter.format(record))
    assert told["message"] == "Two\nlines" and told["level"] == "ERROR" and told["logger"] == "energies"
    assert told["request_id"] == "-" and told["release"] == settings.RELEASE


def test_each_answer_has_a_name_that_a_client_cannot_choose(client, db):
    first, second = (client.get("/", headers={"x-request-id": "meu"})["X-Request-ID"] for _time in range(2))
    assert first != second and "meu" not in (first, second)


def test_pages_and_the_command_tell_the_release(client, db):
    assert f'content="Energies Comunitàries {settings.RELEASE}"' in client.get("/").text


def test_the_release_is_the_version_and_the_commit(tmp_path, monkeypatch):
    monkeypatch.delenv("RELEASE", raising=False)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "9.8"\n')
    assert release(tmp_path) == "9.8"
    git = tmp_path / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text(
        "# pack-refs\n" + "b" * 40 + " refs/heads/altra\n" + "a" * 40 + " refs/heads/main\n"
    )
    assert release(tmp_path) == "9.8+" + "a" * 12
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "refs" / "heads" / "main").write_text("c" * 40 + "\n")
    assert release(tmp_path) == "9.8+" + "c" * 12
    monkeypatch.setenv("RELEASE", "imatge-7")
    assert release(tmp_path) == "imatge-7"
