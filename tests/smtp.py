"""A mail server of the tests: keeps what comes, says what it is told to say, or keeps whoever sends waiting."""

import asyncio
from contextlib import contextmanager
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message


class Postbox(Message):
    """``answer`` is what it says to each letter instead of taking it; ``holds`` the command it sits on until ``let_go``."""

    def __init__(self, holds=""):
        super().__init__()
        self.letters, self.answer, self.holds = [], None, holds
        self.holding, self.let_go = Event(), Event()

    async def handle_DATA(self, server, session, envelope):
        await self._hold("DATA")
        return self.answer or await super().handle_DATA(server, session, envelope)

    async def handle_QUIT(self, server, session, envelope):
        await self._hold("QUIT")
        return "221 Bye"

    async def _hold(self, command):
        if self.holds == command:
            self.holding.set()
            while not self.let_go.is_set():
                await asyncio.sleep(0.02)

    def handle_message(self, message):
        self.letters.append(message)


@contextmanager
def listening(box, port):
    """Have ``box`` take what comes to a port of this machine meanwhile."""
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        box.let_go.set()
        controller.stop()
