"""Taking somebody out: what they wrote stays, without them; by the team's page, by the command, and after a backup."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.accounts import erasing, held_forms
from energies.accounts.models import Erasure, HeldForm, SignInCode, User
from energies.accounts.private_allauth import TOTP, generate_totp_secret
from energies.curation import drafts, history, review
from energies.curation.models import Change, Submission
from energies.curation.proposable import get
from energies.kernel import mail as letters_out
from energies.kernel.erasing import Person, is_same, parts, rows_of
from energies.operations import opt_out
from energies.site.models import ContactMessage
from gatherings import places
from gatherings.models import Activity, Registration, Visit
from networks.models import Network
from projects.models import Entity
from tests.curation.proposing import PROJECT, sent

pytestmark = pytest.mark.django_db
EMAIL, NAME, PAGE = "mercè.marked@exemple.cat".replace("è", "e"), "Mercè Marcada", "/gestio/persones/esborra/"


@pytest.fixture
def person(db):
    return User.objects.create_user(EMAIL, name=NAME)


@pytest.fixture
def propose(territory, vocabulary, person):
    """Returns a function that has the person send a proposal of a project reached at their address."""

    def send(name):
        one = drafts.start(get("project"), person, "ca")
        data = PROJECT | {"name": [name], "contact_email": [EMAIL.upper()], "entity_name": [f"Gent de {name}"]}
        one.data, one.label = data, name
        one.save()
        return sent(one, data)

    return send


@pytest.fixture
def everywhere(person, propose, staff_user, supper, settings, make_entity, make_gathering):
    """The person, in every place that keeps something of people. Returns {name: row}."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    approved, declined, pending = propose("Rec Viu"), propose("Rec Mort"), propose("Rec Quiet")
    project = review.approve(approved, by=staff_user, revision=1, text=f"Ho demanava {EMAIL}.")
    review.decline(declined, by=staff_user, revision=1, text="No.")
    review.answer(pending, by=person, text="Com ho teniu?")
    pending.submit(pending.values | {"schedule": "Dijous"})
    draft = drafts.start(get("project"), person, "ca")
    draft.save()
    network = Network.everything.create(name="Xarxa", summary="Teixim.", contact_email=EMAIL, scope="city")
    network.editors.add(person)
    shared = make_entity("Ateneu compartit")
    shared.editors.add(person, User.objects.create_user("altra@exemple.cat"))
    place = places.sign_up(supper, name=NAME, email=EMAIL, people=10 - 4, phone="600112233")
    places.confirm(place)
    Visit.objects.create(gathering=make_gathering(), email=EMAIL)
    ContactMessage.objects.create(about="other", text=f"Soc {NAME}.", name=NAME, email=EMAIL, language="ca")
    project.confirm(by=person, who=NAME)
    LogEntry.objects.create(
        user=staff_user, object_repr=NAME, action_flag=2, object_id=str(person.pk),
        content_type=ContentType.objects.get_for_model(User),
    )  # fmt: skip
    TOTP.activate(person, generate_totp_secret())
    SignInCode.objects.create(email=EMAIL, figures_hash="x", expires_at=timezone.now() + timedelta(minutes=5))
    HeldForm.objects.create(whose=held_forms.whose(EMAIL), sealed="x", expires_at=timezone.now() + timedelta(minutes=5))
    opt_out.refuse("return_wanted", EMAIL)
    mine = Client()
    mine.force_login(person)
    Activity.everything.filter(pk=supper.pk).update(contact_email=EMAIL)
    return {"project": project, "pending": pending, "approved": approved, "declined": declined, "draft": draft,
            "place": place, "network": network, "shared": shared, "client": mine}  # fmt: skip


def all_that_is_kept():
    """Return {label of a model: the text of all its rows}."""
    models = apps.get_models(include_auto_created=True)
    rows = {model._meta.label: list(model._base_manager.values()) for model in models}
    return {label: json.dumps(each, default=str, ensure_ascii=False).lower() for label, each in rows.items()}


def where(text):
    """Return which tables hold a text."""
    return {label for label, rows in all_that_is_kept().items() if text.lower() in rows}


def erase(by=None, **options):
    return erasing.erase(erasing.person_of(EMAIL), by=by, **options)


def test_nothing_of_them_is_left_in_any_table_but_what_they_made_public(everywhere, staff_user):
    assert len(where(EMAIL)) > 7 and where(NAME) and where("600112233")
    erase(staff_user)
    assert where(EMAIL) == where(NAME) == where("600112233") == set()
    assert "projects.Project" in where("rec viu") and where("com ho teniu?") == {"curation.SubmissionMessage"}


