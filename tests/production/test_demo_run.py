"""``make run PORT=…``: no service around it, and letters that lead back to where it is."""

import os
import sys
from email import message_from_bytes, policy

import pytest

from bin.throwaway_postgres import free_port
from tests.production import services
from tests.production.documented import ROOT
from tests.production.mailserver import links_of
from tests.production.people import address_of, is_acknowledged, sign_up
from tests.production.processes import HOST, Program
from tests.production.road import OURS
from tests.production.visitor import Visitor

pytestmark = pytest.mark.production


@pytest.fixture
def demo(tmp_path):
    """The address of a demo on a port that is not the usual one; its letters are files in the folder of the test."""
    port = free_port()
    environment = {name: os.environ[name] for name in OURS if name in os.environ} | {"VAR_DIR": str(tmp_path / "var")}
    command = [sys.executable, "bin/run", str(port)]
    program = Program("demo", command, folder=tmp_path, cwd=ROOT, environment=environment)
    program.start()
    try:
        services.wait_for_port(port, program, seconds=240)
        yield f"http://{HOST}:{port}"
    finally:
        program.stop()


def letters_in(folder):
    written = (part for file in folder.glob("*.log") for part in file.read_bytes().split(b"-" * 79))
    return [message_from_bytes(part.strip(), policy=policy.default) for part in written if part.strip()]


def test_the_link_of_a_letter_leads_back_to_the_demo_on_its_port(demo, tmp_path):
    somebody = Visitor(demo, http=int(demo.rpartition(":")[2]))
    open_ones = (link for link in somebody.open("/agenda/").links if link.startswith("/activitats/"))
    activity = next(link for link in open_ones if f"{link}apunta-t-hi/" in somebody.open(link).links)
    assert is_acknowledged(sign_up(somebody, activity, "Aina"))
    letters = [letter for letter in letters_in(tmp_path / "var/mail") if letter["To"] == address_of("Aina")]
    link = next(link for link in links_of(letters[0]) if link.startswith(f"{demo}/inscripcio/"))
    assert activity in somebody.open(link).links
