"""What people write reads in its own direction: each text of theirs stands in an element with ``dir="auto"``."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.db import models, transaction
from django.urls import reverse

from energies.curation import drafts
from energies.curation.models import SubmissionMessage
from energies.curation.proposable import get
from energies.kernel.mail import send
from gatherings.models import Outcome
from networks.models import Network, Relation
from tests.curation.proposing import PROJECT, sent
from tests.gatherings.conftest import in_days, make_activity, make_gathering  # noqa: F401
from tests.site.test_leaks import surfaces

pytestmark = pytest.mark.django_db

WORD = "שלום"
HEBREW = re.compile("[\u0590-\u05ff]")
VOID = {"input", "meta", "link", "img", "br", "hr", "source", "path", "use", "rect", "circle", "line", "polygon", "wbr"}
# Where no direction can be said, or a program reads it.
NOWHERE = {"title", "script", "style", "option", "text", "desc", "svg"}


class Undirected(HTMLParser):
    """``found``: [(tag, text)] of the texts in Hebrew that no element around them gives a direction of its own."""

    def __init__(self, page):
        super().__init__()
        self.stack, self.found = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        writes = tag == "input" and said.get("type", "text") in ("text", "search")
        if writes and HEBREW.search(said.get("value") or "") and said.get("dir") != "auto":
            self.found.append((tag, said.get("name")))
        if tag not in VOID:
            self.stack.append((tag, tag == "bdi" or said.get("dir") == "auto"))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _auto in self.stack}
        if HEBREW.search(data) and not tags & NOWHERE and not any(auto for _tag, auto in self.stack):
            self.found.append((" ".join(tag for tag, _auto in self.stack[-4:]), " ".join(data.split())[:60]))


def written(thing):
    """Fill each text that people write of a row with Hebrew, and save it past the rules; return the row."""
    values = {}
    for field in thing._meta.concrete_fields:
        plain = type(field) in (models.CharField, models.TextField) and not field.choices and field.editable
        if plain and field.name not in ("lang", "source", "source_id", "public_phone", "price"):
            values[field.name] = f"{WORD} {field.name}"[: field.max_length or 200]
    type(thing)._base_manager.filter(pk=thing.pk).update(**values)
    thing.refresh_from_db()
    return thing


@pytest.fixture
def city(make_entity, make_project, make_gathering, make_activity, staff_user):  # noqa: F811
    """One of each thing, its texts in Hebrew."""
    entity, other = written(make_entity(WORD)), written(make_entity("Ateneu"))
    project = make_project(WORD)
    project.entities.add(entity)
    for relation in (project.needs, project.offers):
        written(relation.create(kind="hands", text=WORD))
    written(project.links.create(label=WORD, url="https://exemple.cat"))
    network = written(Network.objects.create(name=WORD, summary=WORD, scope="barri", barri_id="01"))
    network.memberships.create(party=entity.party)
    network.memberships.create(party=project.party)
    written(Relation.objects.create(kind="shares", from_party=project.party, to_party=other.party))
    gathering = make_gathering(stage="published", number=5)
    gathering.barris.add("01")
    gathering.parties.add(entity.party)
    past = make_gathering(stage="returned", number=4, starts_on=in_days(-30).date())
    past.barris.add("01")
    room = written(gathering.rooms.create(venue=WORD, barri_id="01"))
    group = written(past.working_groups.create(name=WORD, summary=WORD))
    group.parties.add(entity.party)
    written(Outcome.objects.create(gathering=past, text=WORD, kind="agreement", axis="territory", barri_id="01"))
    alone = make_activity(WORD, sign_up="required", capacity=10)
    of_it = make_activity(WORD, gathering=gathering, starts_at=in_days(30), room=room)
    for one in (alone, of_it):
        one.parties.add(entity.party)
        written(one)
    for one in (project, gathering, past):
        written(one)
    entity.editors.add(staff_user)
    return {"entity": entity, "project": project, "network": network, "gathering": gathering, "past": past,
            "alone": alone, "of_it": of_it, "person": staff_user}  # fmt: skip


def faults(client, paths):
    told = []
    for path in paths:
        page = client.get(path, follow=True)
        if "text/html" in page.get("Content-Type", "") and page.status_code == 200:
            told += [(path, *one) for one in Undirected(page.text).found]
    return told


def test_what_everybody_reads_has_its_own_direction(client, city):
    paths = [one for one in dict.fromkeys(surfaces()) if not one.startswith(("/es/", "/en/"))]
    own = [
        city[name].get_absolute_url()
        for name in ("entity", "project", "network", "gathering", "past", "alone", "of_it")
    ]
    found = faults(client, [*paths, *own, f"{reverse('search')}?q={WORD}", f"{own[-2]}apunta-t-hi/"])
    assert found == []


def test_what_is_proposed_is_read_and_written_in_its_own_direction(team, city):
    person = city["person"]
    draft = drafts.start(get("project"), person, "ca")
    draft.data, draft.label = PROJECT | {name: [WORD] for name in ("name", "summary", "schedule", "description")}, WORD
    draft.save()
    one = sent(draft, draft.data)
    SubmissionMessage.objects.create(submission=one, by=person, text=WORD)
    pages = [reverse("review", args=[one.pk]), reverse("submission", args=[one.pk]), reverse("queue"), reverse("dashboard"),
             reverse("submission_edit", args=[one.pk]), reverse("entries"), reverse("entry", args=["project", city["project"].pk]),
             reverse("my_networks"), reverse("sign_ups", args=[city["alone"].pk])]  # fmt: skip
    found = faults(team, pages)
    assert found == []


def test_letters_read_in_the_direction_of_what_they_tell(city, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    message = {"text": f"{WORD}\n\nBon dia"}
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        send("mail/message.txt", {"message": message, "link": ""}, to=["aina@exemple.cat"], language="ca")
    (html,) = [part.content for part in mail.outbox[0].alternatives]
    assert Undirected(html).found == []
