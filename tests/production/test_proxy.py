"""What stands at the door: https alone, our name alone, nothing that a visitor forges."""

import ssl
from urllib.parse import urlencode

import pytest

from tests.production.people import sign_in

pytestmark = pytest.mark.production
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/", "/projectes/?q=hort", "/equip/"])
def test_http_leads_to_https_under_our_name(road, path):
    answer = road.visitor().ask(f"http://qualsevol.exemple{path}", follow=False)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://energies.exemple.cat{path}")


def test_without_the_proxy_s_word_the_site_itself_leads_to_https(road):
    answer = road.past_the_proxy("/", scheme="http")
    assert (answer.status, answer.headers["Location"]) == (301, "https://energies.exemple.cat/")


def test_another_name_gets_no_certificate(road):
    somebody = road.visitor()
    somebody.origin = "https://malvat.exemple"
    with pytest.raises(OSError) as refused:
        somebody.ask("/")
    assert isinstance(refused.value.reason, ssl.SSLError)


def test_another_host_in_the_request_gets_no_page(road):
    answer = road.visitor().ask("/", headers={"Host": "malvat.exemple"})
    assert answer.status == 421
    assert road.past_the_proxy("/", host="malvat.exemple").status == 400


def test_what_a_visitor_says_of_a_proxy_is_not_believed(road):
    forged = {"X-Forwarded-Host": "malvat.exemple", "X-Forwarded-Proto": "http", "Forwarded": "host=malvat.exemple"}
    answer = road.visitor().ask("/", headers=forged, follow=False)
    assert answer.status == 200
    assert "malvat.exemple" not in answer.text


def test_cookies_go_by_https_alone_and_out_of_reach_of_scripts(road):
    somebody = road.visitor()
    sign_in(road, somebody, "galetes@exemple.cat")
    assert {cookie.name: cookie.secure for cookie in somebody.cookies} == {"csrftoken": True, "sessionid": True}
    for cookie in somebody.cookies:
        assert cookie.get_nonstandard_attr("SameSite") == "Lax"
    assert somebody.cookie("sessionid").has_nonstandard_attr("HttpOnly")


def test_a_form_sent_from_another_site_is_refused(road):
    somebody = road.visitor()
    page = somebody.open("/el-meu-espai/entra/")
    token = next(field.get("value") for field in page.tree.iter("input") if field.get("name") == "csrfmiddlewaretoken")
    body = urlencode({"email": "ningu@exemple.cat", "csrfmiddlewaretoken": token}).encode()
    before = road.mail.tried
    for origin in ("https://malvat.exemple", "http://energies.exemple.cat", "null"):
        assert somebody.ask(page.url, body, headers=FORM | {"Origin": origin}).status == 403
    assert somebody.ask(page.url, urlencode({"email": "ningu@exemple.cat"}).encode(), headers=FORM).status == 403
    ours = {"Origin": "https://energies.exemple.cat", "Referer": page.url}
    assert somebody.ask(page.url, body, headers=FORM | ours).status == 200
    road.mail.wait_for_letter("ningu@exemple.cat")
    assert road.mail.tried == before + 1


def test_what_is_too_large_is_refused_in_words_before_it_is_read(road):
    headers = FORM | {"Origin": "https://energies.exemple.cat"}
    answer = road.visitor().ask("/el-meu-espai/entra/", b"a=" + b"x" * 13_000_000, headers=headers)
    assert answer.status == 413
    assert "10 MB" in answer.text and 'lang="es"' in answer.text and 'lang="en"' in answer.text


def test_while_the_site_is_away_a_page_says_so_and_its_files_are_there(road):
    style = next(
        one.get("href") for one in road.visitor().open("/").tree.iter("link") if one.get("rel") == "stylesheet"
    )
    road.gunicorn.stop()
    answer = road.visitor().ask("/projectes/")
    assert (answer.status, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (503, "60", "no-store")
    assert "Torna-ho a provar" in answer.text and 'lang="es"' in answer.text and 'lang="en"' in answer.text
    assert road.visitor().ask(style).status == 200
    road.serve()
    assert road.visitor().ask("/projectes/").status == 200
