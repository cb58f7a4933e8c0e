"""What rows may become: every pair of states of every model that has a table, and nothing written beside the tables."""

import ast
from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from energies.accounts.models import User
from energies.curation.models import Submission
from energies.kernel.transitions import TransitionNotAllowed, Transitions, tables
from gatherings.models import Activity, Gathering, Outcome, Registration
from networks.models import Network
from projects.models import Entity, Project
from tests.sources import sources

NOW, DAY = timezone.now(), timezone.localdate()


def a_gathering(**fields):
    days = dict.fromkeys(("starts_on", "ends_on", "call_opens_on", "call_closes_on"), DAY)
    number = Gathering.everything.count() + 1
    return Gathering.everything.create(name="Trobada", number=number, summary="Dos dies.", **days, **fields)


def an_activity():
    starts_at = timezone.now() + timezone.timedelta(days=7)
    times = {"starts_at": starts_at, "ends_at": starts_at + timezone.timedelta(hours=2)}
    return Activity.everything.create(name="Sopar", summary="Olla.", axis="debate", kind="meal", capacity=9, **times)


# One row of each model that has a table; a new one is asked for by the test.
MAKE = {
    Submission: lambda: Submission.objects.create(
        kind="project", version=1, author=User.objects.create_user("a@exemple.cat"), revision=1, submitted_at=NOW
    ),
    Entity: lambda: Entity.everything.create(name="Ateneu", kind="association"),
    Project: lambda: Project.everything.create(name="Hort", summary="Un hort.", citywide=True),
    Network: lambda: Network.everything.create(name="Llavors", scope="city", summary="Horts."),
    Gathering: a_gathering,
    Activity: an_activity,
    Outcome: lambda: Outcome.everything.create(
        gathering=a_gathering(), text="Un acord", kind="agreement", axis="debate"
    ),
    Registration: lambda: Registration.objects.create(activity=an_activity(), name="Ona", state="waiting", people=2),
}
DECIDED, HELD = ("approved", "declined"), ("unconfirmed", "offered")


def beside(row, field, state):
    """Return the other columns that a row in this state must have, by the constraints of its table."""
    user = User.objects.get_or_create(email="equip@exemple.cat")[0]
    someone = ContentType.objects.get_for_model(User)
    decided = {"decided_at": NOW, "decided_by": user} if state in DECIDED else {"decided_at": None, "decided_by": None}
    return {
        Submission: {**decided, "content_type": someone, "object_id": user.pk},
        Gathering: {"published_at": NOW if state in Gathering.WITH_PROGRAMME else None} if field == "stage" else {},
        Activity: {"status_reason": "Plou."},
        Outcome: {"reason": "Ningú no hi tenia temps."},
        Registration: {"held_until": NOW if state in HELD else None},
    }.get(type(row), {})


def put(row, field, state):
    """Have the row stand in a state, past the table."""
    type(row)._base_manager.filter(pk=row.pk).update(**{field: state}, **beside(row, field, state))
    if isinstance(row, Registration):
        held = row.people if state in Registration.HOLDING else 0
        Activity.everything.filter(pk=row.activity_id).update(taken=held)
    return type(row)._base_manager.get(pk=row.pk)


def details(row, to):
    """Return what ``entering`` is told."""
    user = User.objects.get(email="equip@exemple.cat")
    return {
        Submission: {"by": user},
        Outcome: {"note": "Ningú no hi tenia temps."},
        Registration: {"held_until": NOW if to in HELD else None},
    }.get(type(row), {})


def take(table, row, to):
    with table.step(row, to, **details(row, to)) as there:
        if isinstance(there, Submission) and to not in DECIDED:
            there.decided_at = there.decided_by = None


def named(pair):
    model, table = pair
    return f"{model._meta.label}.{table.field}{'' if len(table.table) > 2 else ' taken back'}"


def states_of(model, table):
    return [state for state, _words in model._meta.get_field(table.field).choices]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "table"), tables(), ids=map(named, tables()))
def test_each_pair_of_states_is_let_or_refused_as_the_table_says(territory, model, table):
    assert model in MAKE, f"Say in MAKE how a row of {model._meta.label} is made."
    row = MAKE[model]()
    for before, to in product(states_of(model, table), repeat=2):
        with transaction.atomic():
            here = put(row, table.field, before)
            if to in table.after(before):
                take(table, here, to)
                assert (getattr(here, table.field), stored(here, table.field)) == (to, to)
            else:
                assert_refused(table, here, before, to)
            transaction.set_rollback(True)


