"""What the tests of the shell share."""

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory


@pytest.fixture
def ask(db):
    """Returns a function that asks the site as a server does, without the help of a test client: status, headers, body."""
    application = get_wsgi_application()
    # The connection is the test's.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    def request(method, path, **environ):
        of_factory = {name: environ.pop(name) for name in ("data", "content_type") if name in environ}
        environ = RequestFactory().generic(method, path, **of_factory).environ | environ
        told = {}
        answer = application(
            environ, lambda status, headers: told.update(status=int(status[:3]), headers=dict(headers))
        )
        body = b"".join(answer)
        answer.close()
        return told["status"], told["headers"], body

    yield request
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
