"""What somebody types into the forms, and how it is sent."""

from energies.curation.models import Submission
from energies.curation.proposable import get, target_of
from energies.kernel.forms import as_query

PROJECT = {
    "name": ["Rec Viu"],
    "lang": ["ca"],
    "entity": ["new"],
    "entity_kind": ["informal"],
    "entity_name": [""],
    "summary": ["Cuida l’últim tram obert del Rec."],
    "theme_1": ["environment"],
    "theme_2": ["culture"],
    "barri": ["54"],
    "exposure": ["exact"],
    "stage": ["active"],
    "schedule": ["Cada dissabte, de 10 a 12 h"],
    "needs-0-kind": ["hands"],
    "needs-0-text": ["Mans per netejar la sèquia"],
    "links-0-label": ["Blog"],
    "links-0-url": ["https://recviu.example.org"],
    "contact_email": ["rec@exemple.cat"],
    "understood": ["on"],
}
ENTITY = {
    "name": ["Amics del Rec"],
    "lang": ["ca"],
    "kind": ["association"],
    "summary": ["Gent que cuida la sèquia."],
    "barri": ["54"],
    "exposure": ["exact"],
    "understood": ["on"],
}


def sent(submission, data):
    """Send the data of a submission as its author’s form would; fails if the form refuses it."""
    form = get(submission.kind).form(data=as_query(data), user=submission.author, target=target_of(submission))
    assert form.is_valid(), form.errors
    submission.write(data, data["name"][0])
    submission.submit(form.values())
    return submission


def author_of(target):
    """Return whoever keeps it up."""
    entity = target if hasattr(target, "editors") else target.entities.first()
    return entity.editors.first()


def fresh(submission):
    return Submission.objects.get(pk=submission.pk)
