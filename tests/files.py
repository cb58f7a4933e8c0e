"""Answers that are files."""

from django.core.signals import request_finished
from django.db import close_old_connections


def status(client, url):
    """Return the status of the answer, its file closed."""
    return closed(client.get(url)).status_code


def closed(answer):
    """Return an answer whose file, if it is one, is closed."""
    # Closing a file's answer ends the request, which would close the test's own database connection.
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    return answer
