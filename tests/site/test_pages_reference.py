"""The pages that come with the directory."""

import pytest

from energies.curation.history import changes_of
from energies.site import reference
from energies.site.models import Page

KEYS = {"about", "order", "participate", "legal", "privacy", "cookies", "accessibility"}


def test_every_page_is_whole_in_three_languages(db):
    assert reference.load() == len(KEYS)
    assert set(Page.objects.values_list("key", flat=True)) == KEYS
    for page in Page.objects.all():
        page.full_clean()
        for lang in ("ca", "es", "en"):
            title, summary, body = (getattr(page, f"{part}_{lang}") for part in ("title", "summary", "body"))
            assert title and body and 0 < len(summary) <= 160
            assert not title.startswith("#") and not summary.startswith(">") and not body.startswith("> ")
        assert changes_of(page).get().act == "created"


def test_what_staff_wrote_stays(db):
    reference.load()
    Page.objects.filter(key="about").update(title_ca="Qui som", body_es="Otra cosa")
    Page.objects.filter(key="legal").delete()
    assert reference.load() == 1
    about = Page.objects.get(key="about")
    assert (about.title_ca, about.body_es) == ("Qui som", "Otra cosa")


@pytest.mark.parametrize("text", ["Títol\n\n> Resum\n\nCos\n", "# Títol\n\nCos\n", "# Títol\n\n> Resum\n"])
def test_a_file_without_title_summary_or_text_is_refused(tmp_path, text):
    file = tmp_path / "about.ca.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"about\.ca\.md"):
        reference.read(file)
