"""What is measured, and beside what."""

from typing import NamedTuple

# The targets are for this many projects; above it, only growth has one.
SIZE = 10_000
SAMPLES = 20  # projects, and rows of the bare detail page, that stand in for {project} and {item} in turn


class Page(NamedTuple):
    server: str  # "site", "bare", or "small": the site with SIZE projects beside one with more
    path: str


class Case(NamedTuple):
    """A page, its bar, and how many times the bar it may cost (None: shown for scale, no target)."""

    name: str
    page: Page
    bar: str
    target: float | None
    only_above_size: bool = False

    def target_at(self, projects):
        """Return the target that counts with so many projects, or None."""
        return self.target if projects <= SIZE or self.only_above_size else None


def site(path):
    return Page("site", path)


BARS = {
    "list": Page("bare", "/"),
    "detail": Page("bare", "/items/{item}/"),
    "constant": Page("bare", "/constant/"),
    "small listing": Page("small", "/projectes/"),
}

CASES = (
    #    name                 page                                                      bar              target
    Case("listing",           site("/projectes/"),                                      "list",          1.2),
    Case("listing-by-name",   site("/projectes/?order=name"),                           "list",          1.2),
    Case("faceted",           site("/projectes/?theme=food&district=ciutat-vella"),     "list",          3),
    Case("faceted-needs",     site("/projectes/?barri=el-raval&seeks=hands"),           "list",          3),
    Case("searched",          site("/projectes/?q=hort"),                               "list",          3),
    Case("searched-two",      site("/projectes/?q=veins+musica"),                       "list",          3),
    Case("search-page",       site("/cerca/?q=hort"),                                   "list",          3),
    Case("suggestions",       site("/cerca/suggeriments/?q=hor"),                       "list",          0.5),
    Case("project",           site("/projectes/{project}/"),                            "detail",        1.5),
    Case("home",              site("/"),                                                "list",          1.5),
    Case("growth",            site("/projectes/"),                                      "small listing", 1.5, True),
    Case("text-page",         site("/que-es/"),                                         "constant",      None),
    Case("bare-form",         Page("bare", "/form/"),                                   "list",          None),
)  # fmt: skip


def chosen(names, projects):
    """Return the cases of these names (all when there are none) that make sense with so many projects.

    Raises ValueError, in words, for a name that is not there and when nothing is left.
    """
    known = {case.name for case in CASES}
    if wrong := set(names) - known:
        raise ValueError(f"No case is called {', '.join(sorted(wrong))}. There are: {', '.join(sorted(known))}.")
    fitting = [case for case in CASES if projects > SIZE or not case.only_above_size]
    wanted = [case for case in fitting if not names or case.name in names]
    if not wanted:
        raise ValueError(f"That case needs more than {SIZE} projects.")
    return wanted
