from django.apps import AppConfig

from energies.kernel.brings import Brings, MenuEntry, Right, Section


class BroughtConfig(AppConfig):
    """Tools that a barri shares: what an app of a new kind has to say of itself."""

    name = "tests.brought"
    label = "brought"
    brings = Brings(
        urls="urls",
        menus={
            "main": [MenuEntry(35, "tools", "Eines")],
            "team": [MenuEntry(35, "loans", "Préstecs", may="review")],
        },
        pages=["tools"],
        doors={"loans": ["reviewer"]},
        sitemaps={"tools": "sitemaps.Tools"},
        searchables=["search.Tools"],
        proposables=["proposals.ToolProposable"],
        history={"Tool": ["texts"]},
        private=["Loan", "Tool_editors"],
        rights=[Right("reviewer", ["Tool"], may=["view", "change"])],
        sections=[Section("barri", 40, "views.of_barri")],
        jobs={"tools asked back": "jobs.ask_back"},
        letters={"tool_back": "a tool is asked back"},
    )
