"""One draft on two tabs or two devices: what does not overlap is merged, what does is shown, and nothing is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from energies.curation import draft_sync, drafts
from energies.curation.models import Submission
from energies.curation.proposable import get, kinds
from gatherings.models import Activity, Gathering
from tests.curation.pages import drawn, texts
from tests.curation.proposing import PROJECT, fresh
from tests.curation.test_registration import photo

KINDS = ("project", "entity", "network", "membership", "relation", "activity", "group_network", "origin", "return")


def edit_of(one):
    return f"/el-meu-espai/propostes/{one.pk}/edita/"


@pytest.fixture
def tab(author_client):
    """Returns a function that opens a draft on a new tab and gives what its page would send untouched."""

    def open_one(one):
        return drawn(author_client.get(edit_of(one)))[0]

    return open_one


@pytest.fixture
def draft(territory, vocabulary, author):
    one = drafts.start(get("project"), author, "ca")
    one.data, one.label = PROJECT, "Rec Viu"
    one.save()
    return one


@pytest.fixture
def save(author_client, draft):
    """Returns a function that posts what a tab holds, and presses a button."""

    def post(held, save="auto", **more):
        buttons = {} if {"send", "take", "drop"} & set(more) else {"save": save}
        return author_client.post(edit_of(draft), held | buttons | more)

    return post


@pytest.fixture
def drafts_of_all(author, make_entity, territory, vocabulary):
    """{kind: a saved draft} of every kind that can be proposed."""
    make_entity().editors.add(author)
    over = timezone.localdate() - timedelta(days=30)
    gathering = Gathering.everything.create(
        name="Trobada", number=1, summary="Va ser.", starts_on=over, ends_on=over, stage="closed",
        published_at=timezone.now() - timedelta(days=60),
    )  # fmt: skip
    for name in ("Sopar", "Assemblea"):
        Activity.everything.create(
            name=name, summary="Tothom.", axis="activities", kind="meal", venue="Ateneu", barri_id="01", gathering=gathering,
            starts_at=timezone.now() - timedelta(days=30), ends_at=timezone.now() - timedelta(days=30, hours=-2),
        ).parties.add(make_entity("Casal").party)  # fmt: skip
    made = {}
    for one in map(get, KINDS):
        made[one.kind] = drafts.start(one, author, "ca", target=gathering if one.kind == "return" else None)
        made[one.kind].save()
    return made


def test_every_kind_that_can_be_proposed_is_walked():
    # What a letter's link answers has no draft in anybody's space.
    assert {one.kind for one in kinds()} == {*KINDS, "follow_up"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_tabs_write_in_different_fields_is_all_there(drafts_of_all, author_client, kind):
    one = drafts_of_all[kind]
    (first, types), (second, _types) = (drawn(author_client.get(edit_of(one))) for _tab in range(2))
    names = texts(first, types)
    mine, theirs = ({name: [f"{who} {name}"] for name in some} for who, some in (("A", names[::2]), ("B", names[1::2])))
    for held in (second | theirs, first | mine):
        assert author_client.post(edit_of(one), held | {"save": "auto"}).status_code == 200
    now = fresh(one)
    kept = {text for said in now.data.values() for text in said}
    assert now.clashes == {} and kept >= {text for said in (mine | theirs).values() for text in said}


@pytest.mark.parametrize("kind", KINDS)
def test_a_tab_that_nobody_touched_takes_nothing_away(drafts_of_all, author_client, kind):
    one = drafts_of_all[kind]
    (old, types), (other, _types) = (drawn(author_client.get(edit_of(one))) for _tab in range(2))
    written = {name: [f"B {name}"] for name in texts(other, types)}
    chosen = {name: ["on"] for name, of in types.items() if of == "checkbox" and name not in other}
    author_client.post(edit_of(one), other | written | chosen | {"save": "auto"})
    before = fresh(one).data
    answer = author_client.post(edit_of(one), old | {"save": "auto"})
    now = fresh(one)
    assert now.clashes == {}
    form = get(kind).form
    assert draft_sync.units(form, now.data) == draft_sync.units(form, before)
    assert bool(answer.get("X-Elsewhere")) == bool(written or chosen)


@pytest.mark.parametrize("kind", KINDS)
def test_what_both_wrote_in_one_field_stands_side_by_side_and_is_not_sent(drafts_of_all, author_client, kind):
    one = drafts_of_all[kind]
    (first, types), (second, _types) = (drawn(author_client.get(edit_of(one))) for _tab in range(2))
    names = [name for name in texts(first, types) if draft_sync.ROW.fullmatch(name) is None]
    for who, held in (("A", first), ("B", second)):
        author_client.post(edit_of(one), held | {name: [f"{who} {name}"] for name in names} | {"save": "auto"})
    now = fresh(one)
    assert set(now.clashes) == set(names)
    page = author_client.get(edit_of(one)).text
    for name in names:
        assert f"A {name}" in page and f"B {name}" in page
    if names:
        answer = author_client.post(edit_of(one), drawn(author_client.get(edit_of(one)))[0] | {"send": "1"})
        assert answer.status_code == 409 and fresh(one).state == "draft"


def test_a_tab_old_by_fifty_saves_takes_nothing_away_and_goes_on_writing(save, tab, draft):
    old, other = tab(draft), tab(draft)
    save(old | {"name": ["Rec Viu i Net"]})
    for number in range(50):
        save(other | {"summary": [f"Frase {number}."]})
    save(old | {"name": ["Rec Viu i Net"], "schedule": ["Dijous"]})
    now = fresh(draft)
    assert [now.data[name] for name in ("name", "summary", "schedule")] == [
        ["Rec Viu i Net"],
        ["Frase 49."],
        ["Dijous"],
    ]
    assert now.clashes == {}


def test_a_field_that_another_tab_put_better_later_is_not_taken_back(save, tab, draft):
    first = tab(draft) | {"name": ["Rec Viu 1"]}
    save(first)
    save(tab(draft) | {"name": ["Rec Viu 2"]})
    answer = save(first | {"schedule": ["Dijous"]})
    now = fresh(draft)
    assert (now.data["name"], now.data["schedule"], now.clashes) == (["Rec Viu 2"], ["Dijous"], {})
    assert answer["X-Elsewhere"] == "Nom"


def test_a_tab_whose_answers_are_lost_is_not_at_odds_with_itself(save, tab, draft):
    held, other = tab(draft), tab(draft)
    for number in range(3):
        save(held | {"name": [f"Rec {number}"]})
        save(other | {"schedule": [f"Dia {number}"]})
    now = fresh(draft)
    assert (now.data["name"], now.data["schedule"], now.clashes) == (["Rec 2"], ["Dia 2"], {})


def test_what_comes_late_on_the_way_does_not_undo_what_the_same_tab_sent_after(save, tab, draft):
    held = tab(draft)
    save(held | {"turn": ["3"], "name": ["Rec sencer"]})
    save(held | {"turn": ["2"], "name": ["Rec se"]})
    assert fresh(draft).data["name"] == ["Rec sencer"]


def test_both_may_add_a_row(save, tab, draft):
    first, second = tab(draft), tab(draft)
    save(first | {"needs-1-kind": ["space"], "needs-1-text": ["Un local"]})
    save(second | {"needs-1-kind": ["materials"], "needs-1-text": ["Pales"]})
    now = fresh(draft)
    assert [row["text"] for row in draft_sync.units(get("project").form, now.data)["needs"]] == ["Mans per netejar la sèquia", "Un local", "Pales"]  # fmt: skip
    assert now.clashes == {}


def test_more_rows_than_the_form_has_room_for_are_for_somebody_to_choose(save, tab, draft):
    first, second = tab(draft), tab(draft)
    for held, who in ((first, "A"), (second, "B")):
        save(held | {f"texts-{number}-name": [f"{who}{number}"] for number in range(2)} | {"texts-1-lang": ["en"]})
    now, page = fresh(draft), tab(draft)
    assert set(now.clashes) == {"texts"} and [page[f"texts-{number}-name"] for number in range(2)] == [["A0"], ["A1"]]


@pytest.mark.parametrize(("button", "stays"), [("take", "B"), ("drop", "A")])
def test_one_chooses_and_the_old_tab_does_not_bring_it_back(save, tab, author_client, draft, button, stays):
    first, second = tab(draft), tab(draft)
    save(first | {"summary": ["A"]})
    answer = save(second | {"summary": ["B"]}, save="draft")
    assert answer["Location"].endswith("#clashes")
    page = tab(draft)
    answer = save(page, **{button: f"summary:{second['page'][0]}"})
    assert answer.status_code == 302
    save(second | {"summary": ["B"], "schedule": ["Dijous"]})
    now = fresh(draft)
    assert (now.data["summary"], now.data["schedule"], now.clashes) == ([stays], ["Dijous"], {})


def test_an_old_tab_does_not_send_what_it_does_not_show(save, tab, draft):
    old = tab(draft)
    save(tab(draft) | {"summary": ["Una frase nova."]})
    answer = save(old, send="1")
    assert answer.status_code == 409 and fresh(draft).state == "draft"
    assert "Una frase nova." in answer.text and "No s’ha enviat" in answer.text
    assert save(drawn(answer)[0], send="1").status_code == 302
    assert (fresh(draft).state, fresh(draft).values["summary"]) == ("pending", "Una frase nova.")


def test_a_photo_that_the_tab_did_not_show_is_not_taken_away(save, tab, draft):
    held = tab(draft)
    Submission.objects.filter(pk=draft.pk).update(data=PROJECT | {"image": ["proposals/una.jpg"]})
    save(held | {"image_gone": ["on"]}, save="draft")
    assert fresh(draft).data["image"] == ["proposals/una.jpg"]


def test_taking_a_photo_away_does_not_touch_the_one_that_another_tab_put_in_its_place(save, tab, draft):
    Submission.objects.filter(pk=draft.pk).update(data=PROJECT | {"image": ["proposals/una.jpg"]})
    held = tab(fresh(draft))
    Submission.objects.filter(pk=draft.pk).update(data=PROJECT | {"image": ["proposals/altra.jpg"]})
    save(held | {"image_gone": ["on"]}, save="draft")
    now = fresh(draft)
    assert now.data["image"] == ["proposals/altra.jpg"]
    assert now.clashes == {}, "there is nothing to choose"


def test_a_photo_that_takes_the_place_of_one_from_another_tab_says_so(tab, draft, author_client):
    held = tab(draft)
    for _tab in range(2):
        page = author_client.post(edit_of(draft), held | {"picture": photo(), "save": "draft"}, follow=True)
    assert "en una altra pestanya o dispositiu ja no hi és" in page.text
    page = author_client.post(edit_of(draft), tab(draft) | {"picture": photo(), "save": "draft"}, follow=True)
    assert "en una altra pestanya o dispositiu ja no hi és" not in page.text


@pytest.mark.parametrize("seen", ["", "[", "[" * 5000, "7", '{"name": 3}', '{"name": [1]}', '["name"]'])
def test_what_a_page_says_it_saw_may_be_any_nonsense(save, tab, draft, seen):
    held = tab(draft)
    save(tab(draft) | {"schedule": ["Dijous"]})
    assert save(held | {"seen": [seen], "turn": ["²"], "name": ["Rec"]}).status_code == 200
    now = fresh(draft)
    # What it does not say it saw may be another's words: they stand, and its own beside them.
    assert now.data["schedule"] == ["Dijous"] and now.data["name"] == ["Rec Viu"]
    assert now.clashes["name"][held["page"][0]] == {"name": ["Rec"]}


def test_one_drawing_of_the_blank_form_leads_to_one_draft(author_client, territory, vocabulary):
    held, _types = drawn(author_client.get("/participa/registra/"))
    for name in ("Rec", "Rec Viu"):
        author_client.post("/participa/registra/", held | {"name": [name], "save": "auto"})
    # A page that came back with what is missing is loaded again.
    for _time in range(2):
        assert author_client.post("/participa/registra/", held | {"name": ["Rec Viu"], "send": "1"}).status_code == 422
    assert [one.label for one in Submission.objects.all()] == ["Rec Viu"]


def test_going_back_to_the_form_and_sending_it_again_makes_no_second_proposal(author_client, territory, vocabulary, mailoutbox):  # fmt: skip
    held, _types = drawn(author_client.get("/participa/registra/"))
    anew, _types = drawn(author_client.get("/participa/registra/"))
    for page in (held, held, anew):
        answer = author_client.post("/participa/registra/", page | PROJECT | {"send": "1"})
        assert answer.status_code == 302
    one = Submission.objects.get()
    assert (one.state, one.revision, answer["Location"]) == ("pending", 1, one.get_absolute_url())


def test_what_goes_on_being_kept_after_the_decision_is_one_new_draft(save, tab, draft, staff_user):
    from energies.curation import review

    held = tab(draft)
    save(held | PROJECT, send="1")
    review.decline(fresh(draft), by=staff_user, revision=1, text="No.")
    assert save(held | PROJECT, send="1")["Location"] == draft.get_absolute_url()
    for number in range(3):
        save(held | PROJECT | {"schedule": [f"Dia {number}"], "turn": [str(number)]})
    (new,) = Submission.objects.exclude(pk=draft.pk)
    assert new.data["schedule"] == ["Dia 2"]


def test_nobody_begins_a_draft_on_the_page_of_another(author_client, colleague, territory, vocabulary):
    held, _types = drawn(author_client.get("/participa/registra/"))
    author_client.post("/participa/registra/", held | {"name": ["Rec"], "save": "auto"})
    other = Client()
    other.force_login(colleague("altra@exemple.cat"))
    other.post("/participa/registra/", held | {"name": ["Meu"], "save": "auto"})
    assert sorted(Submission.objects.values_list("label", flat=True)) == ["Meu", "Rec"]


def test_a_change_pressed_twice_is_one_draft(author_client, propose, staff_user):
    from energies.curation import review

    project = review.approve(propose(), by=staff_user, revision=1)
    places = {author_client.post(f"/el-meu-espai/canvia/project/{project.pk}/")["Location"] for _time in range(2)}
    assert len(places) == 1
