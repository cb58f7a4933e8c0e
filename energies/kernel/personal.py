"""The register of personal data: which fields tell of a person, what for, on what legal basis, who sees them, how long.

Each app says what it keeps in its own ``personal.py``, which the kernel finds by itself; a library's models are told by
the app of ours that uses it. ``tick`` deletes by the rules given here, the privacy page shows ``table()``, and a test
walks every model and fails for what nobody has told (tests/personal/test_register.py).

Sources: Regulation (EU) 2016/679 (GDPR), articles 5.1 (purpose, minimisation, storage limitation), 6.1, 9.2 and 30
(records of processing); Spain's Organic Law 3/2018, articles 8.2 (a task in the public interest rests on a power given
by law) and 31.2 (public bodies publish their record); Royal Decree 311/2022 (National Security Framework), article 24, for
the logs. A public body cannot rest on legitimate interest (6.1.f).
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

log = logging.getLogger("energies.personal")

BATCH = 500


class Basis(models.TextChoices):
    """The articles of the GDPR on which something rests."""

    TASK = "6.1.e", _("a task in the public interest (article 6.1.e)")
    CONSENT = "6.1.a", _("your consent, which you can withdraw (article 6.1.a)")
    DUTY = "6.1.c", _("a duty that the law gives us (article 6.1.c)")
    EXPLICIT = "9.2.a", _("your explicit consent, because it may tell of your health (articles 6.1.a and 9.2.a)")


def delete(rows) -> int:
    """Delete ``rows``; return how many of their own model went."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


@dataclass(frozen=True)
class Rule:
    """What goes when its time is over: ``due(now)`` finds the rows, ``act(rows)`` takes the data away from them.

    ``act`` gets a queryset of at most ``batch`` rows, inside a transaction of their own, and returns how many it dealt
    with. A row that it dealt with must not be due any more: that makes the rule safe to run twice, or to be killed.
    ``name`` is unique; ``before(now)`` is done first, for figures that are to stay.
    """

    name: str
    due: Callable[[datetime], models.QuerySet]
    act: Callable[[models.QuerySet], int] = delete
    before: Callable[[datetime], object] | None = None
    batch: int = BATCH


@dataclass(frozen=True)
class Personal:
    """One line of the register. Texts are lazy translations; ``retention`` is a function that says how long, in words.

    ``where`` is {label of a model: names of its fields}. What is ``in_history=False`` never enters a ``Change``. People
    read the lines by ``order``.
    """

    key: str
    what: Promise
    where: Mapping[str, tuple[str, ...]]
    purpose: Promise
    basis: Any
    seen_by: Promise
    retention: Callable[[], str]
    rules: tuple[Rule, ...] = ()
    in_history: bool = True
    order: int = 50

    @property
    def fields(self) -> set:
        """Every (label, field name) it covers."""
        return {(label, name) for label, names in self.where.items() for name in names}


class Line(NamedTuple):
    """A line of the register as people read it, in the language that is active."""

    what: str
    purpose: str
    basis: str
    seen_by: str
    retention: str


_lines: dict[str, Personal] = {}
_also: dict[str, dict[str, tuple[str, ...]]] = {}
_harmless: dict[tuple[str, str], str] = {}


def register(*lines) -> None:
    """Add Personal lines; ValueError for a key that is there already."""
    for line in lines:
        if line.key in _lines:
            raise ValueError(f"The register has a line {line.key!r} already.")
        _lines[line.key] = line


def also(key, where) -> None:
    """Say that the line ``key``, of an app below, holds for more fields: {label: names}."""
    _also.setdefault(key, {}).update(where)


def not_personal(label, *names, because) -> None:
    """Say that fields of a model, which look as if they might, tell nothing of a person, and why."""
    _harmless.update({(label, name): because for name in names})


def lines() -> list:
    """Return every Personal, with the fields that apps above added to it, as people read them; KeyError for an
    addition to a line that is not there."""
    strangers = _also.keys() - _lines.keys()
    if strangers:
        raise KeyError(f"Fields were added to lines that nobody registered: {sorted(strangers)}")
    whole = [replace(line, where={**line.where, **_also.get(key, {})}) for key, line in _lines.items()]
    return sorted(whole, key=lambda line: line.order)


def harmless() -> dict:
    """Return {(label, field name): why it tells nothing of a person}."""
    return dict(_harmless)


def rules() -> list:
    """Return every Rule of the register."""
    return [rule for line in lines() for rule in line.rules]


def kept_from_history(model) -> set:
    """Return the names of the fields of a model that no ``Change`` may hold."""
    label = model._meta.label
    return {name for line in lines() if not line.in_history for where, name in line.fields if where == label}


def table() -> list:
    """Return the register as [Line] in the language that is active."""
    return [
        Line(str(one.what), str(one.purpose), str(one.basis.label), str(one.seen_by), one.retention())
        for one in lines()
    ]


def in_words(period) -> str:
    """Return a timedelta of whole days in words: «1 year», «30 days»."""
    years, days = divmod(period.days, 365)
    if years and not days:
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s day", "%(n)s days", period.days) % {"n": period.days}


def purge(now) -> int:
    """Do what is due by every rule, each batch in a transaction of its own; return how many rows were dealt with.

    A rule that fails keeps none of the others from being done: at the end an ExceptionGroup tells of all that did.
    """
    total, failed = 0, []
    for rule in rules():
        try:
            done = _follow(rule, now)
        except Exception as error:
            log.exception("The rule %s failed", rule.name)
            failed.append(error)
            continue
        if done:
            log.info("%s: %s", rule.name, done)
        total += done
    if failed:
        raise ExceptionGroup("Rules of the register of personal data failed", failed)
    return total


def _follow(rule, now) -> int:
    if rule.before:
        rule.before(now)
    done, last = 0, None
    # In batches, each a transaction of its own: a rule that fails half-way keeps what it has done, and locks nothing for
    # long. A batch that comes back means that the act did not do what the rule is for: better an error than for ever.
    while keys := list(rule.due(now).order_by("pk").values_list("pk", flat=True)[: rule.batch]):
        if keys == last:
            raise RuntimeError(f"What {rule.name!r} deals with is still due afterwards.")
        last = keys
        with transaction.atomic():
            # Asked again: somebody may have taken up a draft meanwhile.
            done += rule.act(rule.due(now).filter(pk__in=keys))
    return done
