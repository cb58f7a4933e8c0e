"""Write what was decided, all of it or nothing."""

from django.utils.translation import gettext as _

from energies.curation.history import record
from energies.curation.models import Change
from energies.search import index
from projects.imports.decide import Action
from projects.models import Entity


class StalePlan(ValueError):
    """Somebody changed an entity after the plan was made: plan again."""


@index.postponed()
def apply(plan, *, by=None, progress=None):
    """Create and update the entities of ``plan`` in one transaction, each leaving a Change by ``by``.

    Hidden entries stay hidden. Raises StalePlan, with nothing written, when an entity changed since the plan. ``progress(done, total)`` is called after each. Returns how many were written.
    """
    todo = [decision for decision in plan.decisions if decision.action in (Action.CREATE, Action.UPDATE)]
    for done, decision in enumerate(todo, 1):
        entity = _as_planned(decision) or Entity(source=plan.source, source_id=decision.source_id)
        with record(entity, by=by, route=Change.Route.IMPORT, why=plan.source):
            for name, value in decision.values.items():
                setattr(entity, "barri_id" if name == "barri" else name, value)
            entity.save()
        if progress:
            progress(done, len(todo))
    return len(todo)


def _as_planned(decision):
    """Return the entity of the decision, locked, or None for one to be created."""
    if decision.entity is None:
        return None
    entity = Entity.everything.select_for_update().get(pk=decision.entity.pk)
    if entity.updated_at != decision.entity.updated_at:
        raise StalePlan(_("“%(name)s” changed meanwhile: import again.") % {"name": entity.name})
    return entity
