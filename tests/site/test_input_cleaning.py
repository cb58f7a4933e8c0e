"""The door: what nobody typed reaches no view; what cannot be read is said in words; the same on both databases."""

import io
import json
import re
from functools import partial
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel.clean_text import BIGGEST
from energies.kernel.input_cleaning import InputCleaningMiddleware
from energies.site.models import ContactMessage
from energies.vocabulary.models import Tag
from tests.curation.proposing import PROJECT, fresh

pytestmark = pytest.mark.django_db
FIGURES = "9" * 5000
FORM = "application/x-www-form-urlencoded"
LANGUAGES = {"ca": "", "es": "/es", "en": "/en"}


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def author_client(client):
    client.force_login(User.objects.create_user("autora@exemple.cat", name="Mercè"))
    return client


def says(answer, status, lang):
    assert answer.status_code == status, answer.status_code
    assert "<h1" in answer.text and f'<html lang="{lang}"' in answer.text


def test_a_letter_with_a_nul_arrives_without_it(client):
    data = {"about": "other", "text": "a\x00b\x1b, c\x0bd\r\ne", "email": "a\x00na@exemple.cat"}
    assert client.post("/contacte/", data).status_code == 302
    letter = ContactMessage.objects.get()
    assert (letter.text.replace("\r\n", "\n"), letter.email) == ("ab, c d\ne", "ana@exemple.cat")


def test_a_nul_in_each_text_of_a_proposal_is_kept_without_it(author_client, territory, vocabulary):
    draft = drafts.start(get("project"), User.objects.get(), "ca")
    draft.save()
    data = {name: [f"{text[0]}\x00" if text[0] else ""] for name, text in PROJECT.items()}
    assert author_client.post(f"/el-meu-espai/propostes/{draft.pk}/edita/", data | {"save": "what"}).status_code == 302
    assert fresh(draft).data["name"] == PROJECT["name"] and "\x00" not in json.dumps(fresh(draft).data)


@pytest.mark.parametrize("path", ["/respon/a%00b/", "/media/a%00b", "/projectes/%EF%BF%BE/", "/hi-soc/a%1Bb/"])
def test_no_such_path_is_anybodys(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_path_with_a_nul_is_not_found_and_says_so(client, lang):
    path = {"ca": "/respon/a%00b/", "es": "/es/responde/a%00b/", "en": "/en/answer/a%00b/"}[lang]
    says(client.get(path), 404, lang)


@pytest.mark.parametrize(
    "query", ["q=hort%00", "q=%00hort", "q%00=hort&q=hort", "barri=%00&q=hort", "q=hort&x=%ED%A0%80"]
)
def test_a_search_with_a_nul_searches_for_the_rest(client, territory, vocabulary, make_project, query):
    make_project("Hort de mostra")
    assert "Hort de mostra" in client.get(f"/projectes/?{query}").text


@pytest.mark.parametrize("number", [FIGURES, str(BIGGEST + 1), "²", "-1"])
@pytest.mark.parametrize(
    "path", ["/gestio/{}/", "/gestio/trobades/{}/", "/el-meu-espai/propostes/{}/", "/gestio/fitxes/project/{}/"]
)
def test_a_number_beyond_every_key_is_not_found(team, path, number):
    says(team.get(path.format(number)), 404, "ca")


@pytest.mark.parametrize("model", ["territory/barri", "projects/project", "accounts/user"])
def test_a_key_with_a_nul_is_not_found_at_the_desk(team, model):
    says(team.get(f"/equip/{model}/a%00b/change/"), 404, "ca")


@pytest.mark.parametrize(
    "cookie", ['"aaaaaaaaaa\\000"', "aaaaaaaaaa\x00", '"\\355\\240\\200aaaaaaaa"', "x" * 10_000, "é"]
)
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_that_we_never_set_counts_as_none(client, name, cookie):
    answer = client.get("/el-meu-espai/", HTTP_COOKIE=f"{name}={cookie}")
    assert answer.status_code == 302 and "/entra/" in answer["Location"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "x" * 10_000}, {"Accept-Language": "ca;q=nan,\x00,*;q=²"}, {"If-Modified-Since": "ahir \x00 ²"},
        {"If-None-Match": '"' * 5000}, {"Range": "bytes=²-" + FIGURES}, {"Accept": "\x00" * 50}, {"Referer": "//\x00"},
        {"X-Fragment": "²"}, {"Content-Length": "²"}, {"Content-Length": "-1"}, {"X-Forwarded-For": "\x00, ²"}, {"Accept-Encoding": "²;q=x"},
    ],
)  # fmt: skip
def test_junk_in_a_head_breaks_no_page(client, territory, vocabulary, headers):
    for path in ("/projectes/", "/agenda/agenda.ics", "/no-hi-es/"):
        assert client.get(path, headers=headers).status_code in (200, 404)


