"""Carry the reference data into the database."""

from django.db import transaction

from energies.territory import facts
from energies.territory.models import Barri, District


@transaction.atomic
def load(progress=None) -> int:
    """Write districts, barris and neighbours as data/*.csv has them. Running it again changes nothing.

    ``progress(done, total)``, if given, is called after each of the three steps, counting rows written.
    Rows that the files no longer name stay: entries may hang on them. Returns the number of barris.
    """
    districts, barris = facts.districts(), facts.barris()
    total = len(districts) + 2 * len(barris)
    tell = progress or (lambda done, total: None)
    _upsert(District, [District(**place._asdict()) for place in districts])
    tell(len(districts), total)
    _upsert(Barri, [_barri(place) for place in barris])
    tell(len(districts) + len(barris), total)
    _join_neighbours()
    tell(total, total)
    return len(barris)


def _barri(place) -> Barri:
    values = place._asdict()
    del values["neighbours"]
    return Barri(**values | {"district_id": values.pop("district_code")})


def _upsert(model, rows) -> None:
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=columns)


def _join_neighbours() -> None:
    """Make the table of neighbours equal to the files, a row for each direction."""
    through = Barri.neighbours.through
    wanted = {(place.code, other) for place in facts.barris() for other in place.neighbours}
    there = set(through.objects.values_list("from_barri_id", "to_barri_id"))
    for one, other in there - wanted:
        through.objects.filter(from_barri=one, to_barri=other).delete()
    missing = sorted(wanted - there)
    through.objects.bulk_create(through(from_barri_id=one, to_barri_id=other) for one, other in missing)