def assert_refused(table, row, before, to):
    as_it_was = vars(row).copy()
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        pytest.raises(TransitionNotAllowed) as refused,
    ):
        take(table, row, to)
    assert str(refused.value) and getattr(refused.value.row, table.field) == before, (before, to)
    assert [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert stored(row, table.field) == before
    assert all(vars(row)[name] == value for name, value in as_it_was.items() if name != "_state"), (before, to)


def stored(row, field):
    return type(row)._base_manager.values_list(field, flat=True).get(pk=row.pk)


@pytest.mark.parametrize(("model", "table"), tables(), ids=map(named, tables()))
def test_a_table_knows_the_states_of_its_field_and_no_others(model, table):
    states = set(states_of(model, table))
    assert set(table.table) <= {None, *states}
    assert set().union(*table.table.values()) <= states


@pytest.mark.django_db
def test_who_made_a_row_may_begin_it_where_the_table_says_and_nowhere_else(territory):
    one = Registration(activity=an_activity(), people=2)
    with pytest.raises(TransitionNotAllowed):
        one.become("expired")
    one.become("unconfirmed", NOW)
    assert (one.state, one.held_until, one.activity.taken) == ("unconfirmed", NOW, 2)


@pytest.mark.django_db
def test_what_is_raised_while_a_step_is_taken_leaves_row_and_instance_as_they_were(make_entity):
    entity = make_entity()
    with pytest.raises(RuntimeError), Entity.state_transitions.step(entity, "hidden", why="prova") as row:
        row.summary = "Una altra."
        raise RuntimeError
    assert (entity.state, entity.summary) == ("visible", "") == (stored(entity, "state"), stored(entity, "summary"))


@pytest.mark.django_db
def test_a_step_is_taken_from_the_row_as_it_stands_and_not_as_it_was_read(make_entity, staff_user):
    first, second = make_entity(), Entity.everything.get()
    first.name = "Ateneu nou"
    first.save()
    second.hide(by=staff_user, why="prova")
    assert (second.name, second.state_reason) == ("Ateneu nou", "prova")
    with pytest.raises(TransitionNotAllowed):
        first.hide(by=staff_user, why="prova")


def test_a_table_is_found_with_each_model_that_has_it_from_a_base():
    found = {(model, table.field) for model, table in tables()}
    assert {(Gathering, "state"), (Gathering, "stage"), (Activity, "status"), (Submission, "state")} <= found


# What these write is a task of the library of the queue.
# Rows of the queue’s library; a party, which stands as its entry does.
OF_OTHERS = {"energies/operations/worker.py", "energies/entries/party_entry.py"}
FIELDS = {table.field for _model, table in tables()}


def writes_of(tree):
    """Yield the lines at which a field of state is assigned, or written by ``update``, ``bulk_update`` or ``setattr``."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store()) if name in FIELDS:
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="update"), keywords=said) if FIELDS & {one.arg for one in said}:
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="bulk_update"), args=[_rows, names]):
                if FIELDS & {one.value for one in ast.walk(names) if isinstance(one, ast.Constant)}:
                    yield node.lineno
            case ast.Call(func=ast.Name(id="setattr"), args=[_row, ast.Constant(value=name), _value]) if name in FIELDS:
                yield node.lineno


def test_nothing_writes_a_state_beside_its_table():
    found = [f"{name}:{line}" for name, tree in sources() if name not in OF_OTHERS for line in writes_of(tree)]
    assert found == [], "Let the row take the step: energies/kernel/transitions.py."


@pytest.mark.parametrize(
    "wrong",
    ["row.state = 'hidden'", "a.b.stage, c = 1, 2", "rows.filter(pk=1).update(status='moved')",
     "rows.bulk_update(some, ['state'])", "setattr(row, 'state', 'hidden')", "row.state += 'x'"],
)  # fmt: skip
def test_each_way_of_writing_a_state_is_seen(wrong):
    assert list(writes_of(ast.parse(wrong))) == [1]


def test_a_table_says_in_words_what_may_not_be():
    table = Transitions("state", {"a": {"b"}}, words=lambda row, to: f"No pot ser {to}.")
    with pytest.raises(TransitionNotAllowed, match="No pot ser c"):
        table.check(Entity(state="a"), "c")