@pytest.mark.parametrize("charset", ["utf-16", "unicode_escape", "utf-7", "hz", "cp037"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_encoding_is_refused_in_words(client, charset, lang):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    contact = {"ca": "/contacte/", "es": "/es/contacto/", "en": "/en/contact/"}[lang]
    says(client.generic("POST", contact, b"text=\\ud800+2AA-", content_type=kind), 400, lang)
    says(client.generic("GET", f"{contact}?q=%00", b"x", content_type=kind), 400, lang)


def test_utf_8_is_read_and_what_is_no_encoding_is_taken_for_it(client):
    for charset in ("utf-8", "UTF-8", "no-such-thing"):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        assert client.generic("POST", "/contacte/", "text=Cançó".encode(), content_type=kind).status_code == 422


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=" + "x" * 500, b"x"),
        ("multipart/form-data; boundary=é", b"--\xc3\xa9"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="text"\r\nContent-Transfer-Encoding: base64\r\n\r\n\xff!\r\n--b--'),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_refused_in_words(client, kind, body):
    for path, lang in (("/contacte/", "ca"), ("/es/contacto/", "es"), ("/en/contact/", "en")):
        answer = client.generic("POST", path, body, content_type=kind)
        # What can be read in part is a form that lacks what it needs.
        assert answer.status_code in (400, 422)
        says(answer, answer.status_code, lang)


def test_a_form_without_a_boundary_says_that_it_did_not_arrive_whole(client):
    assert "no ha arribat sencer" in client.generic("POST", "/contacte/", b"x", content_type="multipart/form-data").text


@pytest.mark.parametrize(
    "body", [b"", b"--b", b"--b\r\n", b'--b\r\nContent-Disposition: form-data; name="a', b"\r\n--b--\r\n" * 3]
)
def test_a_form_cut_short_breaks_nothing(client, body):
    answer = client.generic("POST", "/contacte/", body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code in (400, 422)


def test_too_many_fields_and_too_long_a_body_are_too_much(client, settings):
    for path, lang in (("/contacte/", "ca"), ("/en/contact/", "en")):
        says(client.post(path, {f"f{n}": "" for n in range(1001)}), 413, lang)
        says(client.post(path, "text=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded"), 413, lang)
    says(client.get("/?" + "&".join(f"f{n}=" for n in range(1001))), 400, "ca")


def test_what_only_takes_forms_says_so_in_words(client, author_client):
    for path, lang in (("/el-meu-espai/surt/", "ca"), ("/en/my-space/sign-out/", "en")):
        answer = client.get(path)
        says(answer, 405, lang)
        assert answer["Allow"] == "POST"


@pytest.mark.parametrize("act", ["", "²", "x" * 5000, "a\x00"])
def test_an_act_that_there_is_not_is_refused_in_words(author_client, territory, vocabulary, act):
    draft = Submission.objects.create(kind="project", author=User.objects.get(), label="Rec Viu", version=1)
    says(author_client.post(f"/el-meu-espai/propostes/{draft.pk}/fes/", {"act": act}), 400, "ca")


@pytest.mark.parametrize(
    "name", ["a\x00.jpg", "x" * 5000 + ".jpg", "../../a.jpg", "\u202egpj.exe", ".", "a\r\nX: y.jpg"]
)
def test_the_name_of_a_file_breaks_nothing(author_client, territory, vocabulary, name):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="picture"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: image/jpeg\r\n\r\nx\r\n--b\r\n"
        b'Content-Disposition: form-data; name="name"\r\n\r\nRec Viu\r\n--b--\r\n'
    )
    answer = author_client.generic("POST", "/participa/registra/", body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code in (302, 400, 422)


def json_sent(text):
    return RequestFactory().generic("POST", "/x/", text, content_type="application/json")


@pytest.mark.parametrize(
    "text", ['{"a": "\\u0000"}', '["\\ud800"]', '{"\\u0007": 1}', '"a\\u0000"', '[[[[{"a": ["\\uffff"]}]]]]']
)
def test_json_with_what_nobody_typed_is_refused(text):
    with pytest.raises(BadRequest):
        InputCleaningMiddleware(None).process_view(json_sent(text), None, (), {})


@pytest.mark.parametrize("text", ['{"a": "Cançó 🪴\\n"}', '{"a": "\\ud83e\\udeb4"}', "no json", "[" * 100_000, ""])
def test_other_json_is_for_the_view_to_judge(text):
    InputCleaningMiddleware(None).process_view(json_sent(text.encode()), None, (), {})


@pytest.mark.parametrize("code", ["\x00", "²²²²²²", FIGURES, "١٢٣٤٥٦", "12345\x006", "", " ", "🪴"])
def test_a_code_that_is_none_lets_nobody_in(client, code):
    assert client.post("/el-meu-espai/entra/", {"email": "ana@exemple.cat"}).status_code == 302
    assert client.post("/el-meu-espai/entra/codi/", {"code": code}).status_code in (200, 302, 422)
    assert not User.objects.exists()


def test_a_code_and_a_key_as_json_with_halves_of_pairs_break_no_sign_in(client, db):
    for path in ("/el-meu-espai/entra/", "/el-meu-espai/entra/codi/"):
        for text in ("\x00", "²²²²²²", FIGURES, "a@bıcı.cat", "a\r\nb@exemple.cat", '{"id": "\\ud800"}'):
            answer = client.post(path, {"email": text, "code": text, "credential": text, "next": "//evil.example"})
            assert answer.status_code in (200, 302, 422) and not re.match(
                r"(https?:)?//evil", answer.get("Location", "")
            )


@pytest.mark.parametrize(
    "query", ["at__year=99999999", "at__year=0", "at__range=a", "at__day=²", "at__month=13", "by__id__exact=" + FIGURES, "pk__in=²,x", "o=²", "p=99999999999999999999", "label__regex=%5C", "q=%00²", "_to_field=x"]
)  # fmt: skip
def test_a_filter_that_makes_no_sense_opens_a_list_of_the_desk(team, query):
    answer = team.get(f"/equip/curation/change/?{query}", follow=True)
    assert answer.status_code in (200, 400) and "<h1" in answer.text


BEYOND = str(BIGGEST + 1)


@pytest.mark.parametrize("keys", [[BEYOND], ["1", BEYOND], [str(-(2**63) - 1)], [BEYOND, FIGURES, "²"]])
def test_a_key_beyond_every_key_is_in_no_list(team, make_project, keys):
    """Chosen in a menu of several, ticked in a list, or asked for together."""
    project = make_project()
    assert list(Tag.objects.filter(pk__in=[int(BEYOND), -int(BEYOND) - 1])) == []
    assert (
        team.post(f"/equip/projects/project/{project.pk}/change/", {"entities": keys, "collectives": keys}).status_code
        == 200
    )
    ticked = {"_selected_action": keys[0], "action": "confirm_today", "index": "0"}
    assert team.post("/equip/projects/project/", ticked, follow=True).status_code == 200
    assert team.post("/gestio/alhora/", {"act": "approve", "pk": keys}).status_code == 302


def test_a_menu_of_the_desk_comes_back_with_what_is_no_key_left_out(team, make_project):
    project = make_project()
    answer = team.post(
        f"/equip/projects/project/{project.pk}/change/", {"entities": ["x", FIGURES, "²", "1\x00", BEYOND]}
    )
    assert answer.status_code == 200 and "errorlist" in answer.text
    assert not Tag.objects.exists()


@pytest.fixture
def straight(db):
    """Returns a function that hands over what a server hands over that looks at nothing itself, and tells the status."""
    # It looks at the folders of this run.
    from energies.wsgi import application

    return partial(hand_over, application)


def hand_over(application, kind, body=b"a=b", path="/contacte/", **environ):
    told = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
    } | environ
    environ |= {"wsgi.input": io.BytesIO(body), "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        answer = application(environ, lambda status, heads, error=None: told.append(int(status[:3])))
        assert b"<h1" in b"".join(answer)
        answer.close()
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
    return told[0]


@pytest.mark.parametrize(
    "kind",
    [
        *(f"{FORM}; charset={name}" for name in ("hex", "idna", "undefined", "rot13")),
        "text/plain; charset*=utf-8''%00", "text/plain; charset*=nope''%41", "text/plain; charset*=hex''%41", 'a/b; charset="\x00"',
        "multipart/form-data; boundary*=nope''b", "multipart/form-data; boundary*=utf-8''%00", "; charset*0*=q''%00", "x" * 50_000, "²", ";;;",
    ],
)  # fmt: skip
def test_a_kind_of_content_that_cannot_be_read_is_none(straight, kind):
    assert straight(kind) in (400, 403, 422)
    many = "&".join(f"f{n}=" for n in range(1001))
    assert straight(kind, b"", QUERY_STRING=many, REQUEST_METHOD="GET") == 400


@pytest.mark.parametrize(
    "said",
    [
        "name*=nope''x",
        "name*=utf-8''%00",
        "name*=hex''%41",
        "name=a; filename*=nope''x",
        "name=a; filename*=utf-8''%00.jpg",
        "",
    ],
)
def test_a_part_that_cannot_be_named_breaks_no_form(straight, said):
    body = f"--b\r\nContent-Disposition: form-data; {said}\r\n\r\nx\r\n--b--\r\n".encode()
    assert straight("multipart/form-data; boundary=b", body) in (400, 403, 422)


@pytest.mark.parametrize("length", ["²", "-5", "9" * 5000, "", "1e3"])
def test_a_length_that_is_none_breaks_no_form(straight, length):
    assert straight("application/x-www-form-urlencoded", CONTENT_LENGTH=length) in (400, 403, 413, 422)


@pytest.mark.parametrize(
    "path",
    ["/proj\xed\xa0\x80/", "/\x00", "/\xff\xfe", "/projectes/\xc3/", "/" + "x" * 50_000, "//evil.example/", "/\\evil"],
)
def test_bytes_in_a_path_that_are_no_text_are_not_found(straight, path):
    assert straight("", b"", path, REQUEST_METHOD="GET") in (400, 404)