def test_every_part_is_found_before_it_goes_and_nothing_is_found_afterwards(everywhere, staff_user):
    # What nothing of this account is kept in, because no page of ours writes it.
    unused = {"addresses"}
    assert {part.key for part, _things in erasing.plan(erasing.person_of(EMAIL))} == {p.key for p in parts()} - unused
    counts = erase(staff_user)
    assert all(counts.values()) and counts["proposals"] == 3 and counts["drafts"] == 1
    assert erasing.plan(erasing.person_of(EMAIL)) == [] and erase() == {}


def test_what_they_wrote_stays_of_somebody_who_is_no_longer_here(everywhere, staff_user, person, client):
    erase(staff_user)
    row = User.objects.get(pk=person.pk)
    assert not row.is_active and not row.has_usable_password() and row.is_erased
    assert str(row) == "una persona que ja no hi és" and str(history.changes_of(everywhere["project"]).last().by)
    assert client.get(everywhere["project"].get_absolute_url()).status_code == 200
    assert {one.author_id for one in Submission.objects.all()} == {person.pk} and Submission.objects.count() == 3
    assert not Submission.objects.filter(pk=everywhere["draft"].pk).exists()


def test_the_team_still_decides_on_what_waits_and_nobody_is_written_to(everywhere, staff_user, let_in):
    erase(staff_user)
    DBTaskResult.objects.all().delete()
    pending = Submission.objects.get(pk=everywhere["pending"].pk)
    page = let_in(Client(), staff_user).get(f"/gestio/{pending.pk}/")
    assert page.status_code == 200 and "una persona que ja no hi és" in page.text and "erased" not in page.text
    address = f"/gestio/{pending.pk}/decideix/"
    data = {"act": "approve", "revision": pending.revision, "text": "", "field": list(pending.values)}
    answer = let_in(Client(), staff_user).post(address, data, follow=True)
    assert "no s’ha escrit a ningú" in answer.text and "Hem escrit a qui" not in answer.text
    pending.refresh_from_db()
    assert pending.state == "approved" and not Entity.everything.filter(editors=pending.author).exists()
    assert not DBTaskResult.objects.exists()


def test_their_places_go_to_others(everywhere, staff_user, supper):
    waiting = places.sign_up(supper, name="Biel", email="biel@exemple.cat", people=6)
    assert waiting.state == "waiting"
    erase(staff_user)
    waiting.refresh_from_db()
    gone = Registration.objects.get(pk=everywhere["place"].pk)
    assert waiting.state == "offered" and (gone.state, gone.name, gone.email) == ("cancelled", "", "")


def test_how_many_came_stays(everywhere, staff_user):
    places.came(everywhere["place"], 5)
    erase(staff_user)
    gone = Registration.objects.get(pk=everywhere["place"].pk)
    assert (gone.attended, gone.name, gone.state) == (5, "", "confirmed")


def test_they_are_out_at_once_and_may_come_back_as_anybody(everywhere, staff_user, person):
    assert everywhere["client"].get("/el-meu-espai/").status_code == 200
    erase(staff_user)
    assert everywhere["client"].get("/el-meu-espai/").status_code == 302
    assert not Session.objects.exists() and not person.authenticator_set.exists()
    assert User.objects.create_user(EMAIL).pk != person.pk


def test_letters_that_wait_for_them_are_never_sent_and_those_of_others_are(everywhere, staff_user, settings):
    with transaction.atomic():
        letters_out.queue("Hola", "Text", to=["biel@exemple.cat"])
        letters_out.queue("Hola", "Text", to=[EMAIL.upper()])
    erase(staff_user)
    assert [
        row.args_kwargs["args"][0]["to"] for row in DBTaskResult.objects.filter(args_kwargs__args__0__subject="Hola")
    ] == [["biel@exemple.cat"]]


def test_another_spelling_of_the_address_is_the_same_person_and_another_address_is_not(everywhere, person):
    assert erasing.person_of(f" {EMAIL.upper()} ").user == person
    assert erasing.person_of(EMAIL.replace("marked", "marke")).user is None
    assert erasing.erase(erasing.person_of(f"x{EMAIL}")) == {}


def test_a_longer_address_that_holds_theirs_is_somebody_elses_and_stays_where_it_is_written(everywhere, staff_user):
    theirs = Change.objects.create(
        act="updated", route="admin", label="Rec", why=f"Ho demana x.{EMAIL} i {EMAIL}s, no {EMAIL}.", after={}, object_id=1,
        content_type=ContentType.objects.get_for_model(Entity), by=staff_user,
    )  # fmt: skip
    erase(staff_user)
    theirs.refresh_from_db()
    assert theirs.why == f"Ho demana x.{EMAIL} i {EMAIL}s, no …."


