"""Previews and approvals, those that fail too, leave the files that the rows name."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from energies.curation import letters, media, review, team_changes
from energies.curation.history import changes_of, record
from energies.curation.proposable import CannotApply, get
from energies.kernel.transitions import TransitionNotAllowed
from tests.files import closed
from tests.media.acts import PROPOSED, Undone, in_step, jpeg

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", PROPOSED)
def test_a_preview_shows_the_photo_to_whoever_may_see_it_and_touches_no_file(
    proposed, author, staff_user, let_in, kind
):
    target, one = proposed(kind)
    before = target.renditions, media.public_files(), media.private_files()
    mine, teams = Client(), let_in(Client(), staff_user)
    mine.force_login(author)
    for reader, name, photo_of in (
        (mine, "submission_preview", reverse("submission_picture", args=[one.pk])),
        (teams, "review_preview", reverse("review_picture", args=[one.pk, "proposed"])),
    ):
        page = reader.get(reverse(name, args=[one.pk]))
        assert page.status_code == 200 and "Un altre nom" in page.text
        assert f'src="{photo_of}"' in page.text
        answer = reader.get(photo_of)
        assert b"".join(answer.streaming_content) == jpeg("red")
        closed(answer)
    assert not any(name in page.text for name in media.public_files())
    row = type(target)._base_manager.get(pk=target.pk)
    assert (row.renditions, media.public_files(), media.private_files()) == before
    in_step()


@pytest.mark.parametrize("kind", PROPOSED)
def test_an_approval_that_fails_after_writing_leaves_the_photo_that_was_public(proposed, staff_user, monkeypatch, kind):
    target, one = proposed(kind)
    before = target.renditions, media.public_files()

    def fail(*args, **kwargs):
        assert media.public_files() > before[1]
        raise Undone

    monkeypatch.setattr(letters, "approved", fail)
    monkeypatch.setattr(letters, "corrected", fail)
    with pytest.raises(Undone):
        review.approve(one, by=staff_user, revision=one.revision)
    row = type(target)._base_manager.get(pk=target.pk)
    assert (row.renditions, media.public_files()) == before
    in_step()


@pytest.mark.parametrize("kind", PROPOSED)
def test_an_approval_shows_the_other_photo_and_the_former_can_be_brought_back(proposed, staff_user, kind):
    target, one = proposed(kind)
    former = target.image.name
    with record(target, by=staff_user, why="com era"):
        type(target)._base_manager.filter(pk=target.pk).update(image_author="Pau")
    row = review.approve(one, by=staff_user, revision=one.revision)
    in_step()
    assert row.image.name == one.values["image"] != former and default_storage.exists(former)
    back = team_changes.restore(changes_of(row).order_by("pk").first(), by=staff_user, language="ca")
    row = review.approve(back, by=staff_user, revision=back.revision)
    assert row.image.name == former and row.renditions
    in_step()


def test_what_somebody_else_wrote_first_publishes_nothing(proposed, staff_user, monkeypatch):
    _target, one = proposed("project")
    monkeypatch.setattr(get("project"), "_write_rows", lambda *args: (_ for _ in ()).throw(IntegrityError))
    with pytest.raises(CannotApply):
        review.approve(one, by=staff_user, revision=one.revision)
    in_step()


@pytest.mark.parametrize("end", ["decline", "withdraw", "conflict", "overtaken"])
def test_what_is_not_approved_leaves_the_files_as_they_were(proposed, staff_user, end):
    target, one = proposed("project")
    before = media.public_files(), media.private_files()
    if end == "decline":
        review.decline(one, by=staff_user, revision=one.revision, text="No")
    elif end == "withdraw":
        one.withdraw()
        one.resume()
    elif end == "conflict":
        # Of those two fields the team takes the other one.
        review.approve(one, by=staff_user, revision=one.revision, taken={"name"})
    else:
        with pytest.raises(TransitionNotAllowed):
            review.approve(one, by=staff_user, revision=one.revision + 1)
    assert (media.public_files(), media.private_files()) == before
    assert type(target)._base_manager.get(pk=target.pk).renditions == target.renditions
    in_step()
