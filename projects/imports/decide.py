"""What to do with each row of a table, and why, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.curation.models import Change
from energies.kernel.text import fold
from energies.territory.models import Barri
from energies.territory.names import UnknownBarri, UnknownDistrict, barri_code, district_code
from projects.imports import points
from projects.imports.clean import prose
from projects.imports.read import UnreadableTable
from projects.models import Entity

TEXTS = ("name", "summary", "description", "address", "website", "contact_email", "public_phone")
FIELDS = (*TEXTS, "kind", "barri", "latitude", "longitude")


class Action(models.TextChoices):
    CREATE = "create", gettext_lazy("create")
    UPDATE = "update", gettext_lazy("update")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    MERGE = "merge", gettext_lazy("merge")
    SKIP = "skip", gettext_lazy("skip")


@dataclass
class RowDecision:
    """One row: what becomes of it and the reasons in words; ``values`` are Entity fields (the barri by its code)."""

    number: int
    name: str
    action: Any  # an Action
    source_id: str = ""
    reasons: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    entity: Entity | None = None


@dataclass
class Plan:
    """The decisions for all the rows of one table, in their order."""

    source: str
    decisions: list

    @property
    def totals(self):
        """Counter {Action: rows}."""
        return Counter(decision.action for decision in self.decisions)


def plan(table, preset):
    """Return the Plan for ``table``, reading the database in a constant number of queries and writing nothing.

    Raises UnreadableTable when the columns are not those of the preset.
    """
    preset.check(table)
    decisions, records = _join_rows(table, preset)
    city = Barri.objects.all()
    barris = {barri.code: barri for barri in city}
    if not barris:
        raise UnreadableTable(_("There are no barris yet: run load_territory first."))
    known = {entity.source_id: entity for entity in Entity.everything.filter(source=preset.key, source_id__in=records)}
    by_hand = _set_by_hand(known.values())
    first_with_name = {}
    for decision in decisions:
        if decision.action != Action.CREATE:
            continue
        _fill(decision, records[decision.source_id], city, barris)
        if decision.action == Action.SKIP:
            continue
        twin = first_with_name.setdefault(fold(decision.name), decision.number)
        if twin != decision.number:
            decision.reasons.append(_("has the same name as row %(row)s: another entity?") % {"row": twin})
        if decision.source_id in known:
            _compare(decision, known[decision.source_id], by_hand)
    return Plan(preset.key, decisions)


def _join_rows(table, preset):
    """Return a Decision for each row and {source id: Record}; rows of one source id fill one record."""
    decisions, records, first = [], {}, {}
    for row in table.rows:
        record = preset.record(row.cells)
        decision = RowDecision(row.number, prose(record.name), Action.CREATE, record.source_id)
        decisions.append(decision)
        if row.surplus:
            decision.action = Action.SKIP
            decision.reasons.append(_("has more cells than there are columns: a separator is not quoted"))
        elif not record.source_id or not fold(record.name):
            decision.action = Action.SKIP
            decision.reasons.append(_("has no identifier or no name"))
        elif len(record.source_id) > Entity._meta.get_field("source_id").max_length:
            decision.action = Action.SKIP
            decision.reasons.append(_("has too long an identifier"))
        elif record.source_id in records:
            decision.action = Action.MERGE
            decision.reasons.append(_("is the same organisation as row %(row)s") % {"row": first[record.source_id]})
            records[record.source_id].fill_from(record)
        else:
            records[record.source_id], first[record.source_id] = record, row.number
    return decisions, records


def _fill(decision, record, city, barris):
    """Put into the decision what the record gives for each field; skip it when its barri is unknown."""
    values, say = decision.values, decision.reasons.append
    values.update({name: prose(getattr(record, name)) for name in ("name", "summary", "description", "address")})
    values.update({name: getattr(record, name) for name in ("website", "contact_email", "public_phone")})
    values["kind"] = record.kind or Entity.Kind.ASSOCIATION
    point = _point(record, say)
    try:
        code = _barri(record, barris, say)
    except UnknownBarri as error:
        decision.action = Action.SKIP
        return say(str(error))
    if code is None and point:
        code = city.nearest_to(*point)[0].code
        say(_("has no barri: its point is nearest to %(barri)s") % {"barri": barris[code].name})
    elif code is None:
        say(_("has no barri and no point that would tell it"))
    elif point:
        latitude, longitude = point
        metres = points.far_from(barris[code], latitude, longitude, city.nearest_to(*point)[0])
        if metres:
            say(
                _("has a suspicious point, %(km)s km from its barri: left out")
                % {"km": number_format(metres / 1000, 1)}
            )
            point = None
    values["barri"] = code
    values["latitude"], values["longitude"] = point or (None, None)
    _fit(decision, say)


def _barri(record, barris, say):
    """Return the code of the record's barri, None when it names none. Raises UnknownBarri."""
    named = record.barri_name
    code = "" if record.barri_code.strip("0. ") == "" else record.barri_code
    if not named and not code:
        return None
    by_name = barri_code(named) if named else None
    try:
        by_code = barri_code(code) if code else None
    except UnknownBarri:
        if by_name is None:
            raise
        by_code = by_name
        say(_("has an unknown barri code, “%(code)s”: its name is believed") % {"code": code})
    if by_name and by_code and by_name != by_code:
        say(_("has a barri code that is not its barri’s name: the name is believed"))
    found = by_name or by_code
    _check_district(record, barris[found], say)
    return found


