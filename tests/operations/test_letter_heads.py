"""What stands at the head of every letter: who wrote it, a way out of what repeats, and never more than one line."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.db import transaction
from django.template.loader import get_template

from energies.kernel import brings, mail
from energies.operations import opt_out

TEMPLATES = sorted(path.stem for path in (Path(settings.BASE_DIR) / "templates" / "mail").glob("*.txt"))
LONG_LINK = "https://exemple.cat/no-vull-mes-correus/" + "aB3-_:" * 40 + "/"


def heads(letter):
    """Return the head of a letter as a mail server gets it."""
    message = mail.Letter(letter["subject"], letter["body"], to=letter["to"], reply_to=letter["reply_to"])
    message.extra_headers = letter["headers"]
    return message_from_bytes(message.message(policy=policy.SMTP).as_bytes(), policy=policy.default)


def test_every_letter_has_a_name_for_the_team_and_every_name_a_letter():
    assert set(mail.kinds) == set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_letter_has_its_subject_on_a_line_of_its_own_and_is_automatic_unless_somebody_wrote_it(name):
    source = get_template(f"mail/{name}.txt").template.source
    assert source.split("\n")[1] == "", "the subject ends with an empty line"
    letter = mail.written("Hola", "Hola.", to=["aina@exemple.cat"], kind=name)
    by_somebody = name in {"message", "question", "asked", "from_organisers"}
    assert heads(letter)["Auto-Submitted"] == (None if by_somebody else "auto-generated")


@pytest.mark.parametrize(
    "name",
    [
        "a\nBcc: tots@exemple.cat",
        "a\r\nBcc: tots@exemple.cat",
        "a\rBcc: b@c.d",
        "a\u2028b\x0bc\x85d",
        "a\n\nBcc: b@c.d",
    ],
)
def test_a_name_with_line_feeds_adds_nothing_to_the_head(name):
    letter = mail._rendered(
        "mail/received.txt", {"submission": name, "link": "", "space": ""}, to=["aina@exemple.cat"], language="ca"
    )
    assert len(letter["subject"].splitlines()) == 1
    head = heads(letter)
    assert set(head) == set(heads(mail.written("Hola", "Hola.", to=["aina@exemple.cat"])))
    assert head["Bcc"] is None and head["To"] == "aina@exemple.cat"


@pytest.mark.parametrize("field", ["to", "reply_to"])
def test_an_address_with_a_line_feed_is_never_sent(field):
    addresses = {"to": ["aina@exemple.cat"], field: ["aina@exemple.cat\nBcc: tots@exemple.cat"]}
    with pytest.raises(ValueError):
        heads(mail.written("Hola", "Hola.", **addresses))


def test_the_way_out_is_whole_however_long_it_is_and_stands_in_the_text_too():
    letter = mail.written("Hola", "Hola.", to=["aina@exemple.cat"], kind="reminder", way_out=LONG_LINK)
    message = mail.Letter(letter["subject"], letter["body"], to=letter["to"], headers=letter["headers"])
    assert f"List-Unsubscribe: <{LONG_LINK}>\r\n".encode() in message.message(policy=policy.SMTP).as_bytes()
    assert heads(letter)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["body"].endswith(f"Si no vols rebre més correus com aquest:\n{LONG_LINK}\n")


def test_what_repeats_can_be_refused():
    assert {topic.name for topic in opt_out.topics()} == {one.name for one in brings.each("refusable")}
    assert {topic.name for topic in opt_out.topics()} <= set(mail.kinds)


@pytest.mark.django_db
def test_what_the_backend_sends_has_these_heads(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        mail.queue("Hola", "Hola.", to=["aina@exemple.cat"], way_out="https://exemple.cat/fora/")
    (sent,) = django_mail.outbox
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated" and sent.message()["Message-ID"]
    assert sent.message()["List-Unsubscribe"] == "<https://exemple.cat/fora/>"
