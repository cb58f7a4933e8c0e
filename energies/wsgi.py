import os

import django
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "energies.settings")


class Request(WSGIRequest):
    """A request whose Content-Type cannot be read has none: Django raises before any of its handlers could answer."""

    def __init__(self, environ):
        try:
            super().__init__(environ)
        except (BadRequest, SuspiciousOperation, LookupError, ValueError):
            super().__init__(environ | {"CONTENT_TYPE": ""})


class Application(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
application = Application()
