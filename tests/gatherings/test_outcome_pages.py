"""One page sums what all Trobades left, by barri and by axis: numbers, bars, a list and a file with the same filters."""

import csv
import io

import pytest
from django.utils import translation

from gatherings.outcomes.figures import bar_segments

pytestmark = pytest.mark.django_db
PAGE, FILE = "/trobades/que-han-deixat/", "/trobades/que-han-deixat.csv"


@pytest.fixture
def left(make_outcome, make_gathering, returned):
    """Two agreements and a learning in two Trobades, one of them in no barri."""
    other = make_gathering("Taules llargues", number=7, stage="returned", starts_on=returned.starts_on)
    make_outcome("Sales compartides", state="done")
    make_outcome("Claus comunes", barri_id="11", axis="networks")
    make_outcome("Torns curts", gathering=other, kind="learning", axis="debate", barri_id=None, state="stopped")


def rows(client, query=""):
    text = client.get(FILE + query).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def figures(client, query=""):
    context = client.get(PAGE + query).context
    return [[(row.name, row.total) for row in chart] for _title, _head, chart in context["charts"]]


def test_it_counts_by_barri_in_the_order_of_the_city_and_by_axis(client, left):
    by_barri, by_axis = figures(client)
    assert by_barri == [("El Raval", 1), ("El Poble-sec", 1), ("Tots els barris que la van acollir", 1)]
    assert by_axis == [("Debat", 1), ("Territori", 1), ("Xarxes", 1)]
    numbers = client.get(PAGE).context["numbers"]
    assert numbers == {"total": 3, "gatherings": 2, "done": 1, "under_way": 0}


def test_what_bars_draw_the_table_says(client, left):
    page = client.get(PAGE).text
    assert page.count('<table class="diff">') == 2 and "<caption" in page and 'scope="row"' in page
    assert "fet: 1" in page and 'aria-hidden="true"' in page and "style=" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?barri=el-raval", {"Sales compartides"}),
        ("?district=sants-montjuic", {"Claus comunes"}),
        ("?axis=debate", {"Torns curts"}),
        ("?kind=agreement", {"Sales compartides", "Claus comunes"}),
        ("?state=done", {"Sales compartides"}),
        ("?kind=agreement&state=stopped", set()),
    ],
)
def test_the_page_the_numbers_and_the_file_are_narrowed_alike(client, left, query, names):
    page = client.get(PAGE + query)
    assert {one.text for one in page.context["page"]} == names == {row[6] for row in rows(client, query)}
    assert page.context["numbers"]["total"] == len(names) and 'content="noindex' in page.text


def test_a_value_that_does_not_exist_is_left_out_and_said(client, left):
    page = client.get(f"{PAGE}?axis=volar&barri=el-raval")
    assert "no existeix" in page.text and page.context["numbers"]["total"] == 1
    assert client.get(f"{PAGE}?page=xyz").status_code == 404


def test_empty_it_says_what_will_be_there(client, territory):
    assert "Encara no hi ha res publicat" in client.get(PAGE).text
    assert "cap així" in client.get(f"{PAGE}?axis=debate").text


@pytest.mark.parametrize("how", ["hidden", "closed"])
def test_what_is_not_public_does_not_count(client, left, returned, staff_user, how):
    if how == "hidden":
        returned.hide(by=staff_user, why="prova")
    else:
        returned.stage = "closed"
        returned.save()
    assert client.get(PAGE).context["numbers"]["total"] == 1 and len(rows(client)) == 1


def test_the_file_opens_in_a_spreadsheet_and_holds_no_formula(client, make_outcome):
    make_outcome("=1+1", detail="@suma")
    answer = client.get(FILE)
    assert answer.content.startswith(b"\xef\xbb\xbf") and "attachment" in answer["Content-Disposition"]
    (row,) = rows(client)
    assert row[6] == "'=1+1" and row[7] == "'@suma" and row[9] == "Ateneu de mostra"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/es/trobades/que-han-dejado/", "Lo que han dejado las Trobades"),
        ("/en/gatherings/what-they-left/", "What the Trobades have left"),
    ],
)
def test_it_is_there_in_each_language(client, left, path, words):
    with translation.override("ca"):
        assert words in client.get(path).text


def test_it_is_found_from_the_list_the_trobada_the_barri_and_the_sitemap(client, left, returned):
    for path in ("/trobades/", returned.get_absolute_url(), "/barris/el-raval/", "/sitemap-pages.xml"):
        assert PAGE in client.get(path).text


@pytest.mark.parametrize("number", [3, 30])
def test_many_cost_no_more_queries(client, make_outcome, number, django_assert_max_num_queries):
    for each in range(number):
        make_outcome(f"Acord {each}").change_state("under_way")
    with django_assert_max_num_queries(20):
        client.get(PAGE)
    with django_assert_max_num_queries(10):
        client.get(FILE)


def test_a_bar_is_as_long_as_it_counts_and_its_pieces_follow_each_other(db):
    drawn = bar_segments({"done": 1, "to_start": 2}, most=4)
    assert [(one.state, one.x) for one in drawn] == [("to_start", 0), ("done", 50)]
    assert [one.width for one in drawn] == [49.4, 24.4]
    assert bar_segments({}, most=0) == []
    assert bar_segments({"done": 1}, most=1000)[0].width > 0
