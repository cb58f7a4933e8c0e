"""A decided review says what was decided in the words of the form, and goes on saying it whatever becomes of the entry.

Every kind that apps bring, every field of its form, declined, approved and approved in part.
"""

import re
from html import unescape

import pytest
from django import forms
from django.test import Client

from energies.accounts.models import User
from energies.curation import drafts, review
from energies.curation.models import Submission
from energies.curation.proposable import Maintained, get, kinds
from energies.entries.parties import ref
from energies.kernel.forms import RowsField, as_query, flat
from energies.vocabulary.models import Theme
from networks.models import Network, Relation
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db

RAW = re.compile(r"\b(?:project|entity|network|relation)\.\d+\b")
TEXT = "Primera línia\nSegona línia"


@pytest.fixture
def world(make_entity, make_project, make_gathering, make_activity, vocabulary):
    """Returns a function that gives of a kind (who writes, what exists of it or None, {field: what is no choice of a menu})."""
    author = User.objects.create_user("autora@exemple.cat", name="Mercè", language="ca")
    mine, other = make_entity("Hort Nostre"), make_entity("Ateneu Seu")
    other.editors.add(User.objects.create_user("seu@exemple.cat", language="ca"))
    mine.editors.add(author)
    project = make_project("Rec Viu")
    project.entities.add(mine)
    network = Network.everything.create(name="Llavors", summary="Horts que es passen llavors.", scope="city")
    network.editors.add(author)
    over = make_gathering("Espais que cuiden", number=6, stage="closed", starts_on=in_days(-20).date())
    over.parties.add(mine.party)
    over.barris.add("01")
    held = make_activity(gathering=over, starts_at=in_days(-20))
    held.parties.add(mine.party)
    supper = make_activity("Sopar")
    supper.parties.add(mine.party)
    group = over.working_groups.create(name="Claus", summary="Compartir sales.")
    group.parties.add(mine.party)
    Relation.objects.create(kind="shares", from_party=project.party, to_party=other.party)
    there = {"project": project, "entity": mine, "network": network, "activity": supper, "return": over}
    known = {
        "membership": {"network": ref(network), "member": ref(other), "asked_by": "network"},
        "relation": {"mine": ref(mine), "other": ref(other)},
        "group_network": {"group": str(group.pk)},
        "return": {"attendance": [{"people": 12, "key": str(held.pk)}]},
        "activity": {"gathering": str(over.pk), "organisers": [ref(mine), ref(network)]},
        "origin": {"gathering": str(over.pk), "of": ref(project)},
    }
    return lambda kind: (author, there.get(kind), known.get(kind, {}))


@pytest.fixture
def team(staff_user, let_in):
    return let_in(Client(), staff_user)


def choices_of(field):
    """Return [(key, label)] of a menu, its groups opened."""
    found = []
    for key, label in field.choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return [(str(key), str(label)) for key, label in found if str(key)]


def value_for(field):
    """Return a value that says something, as a form keeps it."""
    if isinstance(field, RowsField):
        return [{name: value_for(part) for name, part in field.row.base_fields.items()}]
    if isinstance(field, forms.MultipleChoiceField):
        return sorted(key for key, _label in choices_of(field))
    if isinstance(field, forms.ChoiceField):
        return choices_of(field)[-1][0] if choices_of(field) else ""
    kinds_of_value = (
        (forms.BooleanField, True), (forms.DateField, "2027-06-01"), (forms.TimeField, "20:30"), (forms.IntegerField, 30),
        (forms.URLField, "https://exemple.cat"), (forms.EmailField, "rec@exemple.cat"),
    )  # fmt: skip
    return next((value for kind, value in kinds_of_value if isinstance(field, kind)), TEXT)


def filled(form, known):
    """Return {field: value} of every field of a form that is a value."""
    values = {name: known.get(name, value_for(field)) for name, field in form.fields.items() if not form.is_file(name)}
    return values | ({"image": "proposals/una.jpg"} if "image" in values else {})


def begun(kind, way, world):
    """Return (a Submission as its author would begin it, its unbound form, its target, what is known)."""
    author, there, known = world(kind)
    target = there if way == "change" else None
    one = drafts.start(get(kind), author, "ca", target=target)
    one.awaits = get(kind).awaits
    return one, get(kind).form(user=author, target=target), target, known


def sent(one, values):
    one.label = one.label or "Proposta de prova"
    one.save()
    one.submit(values)
    return one


def rows_of(page):
    """Return [(label, [lines of its cells])] of the table of what was decided."""
    table = page.text.partition("Què es va decidir")[2].partition("</table>")[0]
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL):
        label, cells = row.partition("</th>")[::2]
        lines = re.split(r"<br>|</p>|</td>", cells)
        found.append(
            (plain(re.sub(r"<p.*?</p>", "", label, flags=re.DOTALL)), [plain(line) for line in lines if plain(line)])
        )
    return found


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def codes_of(field, value):
    """Return {key: label} of what a value holds that people are not to read."""
    if isinstance(field, RowsField):
        parts = field.row.base_fields
        return {
            key: label
            for row in value
            for name, part in row.items()
            if name in parts and not parts[name].widget.is_hidden
            for key, label in codes_of(parts[name], part).items()
        }
    if isinstance(field, forms.ChoiceField):
        labels = dict(choices_of(field))
        chosen = value if isinstance(value, list) else [value]
        return {key: labels.get(key, "") for key in chosen if key}
    return {}


