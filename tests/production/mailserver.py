"""A mail server as a provider's: STARTTLS, a password, and a behaviour that a test steers."""

import asyncio
import re
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.production.processes import HOST, wait_for

USER, PASSWORD = "energies", "una clau / com una altra"


class MailServer:
    """What it said yes to is in ``letters``; ``tried`` counts how many times somebody handed it one."""

    def __init__(self, port: int, certificate: Path, key: Path):
        self.letters: list[EmailMessage] = []
        self.tried = 0
        self.port = port
        self.behave_well()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate, key)
        self.controller: Controller | None = None

    def start(self) -> None:
        self.controller = Controller(
            self, hostname=HOST, port=self.port, tls_context=self.tls, require_starttls=True,
            auth_required=True, authenticator=self._authenticate, ready_timeout=10,
        )  # fmt: skip
        self.controller.start()

    def stop(self) -> None:
        """Be gone: nobody listens at the port."""
        if self.controller:
            self.controller.stop(no_assert=True)
        self.controller = None

    def behave_well(self) -> None:
        """Take every letter at once; lets go of those that are held."""
        self.answer, self.holds = "250 OK", ""

    def refuse(self, answer: str = "451 4.3.0 Try again later") -> None:
        self.answer = answer

    def hold(self, when: str = "before yes") -> None:
        """Keep whoever hands over a letter waiting, «before yes» (it is not taken yet) or «after yes» (it is)."""
        self.holds = when

    async def handle_DATA(self, server, session, envelope):
        # When the connection is lost this is cancelled: what was not taken by then never is.
        self.tried += 1
        while self.holds == "before yes":
            await asyncio.sleep(0.02)
        if self.answer.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            self.letters.append(letter)
        while self.holds == "after yes":
            await asyncio.sleep(0.02)
        return self.answer

    @staticmethod
    def _authenticate(server, session, envelope, mechanism, data):
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == (USER, PASSWORD), handled=True)

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in list(self.letters) if letter["To"] == address]

    def wait_for_letter(self, address: str, *, count: int = 1, seconds: float = 20) -> EmailMessage:
        """Return the last letter to somebody, once they have ``count``."""
        saying = f"{address} has not {count} letters"
        return wait_for(lambda: len(self.to(address)) >= count and self.to(address)[-1], seconds=seconds, saying=saying)


def text_of(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content()


def links_of(letter: EmailMessage) -> list[str]:
    return re.findall(r"https?://[^\s<>]+", text_of(letter))
