"""What was withdrawn leaves the caches of visitors soon, and those of the site at once."""

import pytest
from django.urls import reverse

from energies.kernel import images
from projects.models import Project
from tests.files import closed, status
from tests.media.acts import another_picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_picture_is_asked_for_again_soon_and_not_sent_twice(make, client, staff_user):
    entry = make(Project)
    address = reverse("public_media", args=[entry.renditions[0]["jpeg"]])
    answer = closed(client.get(address))
    caching = answer["Cache-Control"]
    assert "immutable" not in caching and "must-revalidate" in caching
    assert int(caching.partition("max-age=")[2].partition(",")[0]) <= 3600
    for header, value in (("if-none-match", answer["ETag"]), ("if-modified-since", answer["Last-Modified"])):
        again = client.get(address, headers={header: value})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", caching)
    assert status(client, address) == 200
    entry.hide(by=staff_user, why="prova")
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_no_page_that_is_kept_names_a_picture_that_was_withdrawn(make, client, staff_user, settings):
    settings.PAGE_CACHE_SECONDS = 60
    entry = make(Project)
    address, names = entry.get_absolute_url(), images.names_of(entry.renditions)
    assert any(name in client.get(address).text for name in names)
    another_picture(entry, staff_user)
    page = client.get(address).text
    assert not any(name in page for name in names)
    assert any(name in page for name in images.names_of(entry.renditions))
