"""Addresses last: after a rename they lead on, after a removal they say so."""

import pytest


def test_a_renamed_project_is_found_at_its_former_address(client, make_project):
    project = make_project("Hort vell")
    former = project.get_absolute_url()
    project.name = "Hort nou"
    project.save()
    answer = client.get(former)
    assert (answer.status_code, answer["Location"]) == (301, project.get_absolute_url())


def test_a_former_address_is_never_given_to_another_project(make_project):
    first = make_project("Hort vell")
    first.name = "Hort nou"
    first.save()
    assert make_project("Hort vell").slug == "hort-vell-2"


def test_saving_without_renaming_keeps_the_address(make_project):
    make_project("Hort")
    second = make_project("Hort")
    assert second.slug == "hort-2"
    second.save()
    assert second.slug == "hort-2"


def test_a_project_named_back_gets_its_first_address_again(make_project):
    project = make_project("Hort vell")
    for name in ("Hort nou", "Hort vell"):
        project.name = name
        project.save()
    assert project.slug == "hort-vell"


@pytest.mark.parametrize(("act", "status"), [("hide", 404), ("remove", 410)])
def test_what_is_hidden_is_not_there_and_what_was_removed_says_so(client, make_project, staff_user, act, status):
    project = make_project()
    getattr(project, act)(by=staff_user, why="prova")
    answer = client.get(project.get_absolute_url())
    assert answer.status_code == status
    assert "Hort de mostra" not in answer.text
    project.show(by=staff_user)
    assert client.get(project.get_absolute_url()).status_code == 200


def test_an_act_in_the_wrong_state_is_refused(make_project, staff_user):
    project = make_project()
    with pytest.raises(ValueError, match="visible"):
        project.show(by=staff_user)
