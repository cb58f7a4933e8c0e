"""Outcomes as rows of a form, and rows written as outcomes that keep their history."""

from django.utils.translation import gettext as _

from energies.curation.proposable import CannotApply
from energies.entries import parties, party_kinds
from energies.kernel.forms import in_order
from gatherings.models import Outcome
from gatherings.return_flow.rows import CARRIERS

PLAIN = ("text", "kind", "axis", "detail", "lang")


def rows_of(gathering):
    """Return the rows of all its outcomes."""
    return in_order([_row(one, vars(one)) for one in _of(gathering)])


def rows_at(gathering, snapshot):
    """Return the rows that a ``history.snapshot`` of the Trobada told; who carries each is as it stands."""
    there = {one.key: one for one in _of(gathering)} if gathering else {}
    return in_order([_row(there.get(told.get("key")), told) for told in snapshot.get("outcomes", [])])


def _of(gathering):
    return Outcome.everything.filter(gathering=gathering)


def _row(outcome, told):
    """Return a row of what ``told`` says, {name: value}, with who carries ``outcome`` (None: nobody)."""
    due_on = told.get("due_on") or ""
    return {
        **{name: told.get(name, "") for name in PLAIN},
        "barri": told.get("barri_id") or "",
        **dict(zip(CARRIERS, (*_carriers(outcome), "", "", ""), strict=False)),
        "due_on": due_on if isinstance(due_on, str) else due_on.isoformat(),
        "state": told.get("state", ""),
        "reason": told.get("reason", ""),
        "key": told.get("key", ""),
    }


def _carriers(outcome):
    return sorted(parties.ref(one) for one in outcome.carriers) if outcome else []


def write(gathering, rows, *, by):
    """Make its outcomes say what ``rows`` say; ``by`` is whoever said it. Inside the caller's Change.

    CannotApply when one that is public would go: it was promised, and says how it ended.
    """
    there = {one.key: one for one in _of(gathering).select_for_update()}
    for row in rows:
        _keep(there.pop(row["key"], None) or Outcome(gathering=gathering, key=row["key"]), row, by)
    for gone in there.values():
        if gathering.stage == gathering.Stage.RETURNED:
            raise CannotApply(
                _("«%(outcome)s» is public: leave it, and say that it was given up, and why.") % {"outcome": gone}
            )
        gone.delete()


def _keep(outcome, row, by):
    is_new = outcome.pk is None
    for name in PLAIN:
        setattr(outcome, name, row[name])
    outcome.barri_id, outcome.due_on = row["barri"] or None, row["due_on"] or None
    outcome.reason = row["reason"]
    is_turned = is_new or row["state"] != outcome.state
    if is_turned:
        outcome.transitions.enter(outcome, row["state"], note=row["reason"])
    outcome.full_clean()
    outcome.save()
    _carry(outcome, [row[name] for name in CARRIERS if row[name]])
    if is_turned:
        outcome.steps.create(state=outcome.state, note=row["reason"], by=by)


def _carry(outcome, wanted):
    """Set who carries it; left alone when the form says what it showed, of which it shows three."""
    shown = _carriers(outcome)[: len(CARRIERS)]
    if wanted == shown:
        return
    found = [parties.party(ref, party_kinds.kinds()) for ref in wanted]
    if None in found:
        raise CannotApply(_("Somebody who was to carry it is no longer in the directory."))
    outcome.parties.set([one.party_id for one in found])