def _check_district(record, barri, say):
    text = record.district_name or record.district_code
    try:
        district = district_code(text) if text else None
    except UnknownDistrict as error:
        return say(str(error))
    if district and barri.district_id != district:
        say(_("has a district that is not its barri’s: the barri is believed"))


def _point(record, say):
    """Return (latitude, longitude) in degrees, or None, saying why a point that was given is not believed."""
    if not record.latitude and not record.longitude:
        return None
    found = points.parse(record.latitude, record.longitude)
    if found is None:
        return say(_("has coordinates that are no numbers: left out"))
    latitude, longitude, repaired = found
    if not points.in_city(latitude, longitude):
        return say(_("has a point outside Barcelona: left out"))
    if points.in_sea(latitude, longitude):
        return say(_("has a point in the sea: left out"))
    if repaired:
        say(_("has coordinates that a spreadsheet had mangled: put right"))
    return latitude, longitude


def _fit(decision, say):
    """Shorten what is too long and leave out what is no address, saying so; skip a row whose name does not do."""
    values = decision.values
    for name in TEXTS:
        longest = Entity._meta.get_field(name).max_length
        if longest and len(values[name]) > longest:
            values[name] = Truncator(values[name]).chars(longest)
            say(_("has too long a text: shortened"))
    if values["website"] and "://" not in values["website"]:
        values["website"] = f"https://{values['website']}"
    for name in ("website", "contact_email"):
        try:
            values[name] = Entity._meta.get_field(name).clean(values[name], None)
        except ValidationError:
            say(_("has a link or an e-mail that is none, “%(text)s”: left out") % {"text": values[name]})
            values[name] = ""


def _set_by_hand(entities):
    """Return {entity pk: names of the fields whose last change was not an import}."""
    changes = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(Entity), object_id__in=[entity.pk for entity in entities]
    ).order_by("at", "pk")
    route_of = {}
    for change in changes:
        for name, _before, _after in change.fields:
            route_of.setdefault(change.object_id, {})[name] = change.route
    return {
        key: {name for name, route in routes.items() if route != Change.Route.IMPORT}
        for key, routes in route_of.items()
    }


def _compare(decision, entity, by_hand):
    """Keep only the values that are new in the table; what staff set stays theirs, and nothing is emptied."""
    decision.entity = entity
    if entity.state == Entity.State.REMOVED:
        decision.action = Action.SKIP
        decision.reasons.append(_("was removed from the directory: stays so"))
        return
    new = {}
    for name, value in decision.values.items():
        if value in (None, "", getattr(entity, "barri_id" if name == "barri" else name)):
            continue
        if name in by_hand.get(entity.pk, ()):
            decision.reasons.append(
                _("keeps “%(field)s” as the team changed it") % {"field": Entity._meta.get_field(name).verbose_name}
            )
        else:
            new[name] = value
    decision.values = new
    decision.action = Action.UPDATE if new else Action.UNCHANGED