@pytest.mark.parametrize("nonsense", ["", "X", "foo bar", "a@", "@", "mercè@exemple.cat", "a@b c"])
def test_what_is_no_address_names_nobody_and_erases_nothing(everywhere, nonsense):
    before = all_that_is_kept()
    with pytest.raises(CommandError):
        call_command("erase_person", nonsense, stdout=StringIO())
    with pytest.raises(ValidationError):
        erasing.person_of(nonsense)
    with pytest.raises(ValueError, match="Nobody"):
        Person("")
    assert not rows_of(Registration.objects.all(), "").exists() and not is_same("junk", "")
    assert all_that_is_kept() == before


def test_the_command_says_in_a_sentence_what_it_cannot_do(everywhere, tmp_path):
    nonsense = tmp_path / "nonsense.json"
    nonsense.write_text('[{"key": 1}]')
    wrong = (
        ["--ledger", str(tmp_path / "no" / "folder.json")], ["--again", str(tmp_path / "none.json"), "--since", "2027-01-15"],
        ["--again", str(nonsense), "--since", "2027-01-15"], ["--ledger", str(tmp_path / "l.json"), "--dry-run"], [],
        [EMAIL, "--ledger", str(tmp_path / "l.json")],
    )  # fmt: skip
    for arguments in wrong:
        with pytest.raises(CommandError):
            call_command("erase_person", *arguments, stdout=StringIO())
    assert not (tmp_path / "l.json").exists()


def test_it_is_written_down_who_did_it_and_when_and_not_whom_by_name(everywhere, staff_user, person):
    erase(staff_user)
    kept = Erasure.objects.get()
    assert (kept.by, kept.person) == (staff_user, person) and timezone.now() - kept.at < timedelta(minutes=1)
    assert kept.key == erasing.digest(EMAIL) != erasing.digest("altra@exemple.cat") and EMAIL not in str(kept.counts)


def test_each_entry_tells_in_its_history_that_it_is_kept_up_no_more_and_not_which_address_it_had(
    everywhere, staff_user
):
    erase(staff_user)
    change = history.changes_of(everywhere["network"]).filter(by=staff_user)
    assert change.count() == 2 and EMAIL not in str(list(change.values("before", "after")))
    assert not Entity.everything.filter(editors__email__endswith="invalid").exists()


def test_half_of_it_is_never_done(everywhere, staff_user, monkeypatch):
    monkeypatch.setattr("energies.accounts.erasing.erase_account", lambda user: 1 / 0)
    before = all_that_is_kept()
    with pytest.raises(ZeroDivisionError):
        erase(staff_user)
    assert all_that_is_kept() == before


# The page of the team.


def post(client, **data):
    return client.post(PAGE, {"email": EMAIL, **data})


def test_the_page_says_first_what_will_happen_and_does_nothing_yet(team, everywhere):
    assert "Mira què se’n guarda" in team.get(PAGE).text
    before = Submission.objects.count()
    page = post(team)
    assert page.status_code == 200 and page["Cache-Control"].startswith("max-age=0")
    assert "Propostes enviades o decidides: s’hi queden, d’una persona que ja no hi és <b>(3)</b>" in page.text
    assert "Gent de Rec Viu" in page.text.partition("sense ningú que les porti")[2]
    assert "Ateneu compartit" not in page.text.partition("sense ningú que les porti")[2].partition("</ul>")[0]
    assert Submission.objects.count() == before and User.objects.filter(email=EMAIL).exists()


def test_with_a_yes_it_is_done_and_told(team, everywhere, staff_user):
    answer = post(team, sure="1")
    assert (answer.status_code, answer.url) == (302, PAGE), "no address in an address"
    assert not User.objects.filter(email=EMAIL).exists() and Erasure.objects.get().by == staff_user
    told = team.get(PAGE).text
    assert "Fet: el que va escriure s’hi queda" in told and "Gent de Rec Viu" in told


def test_the_address_of_a_group_may_stay(team, everywhere):
    post(team, sure="1", keep=["network_contacts"])
    assert Network.everything.get().contact_email == EMAIL
    assert Activity.everything.get().contact_email == ""


def test_only_what_asks_may_be_left_out(team, everywhere):
    post(team, sure="1", keep=[part.key for part in parts()])
    assert not User.objects.filter(email=EMAIL).exists() and not ContactMessage.objects.exists()


