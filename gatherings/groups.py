"""Who may carry a working group on as a network, and who the network would be of."""

from django.db.models import Q

from energies.entries import parties
from energies.kernel.clean_text import whole_number
from gatherings.models import Gathering, WorkingGroup
from networks.parties import networks_of


def find(text):
    """Return the group of a Trobada that may be public whose primary key is ``text``, or None."""
    return WorkingGroup.objects.visible().select_related("gathering").filter(pk=whole_number(text)).first()


def carried_by(user):
    """Return the groups that a user may carry on: whoever answers for somebody of it, or for who organises its Trobada."""
    mine = parties.edited_by(user)
    ours = WorkingGroup.objects.of_any(mine).values("pk")
    organised = Gathering.objects.organised_by(mine, networks_of(user, mine)).order_by().values("pk")
    return WorkingGroup.objects.visible().filter(Q(pk__in=ours) | Q(gathering__in=organised))


def sides(group, user):
    """Return (those of the group whom the user answers for, those to invite, those whom nobody answers for)."""
    mine = parties.edited_by(user)
    others = [one for one in group.members if one not in mine]
    reached = [one for one in others if parties.answerers(one)]
    return [one for one in group.members if one in mine], reached, [one for one in others if one not in reached]


def place(group):
    """Return {field of a network: value} of how far it reaches: where those of the group are, or else its Trobada."""
    barris = {one.barri for one in group.members if one.barri} or set(group.gathering.barris.all())
    districts = {barri.district_id for barri in barris}
    if len(barris) == 1:
        return {"scope": "barri", "barri": barris.pop().pk}
    if len(districts) == 1:
        return {"scope": "district", "district": districts.pop()}
    return {"scope": "city"}
