"""Write what was decided, all of it or nothing."""

from django.db import transaction

from energies.curation.history import record
from energies.curation.models import Change
from projects.imports.decide import Action
from projects.models import Entity


@transaction.atomic
def apply(plan, *, by=None, progress=None):
    """Create and update the entities of ``plan`` in one transaction, each leaving a Change by ``by``.

    Hidden entries stay hidden. ``progress(done, total)`` is called after each. Returns how many were written.
    """
    todo = [decision for decision in plan.decisions if decision.action in (Action.CREATE, Action.UPDATE)]
    for done, decision in enumerate(todo, 1):
        entity = decision.entity or Entity(source=plan.source, source_id=decision.source_id)
        with record(entity, by=by, route=Change.Route.IMPORT, why=plan.source):
            for name, value in decision.values.items():
                setattr(entity, "barri_id" if name == "barri" else name, value)
            entity.save()
        if progress:
            progress(done, len(todo))
    return len(todo)