def test_an_address_of_which_nothing_is_kept_is_told(team, everywhere):
    page = team.post(PAGE, {"email": "ningu@exemple.cat", "sure": "1"})
    assert page.status_code == 422 and "No es guarda res d’aquest correu" in page.text and not Erasure.objects.exists()
    assert team.post(PAGE, {"email": "x"}).status_code == team.post(PAGE).status_code == 422


def test_somebody_of_the_team_leaves_it_first(team, staff_user):
    page = team.post(PAGE, {"email": staff_user.email, "sure": "1"})
    assert page.status_code == 200 and "primer treu-la’n" in page.text and 'name="sure"' not in page.text
    staff_user.refresh_from_db()
    assert staff_user.is_active and not Erasure.objects.exists()
    with pytest.raises(erasing.CannotErase):
        erasing.erase(erasing.person_of(staff_user.email))


def test_only_who_may_administer_people_gets_there(client, let_in, everywhere):
    colleague = User.objects.create_user("companya@exemple.cat", is_staff=True)
    theirs = let_in(Client(), colleague)
    assert theirs.get(PAGE).status_code == post(theirs, sure="1").status_code == 403
    assert post(client, sure="1").status_code == 401 and post(everywhere["client"], sure="1").status_code == 403
    assert User.objects.filter(email=EMAIL).exists()
    colleague.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert post(theirs, sure="1").status_code == 302 and not User.objects.filter(email=EMAIL).exists()


def test_the_desk_leads_there_without_the_address_in_the_link(team, person):
    link = f"{PAGE}?person={person.pk}"
    assert link in team.get(f"/equip/accounts/user/{person.pk}/change/").text
    assert f'value="{EMAIL}"' in team.get(link).text
    assert [team.get(f"{PAGE}?person={odd}").status_code for odd in ("", "x", "²", "9" * 40, "-1")] == [200] * 5


# The command, and what comes after a backup.


def run(*args):
    out = StringIO()
    call_command("erase_person", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_would_do_and_does_it(everywhere):
    assert "3  Propostes enviades" in run(EMAIL, "--dry-run") and User.objects.filter(email=EMAIL).exists()
    assert "Done: drafts 1, proposals 3" in run(EMAIL, "--keep-contacts")
    assert not User.objects.filter(email=EMAIL).exists() and Network.everything.get().contact_email == EMAIL
    with pytest.raises(CommandError, match="Nothing is kept"):
        run("ningu@exemple.cat")
    with pytest.raises(CommandError, match="Say whom"):
        run()


def test_a_backup_brings_back_nobody_who_was_taken_out_after_it(everywhere, tmp_path, staff_user):
    made = timezone.now()
    run("--ledger", str(tmp_path / "before"))
    erase(staff_user)
    run("--ledger", str(tmp_path / "ledger"))
    # The backup: the same people as they were, and nothing known of the erasure.
    Erasure.objects.all().delete()
    back = User.objects.create_user(EMAIL, name=NAME, is_staff=True)
    ContactMessage.objects.create(about="other", text="Hola", email=EMAIL.upper(), language="ca")
    assert run("--again", str(tmp_path / "before"), "--since", made.isoformat()).strip() == "Erased again: 0."
    assert run("--again", str(tmp_path / "ledger"), "--since", made.isoformat()).strip() == "Erased again: 1."
    assert where(EMAIL) == set() and not User.objects.get(pk=back.pk).is_staff
    assert Erasure.objects.get().key == erasing.digest(EMAIL)
    assert run("--again", str(tmp_path / "ledger"), "--since", made.isoformat()).strip() == "Erased again: 0."
    with pytest.raises(CommandError, match="--since"):
        run("--again", str(tmp_path / "ledger"))


def test_who_came_back_before_the_backup_was_made_stays(person, staff_user):
    erase(staff_user)
    came_back = User.objects.create_user(EMAIL)
    assert erasing.erase_again(erasing.ledger(), since=timezone.now()) == 0
    assert User.objects.get(pk=came_back.pk).email == EMAIL


def test_an_erasure_is_known_again_after_the_secret_key_changed(person, staff_user, settings):
    erase(staff_user)
    made, rows = timezone.now() - timedelta(hours=1), erasing.ledger()
    User.objects.create_user(EMAIL)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert erasing.erase_again(rows, since=made) == 1


def test_the_history_has_no_address_of_anybody(everywhere):
    assert EMAIL not in json.dumps(list(Change.objects.values("before", "after")), default=str).lower()
