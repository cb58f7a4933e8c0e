"""What an app brings to the site: one object in its AppConfig, read by whatever gathers such things.

::

    class ProjectsConfig(AppConfig):
        name = "projects"
        brings = Brings(searchables=["search.Projects"], jobs={"needs over": "jobs.let_go"}, …)

An AppConfig is made before there are models. So what stands in a module is named by a **reference**, «module.thing»
counted from the app's own package, and is loaded when it is first asked for; a **model** by its name, or by
«app.Model» for one of a library that the app uses. All is given in the order of INSTALLED_APPS.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model
from django.urls import reverse
from django.utils.module_loading import import_string

EVERYTHING = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class Address:
    """A public address that needs arguments, or a query, to be an example of its kind."""

    name: str  # of the URL
    args: Sequence[str] = ()
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address in the active language."""
        return reverse(self.name, args=self.args, query=self.query or None)


@dataclass(frozen=True)
class MenuEntry:
    """An entry of a menu, and which part of the site it leads to."""

    position: int
    name: str  # of the URL, and of the part unless another is said
    label: str  # lazy
    part: str = ""
    may: str = ""  # in menus of the team: what is asked of whoever sees it (accounts/team.py): "review"; "": nothing

    @property
    def section(self) -> str:
        return self.part or self.name


@dataclass(frozen=True)
class Section:
    """What is added to the pages called ``place``, of apps below (sections.py): a reference to ``section(obj)``."""

    place: str
    position: int
    section: str


@dataclass(frozen=True)
class Right:
    """What a role of the team (accounts/roles.py) may do with the rows of some models at the desk."""

    role: str
    models: Sequence[str]
    may: Sequence[str] = EVERYTHING


@dataclass(frozen=True)
class Home:
    """Where somebody of the team begins who has a right (accounts/roles.py), unless one that stands before is theirs too."""

    position: int
    right: str
    name: str  # of the URL


@dataclass(frozen=True)
class Refusable:
    """Letters that whoever gets them may refuse (operations/opt_out.py)."""

    name: str
    what: str  # what will not come any more, in words (lazy)
    lasts: timedelta | None = None  # how long the refusal holds; None: until they say otherwise


@dataclass(frozen=True)
class HealthCheck:
    """A question to the site (operations/health.py): a reference to what returns "" or a sentence."""

    name: str
    check: str
    vital: bool = False


@dataclass(frozen=True, kw_only=True)
class Brings:
    """Everything that the site must know of an app. What an app keeps of people stands in its ``personal.py``."""

    # Addresses: the module of those with a language; what menus there are: "main", "team" (on pages of the team), "role"
    # (what a role is for), "dashboard" (what one may do there).
    urls: str = ""
    menus: Mapping[str, Sequence[MenuEntry]] = field(default_factory=dict)
    homes: Sequence[Home] = ()
    # Public pages without arguments, by name of URL: search engines and the leak test read them. The leak test also
    # reads ``addresses``: files, feeds, an example of what has arguments.
    pages: Sequence[str] = ()
    addresses: Sequence[Address] = ()
    # {name of a closed URL: the roles it opens to, "team" (any role) or "organiser"}.
    doors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # {section: reference to a Sitemap}.
    sitemaps: Mapping[str, str] = field(default_factory=dict)

    # Kinds of things: references to Searchables, to Proposables, to Decisions on these; {model: reverse relations that are
    # snapshot with it}.
    searchables: Sequence[str] = ()
    proposables: Sequence[str] = ()
    decisions: Sequence[str] = ()
    history: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Models that no public page is made from: writing them forgets no page that is kept.
    private: Sequence[str] = ()
    rights: Sequence[Right] = ()
    # What is added to pages of apps below; {name of lists: reference to what is said beside all their rows}.
    sections: Sequence[Section] = ()
    rows: Mapping[str, str] = field(default_factory=dict)

    # {name: reference to ``job(now)``}, done by ``tick`` in the order of the apps.
    jobs: Mapping[str, str] = field(default_factory=dict)
    # {name of the template: what the letter is, in words (lazy)}; apart those that carry what a person writes.
    letters: Mapping[str, str] = field(default_factory=dict)
    letters_by_people: Mapping[str, str] = field(default_factory=dict)
    refusable: Sequence[Refusable] = ()

    # For whoever runs the site. Models whose rows are worth nothing elsewhere, and less later; models whose rows of today
    # stay when an older copy is put back; references to what is done then.
    health: Sequence[HealthCheck] = ()
    left_out_of_copies: Sequence[str] = ()
    outlives_copies: Sequence[str] = ()
    after_restoring: Sequence[str] = ()


def bringing() -> Iterator[tuple[AppConfig, Brings]]:
    """Yield (app, what it brings) of the apps that say so."""
    for app in apps.get_app_configs():
        if brings := getattr(app, "brings", None):
            yield app, brings


def load(app: AppConfig, reference: str) -> Any:
    """Return what a reference of ``app`` names; ImportError when there is no such thing."""
    return import_string(f"{app.name}.{reference}")


def model(app: AppConfig, name: str) -> type[Model]:
    """Return the model that ``app`` calls ``name``; LookupError when there is none."""
    return apps.get_model(name) if "." in name else app.get_model(name)


def each(what: str) -> Iterator[Any]:
    """Yield what apps say under ``what``, a field of Brings with a sequence, as they say it."""
    for _app, brings in bringing():
        yield from getattr(brings, what)


def loaded(what: str) -> Iterator[Any]:
    """Yield what the references of a field with a sequence name."""
    for app, brings in bringing():
        yield from (load(app, reference) for reference in getattr(brings, what))


def loaded_by_name(what: str) -> Iterator[tuple[str, Any]]:
    """Yield (name, what the reference names) of a field with a mapping."""
    for app, brings in bringing():
        yield from ((name, load(app, reference)) for name, reference in getattr(brings, what).items())


def models(what: str) -> Iterator[type[Model]]:
    """Yield the models that a field with a sequence names."""
    for app, brings in bringing():
        yield from (model(app, name) for name in getattr(brings, what))


def menu(name: str) -> list[MenuEntry]:
    """Return the entries of the menu ``name`` in their order."""
    entries = (entry for _app, brings in bringing() for entry in brings.menus.get(name, ()))
    return sorted(entries, key=lambda entry: entry.position)


def home_pages() -> list[Home]:
    """Return where those of the team begin, in the order in which it is asked whether it is theirs."""
    return sorted(each("homes"), key=lambda home: home.position)
