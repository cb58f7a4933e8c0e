"""The shell around every page: headers, errors in the reader's language, letters to staff, sitemap."""

import html5lib
import pytest
from django.core import mail

from energies.site.models import ContactMessage
from energies.site.reference import load as load_pages
from energies.site.views import MESSAGES

PATHS = [
    "/",
    "/projectes/",
    "/entitats/",
    "/barris/",
    "/barris/el-raval/",
    "/districtes/eixample/",
    "/contacte/",
    "/que-es/",
    "/estil/",
]


@pytest.fixture
def site(make_project, make_entity):
    load_pages()
    project = make_project()
    project.entities.add(make_entity())
    return project


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/contacte/"])
def test_public_pages_set_no_cookie_and_carry_a_strict_policy(client, site, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "csrfmiddlewaretoken" not in answer.text
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", [*PATHS, "/projectes/hort-de-mostra/", "/entitats/ateneu-de-mostra/", "/no-hi-es/"])
def test_html_is_valid_and_says_what_it_is(client, site, path):
    text = client.get(path).text
    html5lib.HTMLParser(strict=True).parse(text)
    assert text.count("<h1") == 1
    assert '<link rel="canonical" href="http' in text
    assert text.count('rel="alternate" hreflang="') == 4
    assert 'property="og:title"' in text


def test_thin_filter_pages_are_not_indexed(client, site):
    assert "noindex" not in client.get("/projectes/").text
    assert "noindex" in client.get("/projectes/?barri=el-raval").text


@pytest.mark.parametrize(("path", "words"), [("/x/", "no hi és"), ("/es/x/", "no está"), ("/en/x/", "is not here")])
def test_what_is_not_there_is_said_in_the_readers_language(client, db, path, words):
    answer = client.get(path)
    assert answer.status_code == 404
    assert words in answer.text


def test_an_unknown_host_gets_a_400_page(client, db):
    answer = client.get("/", headers={"host": "un-altre.exemple"})
    assert answer.status_code == 400
    assert "<h1" in answer.text


def test_a_failure_of_ours_gets_a_500_page(client, db, monkeypatch):
    def broken():
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("energies.site.views.count_by_barri", broken)
    answer = client.get("/es/")
    assert answer.status_code == 500
    assert '<html lang="es">' in answer.text


def test_a_letter_is_kept_and_mailed_to_staff_once_committed(client, site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/contacte/",
            {"about": "mistake", "page": "/projectes/x/", "text": "El telèfon no va.", "email": "a@exemple.cat"},
        )
    assert answer.status_code == 302
    message = ContactMessage.objects.get()
    assert (message.text, message.language) == ("El telèfon no va.", "ca")
    assert "El telèfon no va." in mail.outbox[0].body
    assert mail.outbox[0].reply_to == ["a@exemple.cat"]
    assert client.get(answer["Location"]).status_code == 200


def test_a_letter_with_mistakes_says_how_to_mend_them_and_loses_nothing(client, site):
    answer = client.post("/contacte/", {"text": "Hola", "email": "mal"})
    assert answer.status_code == 422
    assert "Escriu el correu sencer, com ara nom@exemple.cat" in answer.text
    assert answer.text.count('class="error"') == 2
    assert ">Hola</textarea>" in answer.text.replace("\n", "")
    assert not ContactMessage.objects.exists()


def test_a_machine_that_fills_the_trap_is_refused(client, site):
    answer = client.post("/contacte/", {"about": "other", "text": "Compra", "address2": "http://x"})
    assert answer.status_code == 422
    assert not ContactMessage.objects.exists()


def test_too_many_letters_from_one_address_wait(client, site):
    most = MESSAGES.most
    answers = [client.post("/contacte/", {"about": "other", "text": f"Carta {n}"}).status_code for n in range(most + 1)]
    assert answers == [302] * most + [429]
    assert ContactMessage.objects.count() == most


def test_the_link_for_mistakes_carries_the_page(client, site):
    text = client.get("/projectes/hort-de-mostra/").text
    assert "/contacte/?about=mistake&amp;page=/projectes/hort-de-mostra/" in text
    assert "/projectes/hort-de-mostra/" in client.get("/contacte/?about=mistake&page=/projectes/hort-de-mostra/").text


def test_the_sitemap_lists_visible_entries_in_three_languages(client, site):
    text = client.get("/sitemap-projects.xml").text
    for path in ("/projectes/", "/es/proyectos/", "/en/projects/"):
        assert f"{path}hort-de-mostra/" in text


def test_a_form_without_its_cookie_is_told_how_to_go_on(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/contacte/", {"text": "Hola"})
    assert answer.status_code == 403
    assert "<h1" in answer.text


@pytest.mark.parametrize("path", ["/barris/atlantida/", "/activitats/cap.ics", "/agenda/barri/atlantida.ics"])
def test_what_is_not_there_is_told_in_the_language_of_the_reader_alone(client, db, path):
    page = client.get(path)
    assert page.status_code == 404 and "matches the given query" not in page.text
