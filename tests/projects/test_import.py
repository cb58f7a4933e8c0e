"""Importing a table: survives what real tables look like, says what it does, writes only when told."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from energies.curation.history import changes_of, record
from energies.territory.models import Barri
from projects.imports.apply import StalePlan, apply
from projects.imports.decide import Action, plan
from projects.imports.presets import PRESETS
from projects.imports.read import UnreadableTable, read_table
from projects.models import Entity

REAL = Path(__file__).parent.parent / "data" / "icub_equipaments_del_mapa.csv"
PLAIN = "id,name,kind,summary,barri,address,lat,lon,website,email,phone"
pytestmark = pytest.mark.usefixtures("territory")


def decide(*lines, preset="plain", heading=PLAIN, encoding="utf-8"):
    text = "\n".join([heading, *lines])
    return plan(read_table(text.encode(encoding)), PRESETS[preset])


def only(*lines, **options):
    (decision,) = decide(*lines, **options).decisions
    return decision


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found_out(encoding, separator):
    lines = [line.replace(",", separator) for line in (PLAIN, "1,Ateneu d'Horta,,,Horta,,,,,,")]
    table = read_table("\n".join(lines).encode(encoding))
    (decision,) = plan(table, PRESETS["plain"]).decisions
    assert (decision.name, decision.values["barri"]) == ("Ateneu d’Horta", "43")


@pytest.mark.parametrize(
    ("cell", "clean"),
    [
        ("\ufeffCasal", "Casal"),
        ("Casal\u00a0  del  Clot", "Casal del Clot"),
        ("ATENEU DE LA PROSPERITAT", "Ateneu de la Prosperitat"),
        ("Arts &amp; Oficis", "Arts & Oficis"),
    ],
)
def test_names_are_cleaned(cell, clean):
    assert only(f"1,{cell},,,Horta,,,,,,").name == clean


@pytest.mark.parametrize(
    ("email", "kept"),
    [
        ("Hola@Cançó.cat", "Hola@xn--can-4la4d.cat"),
        ("ana@b\u0131c\u0131.cat", "ana@xn--bc-hpab.cat"),
        ("núria@bici.cat", ""),
        ("hola@", ""),
    ],
)
def test_addresses_are_kept_in_ascii_or_left_out_saying_so(email, kept):
    decision = only(f"1,Casal,,,Horta,,,,,{email},")
    assert decision.values["contact_email"] == kept
    assert bool(kept) != any("correu" in str(reason) for reason in decision.reasons)


@pytest.mark.parametrize(
    ("barri", "code"), [("el Poble Sec", "11"), ("la Dreta de Eixample", "07"), ("Les Corts", "19"), ("8.0", "08")]
)
def test_barris_are_known_however_they_are_written(barri, code):
    assert only(f"1,Casal,,,{barri},,,,,,").values["barri"] == code


def test_an_unknown_barri_is_an_explicit_failure():
    decision = only("1,Casal,,,Atlàntida,,41.38,2.17,,,")
    assert decision.action == Action.SKIP
    assert "Atlàntida" in decision.reasons[0]


@pytest.mark.parametrize("barri", ["", "None", "00"])
def test_a_missing_barri_is_told_by_its_point(barri):
    row = f"1,Casal,Centres cívics,01,Ciutat Vella,{barri},,41.37900,2.17044"
    heading = "id_equipament,nom_equipament,tipus_equipament,codi_districte,nom_districte,codi_barri,nom_barri,latitud,longitud"
    decision = only(row, preset="icub", heading=heading)
    assert (decision.action, decision.values["barri"]) == (Action.CREATE, "01")
    assert len(decision.reasons) == 1


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        ("41.3790", "2.1704", (41.379, 2.1704)),
        ("413.788.539", "2.163.502", (41.3788539, 2.163502)),
        ("0", "0", (None, None)),
        ("41.37", "2.23", (None, None)),
        ("41.4614", "2.1748", (None, None)),
        ("nord", "sud", (None, None)),
    ],
)
def test_points_are_believed_mended_or_left_out_and_said(lat, lon, point):
    decision = only(f"1,Casal,,,el Raval,,{lat},{lon},,,")
    assert (decision.values["latitude"], decision.values["longitude"]) == point
    assert bool(decision.reasons) is (lat != "41.3790")


def test_several_rows_of_one_organisation_become_one():
    decided = decide("1,Casal,,,el Raval,,,,,,", "1,Casal,,,el Raval,,,,,hola@exemple.cat,")
    first, second = decided.decisions
    assert (first.action, second.action) == (Action.CREATE, Action.MERGE)
    assert first.values["contact_email"] == "hola@exemple.cat"


def test_the_same_name_with_another_identifier_is_said_and_not_merged():
    _first, second = decide("1,Casal,,,el Raval,,,,,,", "2,CASAL,,,Horta,,,,,,").decisions
    assert second.action == Action.CREATE
    assert "2" in second.reasons[0]


def test_rows_without_name_or_with_shifted_cells_are_skipped_with_the_reason():
    decided = decide("1,,,,el Raval,,,,,,", "2,Casal,,,el Raval,,,,,,,de més")
    assert [decision.action for decision in decided.decisions] == [Action.SKIP] * 2
    assert all(decision.reasons for decision in decided.decisions)


def test_a_district_that_is_not_the_barris_is_said():
    heading = "register_id,name,addresses_neighborhood_id,addresses_neighborhood_name,addresses_district_id,addresses_district_name,geo_epgs_4326_lat,geo_epgs_4326_lon"
    decision = only("1,Casal,1,el Raval,7,Horta-Guinardó,,", preset="opendata", heading=heading, encoding="utf-16")
    assert (decision.values["barri"], len(decision.reasons)) == ("01", 1)


def test_a_spreadsheet_or_other_columns_are_refused_with_words():
    with pytest.raises(UnreadableTable, match="CSV"):
        read_table(b"PK\x03\x04...")
    with pytest.raises(UnreadableTable, match="id_equipament"):
        decide("1,Casal", preset="icub", heading="id,name")


def test_the_real_file_is_planned_in_a_constant_number_of_queries(django_assert_max_num_queries):
    table = read_table(REAL.read_bytes())
    with django_assert_max_num_queries(5):
        decided = plan(table, PRESETS["icub"])
    assert sum(decided.totals.values()) == 351
    assert decided.totals[Action.CREATE] >= 345


def test_committing_twice_writes_once(staff_user):
    table = read_table(REAL.read_bytes())
    written = apply(plan(table, PRESETS["icub"]), by=staff_user)
    assert Entity.objects.filter(source="icub").count() == written
    again = plan(table, PRESETS["icub"])
    assert again.totals[Action.UNCHANGED] == written
    assert apply(again) == 0
    change = changes_of(Entity.objects.filter(source="icub").first()).get()
    assert (change.route, change.by, change.act) == ("import", staff_user, "created")


@pytest.fixture
def renamed(staff_user):
    """An imported entity that the team renamed, through the seam as the desk does, and then hid."""
    apply(decide("1,Casal,,Un casal,el Raval,,41.379,2.1704,,,"))
    entity = Entity.objects.get()
    with record(entity, by=staff_user):
        entity.name = "Casal del carrer"
        entity.save()
    entity.hide(by=staff_user, why="prova")
    return entity


def test_what_the_team_changed_stays_however_often_it_is_imported_and_hidden_stays_hidden(renamed):
    for summary in ("Un casal gran", "Un casal molt gran"):
        apply(decide(f"1,Casal Nou,,{summary},el Raval,,,,,,"))
        renamed.refresh_from_db()
        assert (renamed.name, renamed.summary, renamed.state) == ("Casal del carrer", summary, "hidden")


def test_what_the_table_no_longer_says_is_not_emptied(renamed):
    apply(decide("1,Casal,,,el Raval,,0,0,,,"))
    renamed.refresh_from_db()
    assert (renamed.summary, renamed.latitude) == ("Un casal", 41.379)


def test_a_removed_entity_is_left_alone_and_said(renamed, staff_user):
    renamed.remove(by=staff_user, why="prova")
    decision = only("1,Casal,,Un altre,el Raval,,,,,,")
    assert (decision.action, len(decision.reasons)) == (Action.SKIP, 1)


def test_a_plan_made_before_somebody_changed_the_entity_is_refused(renamed, staff_user):
    decided = decide("1,Casal,,Un casal gran,el Raval,,,,,,")
    with record(renamed, by=staff_user):
        renamed.summary = "De l’equip"
        renamed.save()
    with pytest.raises(StalePlan):
        apply(decided)
    renamed.refresh_from_db()
    assert renamed.summary == "De l’equip"


def test_too_long_an_identifier_is_skipped():
    assert only(f"{'1' * 81},Casal,,,el Raval,,,,,,").action == Action.SKIP


def test_without_territory_it_says_what_to_run():
    Barri.objects.all().delete()
    with pytest.raises(UnreadableTable, match="load_territory"):
        decide("1,Casal,,,el Raval,,,,,,")


def test_a_row_that_fails_leaves_nothing_written(monkeypatch):
    decided = decide("1,Casal,,,el Raval,,,,,,", "2,Ateneu,,,Horta,,,,,,")
    decided.decisions[1].values["since"] = 15
    with pytest.raises(Exception, match="entity_since"):
        apply(decided)


def test_the_command_reports_row_by_row_and_writes_only_when_told(tmp_path):
    file = tmp_path / "taula.csv"
    file.write_text(f"{PLAIN}\n1,Casal,,,el Raval,,,,,,\n2,Ateneu,,,Atlàntida,,,,,,\n")
    out = io.StringIO()
    call_command("import_entries", str(file), preset="plain", stdout=out)
    assert "Atlàntida" in out.getvalue()
    assert not Entity.everything.exists()
    call_command("import_entries", str(file), preset="plain", commit=True, stdout=out)
    assert [entity.name for entity in Entity.objects.all()] == ["Casal"]


def test_a_file_that_is_not_there_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="no-hi-es"):
        call_command("import_entries", str(tmp_path / "no-hi-es.csv"), preset="plain")