def check(page, form, values, names):
    """Fail unless the table names ``names`` as the form does, and tells each value by the label of its choice."""
    told = dict(rows_of(page))
    assert told, "Nothing is told."
    for label, lines in told.items():
        assert label and label not in form.fields, label
        assert not [line for line in lines if RAW.search(line)], (label, lines)
    for name in names:
        label = "Foto" if name == "image" else str(form.fields[name].label or "")
        if not label:
            continue
        lines = told[label[0].upper() + label[1:]]
        words = {word.casefold() for line in lines for word in re.split(r"[,;] ", line)}
        for key, said in codes_of(form.fields[name], values[name]).items():
            assert said.casefold() == key.casefold() or key.casefold() not in words, (name, key, lines)
            assert not said or said.casefold() in " ".join(lines).casefold(), (name, said, lines)


WAYS = [
    (one.kind, way)
    for one in kinds()
    for way in ("new", "change")
    if (way == "new" and one.kind not in ("return", "follow_up")) or (way == "change" and isinstance(one, Maintained))
]


def test_every_kind_is_walked():
    # What a letter's link answers is read beside the question: test_follow_up_desk.py.
    assert {kind for kind, _way in WAYS} == {one.kind for one in kinds()} - {"follow_up"}


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_a_declined_proposal_is_told_in_the_words_of_its_form(kind, way, world, team, staff_user):
    one, form, _target, known = begun(kind, way, world)
    values = filled(form, known)
    sent(one, values)
    by = staff_user if one.decision.is_the_teams else User.objects.get(email="seu@exemple.cat")
    review.decline(one, by=by, revision=1, text="No.")
    base = one.base or {}
    said = [
        name for name, value in values.items()
        if value not in (base.get(name), "", [], False) and (way == "change" or value != form.fields[name].initial)
    ]  # fmt: skip
    page = team.get(f"/gestio/{one.pk}/")
    check(page, form, values, said)
    for name, field in form.fields.items():
        if values.get(name) == TEXT and not field.widget.is_hidden and name in said:
            assert "Primera línia<br>Segona línia" in page.text or "Primera línia</" in page.text


def as_many_as_fit(one, target, values):
    """Return the values of a change of as many fields as its form lets through together."""
    fit = one.base
    for name, value in values.items():
        if name == "image":
            continue
        typed = as_query(flat(fit | {name: value}) | {"understood": ["on"]})
        form = get(one.kind).form(data=typed, user=one.author, target=target)
        if form.is_valid():
            fit = form.values()
    return fit


@pytest.mark.parametrize("in_part", [False, True])
@pytest.mark.parametrize("kind", [kind for kind, way in WAYS if way == "change"])
def test_what_was_approved_whole_or_in_part_is_told_so(kind, in_part, world, team, staff_user):
    one, form, target, known = begun(kind, "change", world)
    sent(one, as_many_as_fit(one, target, filled(form, known)))
    changed = [name for name, value in one.values.items() if value != one.base.get(name)]
    assert len(changed) > (2 if kind == "return" else 8)
    left_out = {name for name in ("description", "summary", "minutes") if name in changed} if in_part else set()
    taken = set(one.values) - left_out if in_part else None
    review.approve(one, by=staff_user, revision=1, taken=taken, text="Fet.")
    page = team.get(f"/gestio/{one.pk}/")
    check(page, form, one.values, changed)
    assert page.text.count("Va quedar fora") == len(left_out) and bool(left_out) == in_part
    assert "Mentrestant ha canviat" not in page.text


def of_the_page(page):
    """Return a page without what is drawn anew each time it is asked for, and whether it can still be taken back."""
    text = re.sub(r'<section class="section" id="reopen">.*?</section>', "", page.text, flags=re.S)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", text)


@pytest.mark.parametrize("kind", [kind for kind, way in WAYS if way == "change" and kind != "return"])
@pytest.mark.parametrize("act", ["approve", "part", "decline"])
def test_the_page_of_a_decision_is_the_same_whatever_becomes_of_the_entry(kind, act, world, team, staff_user):
    one, _form, target, _known = begun(kind, "change", world)
    sent(one, one.base | {"summary": "Cosim, i parlem.", "themes": ["food"], "theme_1": "food"})
    if act == "decline":
        review.decline(one, by=staff_user, revision=1, text="No.")
    else:
        taken = set(one.values) - {"summary"} if act == "part" else None
        review.approve(one, by=staff_user, revision=1, taken=taken, text="Fet.")
    addresses = f"/gestio/{one.pk}/", f"/el-meu-espai/propostes/{one.pk}/"
    person = Client()
    person.force_login(one.author)
    before = [of_the_page(who.get(address)) for who, address in zip((team, person), addresses, strict=True)]
    type(target)._base_manager.filter(pk=target.pk).update(summary="Una altra cosa.", description="Nova.")
    Theme.objects.update(name_ca="Un altre nom", name_es="Otro nombre")
    target.refresh_from_db()
    later = drafts.start(get(kind), one.author, "ca", target=target)
    sent(later, later.base | {"summary": "Encara una altra."})
    review.approve(later, by=staff_user, revision=1)
    after = [of_the_page(who.get(address)) for who, address in zip((team, person), addresses, strict=True)]
    assert before == after and all("Cosim" in page for page in before)


def test_what_was_decided_before_it_was_kept_is_told_from_what_was_sent(world, team, staff_user):
    one, form, _target, _known = begun("project", "new", world)
    sent(one, {"name": "Rec", "entity": "new", "entity_kind": "informal", "summary": "Cosim.", "theme_1": "food"})
    review.decline(one, by=staff_user, revision=1, text="No.")
    Submission.objects.update(shown=None)
    check(team.get(f"/gestio/{one.pk}/"), form, one.values, ["name", "entity_kind", "theme_1"])
