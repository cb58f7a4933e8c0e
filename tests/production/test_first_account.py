"""The first account, as documented: it opens what the team has, by mail and a second factor."""

import os
import pty
import re
import select
import subprocess
import time

import pytest

from tests.production.documented import ROOT, commands
from tests.production.people import of_the_team, sign_in

pytestmark = pytest.mark.production
ASKING, FROM_A_SCRIPT = commands("first account")
EMAIL = re.search(r"DJANGO_SUPERUSER_EMAIL=(\S+)", FROM_A_SCRIPT)[1]


def answer_questions(road, command, answers):
    """Run a line in a terminal and type an answer after each question; return all that it said.

    A question ends in a colon: what stands before it is in the language of the site.
    """
    ours, theirs = pty.openpty()
    # A session of its own, or it would ask at the terminal of whoever runs the tests.
    process = subprocess.Popen(
        command, shell=True, cwd=ROOT, env=road.environment, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said = ""
    try:
        for answer in answers:
            said += read(ours, until=": ")
            time.sleep(0.2)  # getpass throws away what was typed before it asked
            os.write(ours, f"{answer}\n".encode())
        said += read(ours)
    finally:
        os.close(ours)
        process.kill()
        process.wait()
    return said


def read(terminal, until=None, seconds=60):
    """Return what stands in a terminal until it ends in some text, or until nobody holds it any more."""
    said = ""
    while until is None or not said.endswith(until):
        assert select.select([terminal], [], [], seconds)[0], f"Nothing more came after: {said}"
        try:
            said += os.read(terminal, 4096).decode()
        except OSError:  # what Linux says of one that nobody holds
            break
    return said


def desk_pages(visitor):
    """Return the addresses that the desk’s first page links to."""
    return sorted({link for link in visitor.open("/equip/").links if link.startswith("/equip/")})


def test_an_account_made_from_a_script_opens_every_page_of_the_desk(road):
    road.run(FROM_A_SCRIPT)
    visitor = of_the_team(road, EMAIL)
    pages = desk_pages(visitor)
    assert len(pages) > 20
    assert {path: visitor.ask(path).status for path in [*pages, "/gestio/"]} == dict.fromkeys([*pages, "/gestio/"], 200)


def test_an_account_made_by_answering_opens_the_same_and_its_password_nothing(road):
    password = "una contrasenya ben llarga"
    said = answer_questions(road, ASKING, ["primera@exemple.cat", password, password])
    assert "Superuser created" in said
    visitor = of_the_team(road, "primera@exemple.cat")
    pages = desk_pages(visitor)
    assert {path: visitor.ask(path).status for path in pages} == dict.fromkeys(pages, 200)
    assert "password" not in road.visitor().open("/equip/").text


def test_nobody_else_gets_in(road):
    visitor = road.visitor()
    assert sign_in(road, visitor, "veina@exemple.cat").status == 200
    assert visitor.path == "/el-meu-espai/"
    assert {path: visitor.ask(path).status for path in ("/equip/", "/gestio/")} == {"/equip/": 403, "/gestio/": 403}
