"""What people do, all the way: through the proxy, by the letters that the mail server was handed."""

import io

import pytest
from PIL import Image

from tests.production.mailserver import links_of
from tests.production.people import address_of, is_acknowledged, register_project, sign_up, words_of
from tests.production.processes import wait_for

pytestmark = pytest.mark.production
SAFE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
}


def photo():
    file = io.BytesIO()
    Image.effect_noise((900, 600), 80).save(file, "JPEG")
    return file.getvalue()


def told_of(answer):
    """Return what an answer says of a file, in one spelling where two mean the same."""
    told = {name: answer.headers[name] for name in ("Cache-Control", "Access-Control-Allow-Origin", *SAFE)}
    kind = answer.headers["Content-Type"].replace('"', "").replace("application/javascript", "text/javascript")
    return told | {"Content-Type": kind}


def assert_served_alike(road, path):
    """The proxy serves a file, and says of it what the site itself says."""
    ours, theirs = road.visitor().ask(path), road.past_the_proxy(path)
    assert (ours.status, theirs.status) == (200, 200)
    assert told_of(ours) == told_of(theirs)
    assert ours.body == theirs.body
    assert ours.headers["Server"] == "nginx"


def test_a_public_page_comes_by_https_with_what_keeps_it_safe(road):
    page = road.visitor().open("/")
    assert "Energies Comunitàries" in page.text
    assert {name: page.headers.get_all(name) for name in SAFE} == {name: [value] for name, value in SAFE.items()}
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_every_file_a_page_names_is_served_by_the_proxy_as_the_site_would(road):
    page = road.visitor().open("/")
    named = {
        element.get("href") or element.get("src") for element in page.tree.iter() if element.tag in {"link", "script"}
    }
    files = {one for one in named if one and one.startswith("/static/")}
    assert {one.rpartition(".")[2] for one in files} >= {"css", "js", "svg"}
    for path in [*files, "/static/css/site.css"]:
        assert_served_alike(road, path)


def test_static_files_are_sent_compressed(road):
    answer = road.visitor().ask("/static/css/site.css", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 12_000


def test_a_project_is_registered_published_and_shown_with_its_picture(road, team):
    link = register_project(road, road.visitor(), team, photo())
    assert link == "https://energies.exemple.cat/projectes/rec-viu/"
    page = road.visitor().open(link)
    (picture,) = [one.get("src") for one in page.tree.iter("img") if (one.get("src") or "").startswith("/media/")][:1]
    assert_served_alike(road, picture)
    assert "Rec Viu" in road.visitor().open("/projectes/").text


def test_the_folders_of_what_is_not_public_are_not_served(road, team):
    private = [file for file in (road.var / "private").rglob("*") if file.is_file()]
    assert private, "the tests before have left an original picture there"
    for prefix in (
        "/media/../private/",
        "/media/%2e%2e/private/",
        "/private/",
        "/static/../private/",
        "/static../private/",
    ):
        for file in private:
            answer = road.visitor().ask(prefix + str(file.relative_to(road.var / "private")))
            assert answer.status in {400, 404}, prefix


def test_signing_up_and_the_link_of_the_letter(road, activity):
    somebody = road.visitor()
    assert is_acknowledged(sign_up(somebody, activity, "Aina"))
    links = links_of(road.mail.wait_for_letter(address_of("Aina")))
    link = next(link for link in links if link.startswith("https://energies.exemple.cat/inscripcio/"))
    reader = road.visitor()
    reader.open(link)
    answer = reader.send({"act": "confirm"}, button="act")
    assert answer.status == 200 and "T’hi esperem" in answer.text, words_of(answer)
    assert road.query("SELECT state FROM gatherings_registration WHERE email = %s", address_of("Aina")) == [
        ("confirmed",)
    ]


def test_the_periodic_work_is_done_and_says_nothing_when_there_is_none(road):
    road.tick()
    # What was kept for seconds alone may come due between two of them.
    wait_for(lambda: road.tick() == "")


def test_a_letter_to_the_team_arrives(road):
    somebody = road.visitor()
    somebody.open("/contacte/")
    answer = somebody.send(
        {"about": "other", "name": "Aina", "email": "aina@exemple.cat", "text": "Hola, us escric des del barri."}
    )
    assert answer.status == 200, words_of(answer)
    wait_for(lambda: any(one["Reply-To"] == "aina@exemple.cat" for one in road.mail.to("equip@exemple.cat")))
