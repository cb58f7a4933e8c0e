"""The team's desk: whole pages, whole records, and acts that give a reason."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from energies.accounts.models import User
from energies.curation.difference import differences
from energies.curation.history import changes_of
from energies.curation.models import Change
from energies.site.models import ContactMessage, Page
from energies.territory.models import Barri
from energies.vocabulary.models import Collective, Tag, Theme
from projects.models import Need, Project, ProjectTheme
from tests.rows import a_project, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory", "vocabulary")]

PROJECTS = "admin:projects_project_changelist"


@pytest.fixture
def staff():
    return User.objects.create_superuser("equip@exemple.cat", name="Equip")


@pytest.fixture
def desk(client, staff, let_in):
    return let_in(client, staff)


@pytest.fixture
def project():
    return a_project()


@pytest.fixture
def everything(project, staff):
    one_of_each(project, staff)


def form_of(client, address):
    """Return what a browser would send from the form at ``address`` untouched."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not hasattr(value, "storage"):
                shown = field.field.prepare_value(value)
                data[field.html_name] = "" if field.name == "tags" else shown
    return data


def picture(format="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (600, 300), "red").save(out, format)
    return SimpleUploadedFile("foto.png", out.getvalue())


def change_address(project):
    return reverse("admin:projects_project_change", args=[project.pk])


def test_the_territory_is_only_looked_at(desk):
    answer = desk.post(reverse("admin:territory_barri_change", args=["01"]), {"name": "un altre"})
    assert answer.status_code == 403


def test_nobody_enters_the_desk_with_a_password(client, staff):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith("/el-meu-espai/entra/")
    assert b"password" not in answer.content


def test_a_person_is_added_with_email_and_name_and_no_password(desk):
    data = {"email": "ona@exemple.cat", "name": "Ona", "language": "ca", "is_staff": "on"}
    assert desk.post(reverse("admin:accounts_user_add"), data).status_code == 302
    ona = User.objects.get(email="ona@exemple.cat")
    assert ona.is_staff and not ona.has_usable_password()


def test_saving_a_project_writes_one_change_with_its_inlines(desk, staff, project):
    address = change_address(project)
    data = form_of(desk, address) | {
        "name": "L’hort nou",
        "tags": "Horts, compost",
        "why": "Ens ho han dit",
        "needs-TOTAL_FORMS": "1",
        "needs-0-kind": "space",
        "needs-0-text": "Un local",
    }
    answer = desk.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    (change,) = changes_of(project)
    assert (change.by, change.why, change.act) == (staff, "Ens ho han dit", Change.Act.UPDATED)
    assert (change.before["name"], change.after["name"]) == ("L’hort del Rec", "L’hort nou")
    assert (change.before["needs"], change.after["needs"][0]["text"]) == ([], "Un local")
    assert len(change.after["tags"]) == 2


def test_saving_a_project_untouched_writes_nothing(desk, project):
    address = change_address(project)
    assert desk.post(address, form_of(desk, address)).status_code == 302
    assert not changes_of(project).exists()


def test_a_new_project_is_recorded_as_created_with_its_themes_in_order(desk):
    address = reverse("admin:projects_project_add")
    first, second = Theme.objects.all()[:2]
    themes = {"theme_1": second.pk, "theme_2": first.pk}
    data = form_of(desk, address) | {"name": "Taller", "summary": "Un taller.", "barri": "05", **themes}
    answer = desk.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    project = Project.objects.get(name="Taller")
    assert [row.theme for row in project.project_themes.all()] == [second, first]
    (change,) = changes_of(project)
    assert change.act == Change.Act.CREATED
    assert len(change.after["project_themes"]) == 2


def test_two_themes_can_be_exchanged_but_not_repeated(desk, project):
    address = change_address(project)
    first, second = project.main_theme, Theme.objects.last()
    ProjectTheme.objects.create(project=project, theme=second, position=2)
    data = form_of(desk, address)
    answer = desk.post(address, data | {"theme_1": second.pk})
    assert "theme_2" in answer.context["adminform"].form.errors
    desk.post(address, data | {"theme_1": second.pk, "theme_2": first.pk})
    assert [row.theme for row in project.project_themes.all()] == [second, first]


def test_an_expired_need_stays_on_the_desk_and_in_the_record(desk, project):
    yesterday = timezone.localdate() - timedelta(days=1)
    need = Need.everything.create(project=project, kind="space", text="Un local", expires_on=yesterday)
    address = change_address(project)
    data = form_of(desk, address) | {"needs-0-text": "Un local gran"}
    answer = desk.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    need = Need.everything.get(pk=need.pk)
    assert need.text == "Un local gran"
    assert changes_of(project).get().before["needs"][0]["text"] == "Un local"


def act(desk, address, action, rows, **data):
    return desk.post(address, {"action": action, "_selected_action": [row.pk for row in rows], **data})


def test_hiding_and_showing_are_done_in_one_place_which_the_desk_links_to(desk, project):
    page = desk.get(change_address(project))
    assert f'href="{reverse("entry", args=["project", project.pk])}"' in page.text
    for action in ("hide_entries", "show_entries", "remove_entries"):
        assert action not in page.text and action not in desk.get(reverse(PROJECTS)).text


def test_nothing_can_be_deleted(desk, project):
    assert desk.post(reverse("admin:projects_project_delete", args=[project.pk]), {"post": "yes"}).status_code == 403


def test_the_acts_are_on_the_project_s_own_page_too(desk, project):
    data = {"CHANGE_FORM-action": "confirm_today", "_selected_action": project.pk, "index": "0"}
    desk.post(change_address(project), data)
    assert Project.objects.get(pk=project.pk).confirmed_on == timezone.localdate()


def test_confirming_from_the_list_keeps_who_did_it(desk, staff, project):
    act(desk, reverse(PROJECTS), "confirm_today", [project])
    assert project.confirmations.get().by == staff
    assert changes_of(project).get().act == Change.Act.CONFIRMED


def test_merging_tags_keeps_the_chosen_one_and_records_each_project(desk, project):
    project.tags.add("horts urbans")
    stays, goes = Tag.objects.create(name="horta"), Tag.objects.get(name="horts urbans")
    tags = reverse("admin:vocabulary_tag_changelist")
    assert act(desk, tags, "merge", [stays, goes]).status_code == 200
    act(desk, tags, "merge", [stays, goes], asked="yes", stays=stays.pk)
    assert list(project.tags.all()) == [stays]
    assert not Tag.objects.filter(pk=goes.pk).exists()
    assert changes_of(project).get().after["tags"] == [str(stays.pk)]


def test_a_tag_that_differs_only_in_accents_is_refused_beside_its_field(desk):
    Tag.objects.create(name="educació")
    answer = desk.post(reverse("admin:vocabulary_tag_add"), {"name": "Educacio"})
    assert answer.context["adminform"].form.errors["name"]


def test_words_in_use_cannot_be_deleted_and_unused_ones_can(desk, project):
    kids, elders = Collective.objects.all()[:2]
    project.collectives.add(kids)
    addresses = [reverse("admin:vocabulary_collective_delete", args=[row.pk]) for row in (kids, elders)]
    assert [desk.post(address, {"post": "yes"}).status_code for address in addresses] == [403, 302]


def test_a_bad_picture_gets_a_message_and_saves_nothing(desk, project):
    address = change_address(project)
    bad = SimpleUploadedFile("foto.jpg", b"this is no picture")
    answer = desk.post(address, form_of(desk, address) | {"image": bad, "name": "Un altre nom"})
    form = answer.context["adminform"].form
    assert form.errors["image"]
    assert form["name"].value() == "Un altre nom"
    assert Project.objects.get(pk=project.pk).name == "L’hort del Rec"


def test_a_picture_must_say_what_it_shows_and_is_then_published(desk, project):
    address = change_address(project)
    data = form_of(desk, address)
    unsaid = desk.post(address, data | {"image": picture()})
    assert {"image_alt", "image_licence"} <= set(unsaid.context["adminform"].form.errors)
    answer = desk.post(address, data | {"image": picture(), "image_alt": "Un hort", "image_licence": "cc0"})
    assert answer.status_code == 302, answer.context["errors"]
    project = Project.objects.get(pk=project.pk)
    assert project.image.name.endswith(".jpg") and project.renditions
    assert changes_of(project).get().after["renditions"] == project.renditions
    assert f'src="{reverse("private_media", args=[project.image.name])}"' in desk.get(address).content.decode()


def test_the_picture_of_a_hidden_project_is_kept_but_not_published(desk, staff, project):
    project.hide(by=staff, why="prova")
    address = change_address(project)
    said = {"image": picture(), "image_alt": "Un hort", "image_licence": "cc0"}
    desk.post(address, form_of(desk, address) | said)
    project = Project.everything.get(pk=project.pk)
    assert project.image and not project.renditions


def test_the_history_reads_without_keys(desk, project):
    address = change_address(project)
    desk.post(address, form_of(desk, address) | {"barri": "05", "stage": "paused"})
    change = changes_of(project).get()
    lines = {(tuple(before), tuple(after)) for label, before, after in differences(change)}
    assert ((Barri.objects.get(pk="01").name,), (Barri.objects.get(pk="05").name,)) in lines
    listed = desk.get(reverse("admin:projects_project_history", args=[project.pk]), follow=True)
    assert list(listed.context["cl"].result_list) == [change]


def test_open_messages_come_first_and_are_marked_as_dealt_with(desk):
    ContactMessage.objects.create(about="other", text="nou", language="ca", answered_at=timezone.now())
    waiting = ContactMessage.objects.create(
        about="other", text="vell", language="ca", received_at=timezone.now() - timedelta(days=9)
    )
    messages = reverse("admin:site_contactmessage_changelist")
    assert desk.get(messages).context["cl"].result_list[0] == waiting
    act(desk, messages, "mark_answered", [waiting])
    assert ContactMessage.objects.get(pk=waiting.pk).answered_at


def test_the_desk_loads_under_the_strict_policy_without_a_complaint(desk, live_server, open_page, everything):
    page = open_page()
    session = desk.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    project = Project.objects.get()
    for path in [
        reverse("admin:index"),
        reverse(PROJECTS),
        change_address(project),
        reverse("admin:projects_project_add"),
        reverse("admin:curation_change_change", args=[changes_of(project).get().pk]),
        reverse("admin:site_page_change", args=[Page.objects.first().pk]),
    ]:
        assert page.goto(live_server.url + path).status == 200
        page.wait_for_load_state("networkidle")
    page.goto(live_server.url + change_address(project))
    page.locator(".field-entities .select2-selection").click()
    page.locator(".select2-results__option", has_text="Veïnat").click()
    page.locator("input[name=_save]").click()
    assert [entity.name for entity in project.entities.all()] == ["Veïnat"]
