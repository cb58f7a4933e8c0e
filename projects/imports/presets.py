"""Which columns mean what in each kind of table we import."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.kernel.text import fold
from projects.imports.clean import prose
from projects.imports.read import UnreadableTable
from projects.models import Entity

Kind = Entity.Kind


@dataclass
class Record:
    """What a row says of an entity, still in its own words. ``kind`` is "" when the table does not tell."""

    source_id: str
    name: str
    kind: Any = ""
    summary: str = ""
    description: str = ""
    barri_code: str = ""
    barri_name: str = ""
    district_code: str = ""
    district_name: str = ""
    address: str = ""
    latitude: str = ""
    longitude: str = ""
    website: str = ""
    contact_email: str = ""
    public_phone: str = ""

    # What belongs together is taken together, so that no point is made of two rows.
    _groups = (
        *(("name",), ("kind",), ("summary",), ("description",), ("address",), ("latitude", "longitude")),
        ("barri_code", "barri_name", "district_code", "district_name"),
        *(("website",), ("contact_email",), ("public_phone",)),
    )

    def fill_from(self, other):
        """Take from ``other``, a later row of the same source id, what this one lacks."""
        for group in self._groups:
            if not any(getattr(self, field) for field in group):
                for field in group:
                    setattr(self, field, getattr(other, field))


@dataclass(frozen=True)
class Preset:
    """A kind of table: ``key`` becomes the entries' source; ``record`` turns a row's cells into a Record."""

    key: str
    title: str
    required: tuple
    record: Callable

    def check(self, table):
        """Raise UnreadableTable, with the columns that are missing, if ``table`` is not of this kind."""
        missing = [column for column in self.required if column not in table.columns]
        if missing:
            raise UnreadableTable(
                _("These are not the columns of “%(preset)s”: %(missing)s missing; the table has %(found)s.")
                % {"preset": self.key, "missing": ", ".join(missing), "found": ", ".join(filter(None, table.columns))}
            )


# What ICUB's plural types are called in the singular; its texts are Catalan, so ours are.
_ICUB_TYPES = {
    "Arxius de districte": "Arxiu de districte",
    "Arxius i biblioteques patrimonials": "Arxiu o biblioteca patrimonial",
    "Ateneus": "Ateneu",
    "Biblioteques de Barcelona": "Biblioteca de la xarxa de Biblioteques de Barcelona",
    "Cases de la Festa": "Casa de la Festa",
    "Centres cívics": "Centre cívic",
    "Centres d’exposicions": "Centre d’exposicions",
    "Cinemes": "Cinema",
    "Espais d’interès patrimonial": "Espai d’interès patrimonial",
    "Fàbriques de Creació": "Fàbrica de creació",
    "Grans auditoris": "Gran auditori",
    "Museus i col·leccions": "Museu o col·lecció",
    "Sales d’arts escèniques": "Sala d’arts escèniques",
    "Sales de música en viu": "Sala de música en viu",
}
_ICUB_HOLDERS = {
    "Ajuntament de Barcelona": "municipal",
    "Altres administracions públiques": "pública",
    "Consorci o fundació amb presència administracions públiques": "compartida",
    "Titularitat privada": "privada",
}


def _icub(cells):
    kind_of_place, holder = prose(cells["tipus_equipament"]), cells.get("titularitat", "")
    # A private ateneu is its members' association; one that the city owns is a building.
    is_association = kind_of_place == "Ateneus" and holder == "Titularitat privada"
    summary = _ICUB_TYPES.get(kind_of_place, kind_of_place)
    if summary and holder in _ICUB_HOLDERS:
        summary = f"{summary} de titularitat {_ICUB_HOLDERS[holder]}"
    return Record(
        source_id=cells["id_equipament"],
        name=cells["nom_equipament"],
        kind=Kind.ASSOCIATION if is_association else Kind.FACILITY,
        summary=summary,
        description=prose(cells.get("notes_equipament", "")),
        barri_code=cells["codi_barri"],
        barri_name=cells["nom_barri"],
        district_code=cells.get("codi_districte", ""),
        district_name=cells.get("nom_districte", ""),
        latitude=cells["latitud"],
        longitude=cells["longitud"],
    )


def _opendata(cells):
    def cell(column):
        return cells.get(column, "")

    number = cell("addresses_start_street_number").removesuffix(".0")
    return Record(
        source_id=cells["register_id"].removesuffix(".0"),
        name=cells["name"],
        barri_code=cells["addresses_neighborhood_id"],
        barri_name=cells["addresses_neighborhood_name"],
        district_code=cell("addresses_district_id"),
        district_name=cell("addresses_district_name"),
        address=", ".join(filter(None, [cell("addresses_road_name"), number])),
        latitude=cells["geo_epgs_4326_lat"],
        longitude=cells["geo_epgs_4326_lon"],
        **_reached_by(cell("values_value"), cell("values_category") + cell("values_attribute_name")),
    )


def _reached_by(value, label):
    """Open Data BCN gives one way to reach an organisation per row, in a column for all of them."""
    if "fax" in label.lower():
        return {}
    if re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        return {"contact_email": value}
    if re.match(r"(https?://|www\.)", value, re.IGNORECASE):
        return {"website": value}
    return {"public_phone": value} if re.fullmatch(r"[+\d][\d\s().-]{8,}", value) else {}


_KINDS = {
    "associacio": Kind.ASSOCIATION, "fundacio": Kind.FOUNDATION, "cooperativa": Kind.COOPERATIVE,
    "grup informal": Kind.INFORMAL, "plataforma": Kind.PLATFORM, "equipament": Kind.FACILITY,
    "servei public": Kind.PUBLIC_SERVICE, "federacio": Kind.FEDERATION,
} | {fold(kind.value): kind for kind in Kind}  # fmt: skip


def _plain(cells):
    def cell(column):
        return cells.get(column, "")

    same = ("summary", "address", "website")
    return Record(
        source_id=cells["id"],
        name=cells["name"],
        kind=_KINDS.get(fold(cell("kind")), ""),
        barri_name=cell("barri"),
        latitude=cell("lat"),
        longitude=cell("lon"),
        contact_email=cell("email"),
        public_phone=cell("phone"),
        **{column: cell(column) for column in same},
    )


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "icub",
            gettext_lazy("Cultural facilities (ICUB)"),
            ("id_equipament", "nom_equipament", "tipus_equipament", "codi_barri", "nom_barri", "latitud", "longitud"),
            _icub,
        ),
        Preset(
            "opendata",
            gettext_lazy("Organisations and facilities (Open Data BCN)"),
            (
                *("register_id", "name", "addresses_neighborhood_id", "addresses_neighborhood_name"),
                *("geo_epgs_4326_lat", "geo_epgs_4326_lon"),
            ),
            _opendata,
        ),
        Preset("plain", gettext_lazy("Our own table (docs/import.md)"), ("id", "name"), _plain),
    )
}
