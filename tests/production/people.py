"""What people do on the site, by its pages and letters alone."""

import re
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.curation.proposing import PROJECT
from tests.production.mailserver import links_of
from tests.production.processes import wait_for
from tests.production.road import Road
from tests.production.visitor import Answer, Visitor
from tests.totp import figures_now

SIGN_IN = "/el-meu-espai/entra/"
SECOND_FACTOR = "/el-meu-espai/segon-factor/totp/activate/"


def sign_in(road: Road, visitor: Visitor, email: str, path: str = SIGN_IN) -> Answer:
    """Sign in from a page that asks for it, with the six figures that the mail server was handed."""
    visitor.open(path)
    before = len(road.mail.to(email))
    visitor.send({"email": email})
    letter = road.mail.wait_for_letter(email, count=before + 1)
    return visitor.send({"code": re.search(r"\b\d{6}\b", letter["Subject"])[0]})


def set_up_second_factor(visitor: Visitor) -> None:
    """Give the page the six figures that an app makes of the secret which it shows, and again when it asks to be sure."""
    page = visitor.open(SECOND_FACTOR)
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.text)[0]
    code = figures_now(secret)
    visitor.send({"code": code})
    if "reauthenticate" in visitor.path:
        visitor.send({"code": code})


def of_the_team(road: Road, email: str) -> Visitor:
    """Return somebody of the team who has come in by the door that /equip/ shows; their account is there already."""
    visitor = road.visitor()
    sign_in(road, visitor, email, "/equip/")
    set_up_second_factor(visitor)
    return visitor


def add_activity(team: Visitor, name: str, **fields) -> str:
    """Make an activity of next week at the desk, in el Raval, and return the address of its page."""
    day = (date.today() + timedelta(days=7)).isoformat()
    team.open("/equip/gatherings/activity/add/")
    wanted = {
        "name": name, "summary": "Cadascú porta el seu plat.", "axis": "activities", "kind": "meal", "lang": "ca",
        "starts_at_0": day, "starts_at_1": "18:00", "ends_at_0": day, "ends_at_1": "20:00",
        "venue": "Ateneu", "barri": "01", "exposure": "exact", "sign_up": "required", "capacity": "500",
    }  # fmt: skip
    answer = team.send(wanted | fields, button="_save")
    assert team.path == "/equip/gatherings/activity/", words_of(answer)
    links = team.open("/agenda/").tree.iter("a")
    return next(link.get("href") for link in links if name in "".join(link.itertext()))


def sign_up(visitor: Visitor, activity: str, name: str, **options) -> Answer:
    """Fill in the form of an activity as ``name``, whose address is theirs at exemple.cat, and return the answer."""
    visitor.open(f"{activity}apunta-t-hi/", **options)
    fields = {"name": name, "email": address_of(name), "people": "1", "understood": "on"}
    return visitor.send(fields, **options)


def register_project(road: Road, visitor: Visitor, team: Visitor, picture: bytes) -> str:
    """Sign in, register PROJECT with a picture, have the team publish it, and return the link of the letter that says so."""
    email = PROJECT["contact_email"][0]
    sign_in(road, visitor, email, "/participa/registra/")
    about = {"image_alt": "La sèquia", "image_author": "Aina", "image_licence": "cc-by", "image_people": "none"}
    image = SimpleUploadedFile("foto.jpg", picture, "image/jpeg")
    answer = visitor.send(PROJECT | about | {"picture": image}, button="send")
    assert re.fullmatch(r"/el-meu-espai/propostes/\d+/", visitor.path), words_of(answer)
    team.open(next(link for link in team.open("/gestio/").links if re.fullmatch(r"/gestio/\d+/", link)))
    team.send({"act": "approve", "text": ""}, button="act")
    return wait_for(
        lambda: next((link for link in links_to(road, email) if "/projectes/" in link), None),
        saying=f"no letter told {email} that it is public",
    )


def links_to(road: Road, email: str) -> list[str]:
    return [link for letter in road.mail.to(email) for link in links_of(letter)]


def is_acknowledged(answer: Answer) -> bool:
    """Tell whether the site has told somebody that it has their sign-up."""
    return answer.status == 200 and "Mira el correu" in answer.text


def address_of(name: str) -> str:
    return f"{name.lower()}@exemple.cat"


def words_of(answer: Answer) -> str:
    """Return what a page says, without its tags: for the messages of tests that fail."""
    return f"{answer.status} {answer.url}\n" + " ".join("".join(answer.tree.itertext()).split())[-3000:]
