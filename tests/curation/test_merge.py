"""Two people change the same list: what each added and took away is followed, unless they mean different things."""

import pytest

from energies.curation import merge


def row(key, text):
    return {"text": text, "key": key}


def changed(base, live, proposed):
    """Return the change to one field, or None when there is nothing left to do."""
    found = merge.changes({"rows": base}, {"rows": live}, {"rows": proposed})
    return found[0] if found else None


@pytest.mark.parametrize(
    ("base", "live", "proposed", "both"),
    [
        (["a"], ["a", "b"], ["a", "c"], ["a", "b", "c"]),
        (["a", "b"], ["b"], ["a", "b", "c"], ["b", "c"]),
        ([], [row("1", "one")], [row("2", "two")], [row("1", "one"), row("2", "two")]),
        (
            [row("1", "one"), row("2", "b")],
            [row("1", "better"), row("2", "b")],
            [row("1", "one")],
            [row("1", "better")],
        ),
    ],
    ids=["both add", "one takes away", "both add rows", "one changes, the other takes away another"],
)
def test_both_are_followed(base, live, proposed, both):
    one = changed(base, live, proposed)
    assert one.proposed == both and not one.is_conflict
    assert merge.merged({"rows": base}, {"rows": live}, {"rows": proposed}) == {"rows": both}


@pytest.mark.parametrize(
    ("base", "live", "proposed"),
    [
        ([row("1", "one")], [row("1", "mine")], [row("1", "yours")]),
        ([row("1", "one")], [], [row("1", "yours")]),
        ([row("1", "one")], [row("1", "mine")], []),
        ([], [{"lang": "es", "name": "Uno"}], [{"lang": "es", "name": "Otro"}]),
    ],
    ids=["two wordings", "changed and taken away", "taken away and changed", "two translations into one language"],
)
def test_what_cannot_be_followed_is_for_somebody_to_decide(base, live, proposed):
    one = changed(base, live, proposed)
    assert one.is_conflict and one.proposed == proposed


def test_what_somebody_else_did_already_is_no_change():
    assert changed(["a"], ["a", "b"], ["a", "b"]) is None
    assert changed(["a", "b", "c"], ["b"], ["b", "c"]) is None
