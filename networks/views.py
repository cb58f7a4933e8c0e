"""The directory of networks, each one's page, and what somebody agrees, ends and leaves."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from energies.accounts.sign_in_first import login_required
from energies.curation.models import Submission
from energies.entries import addresses, parties
from energies.kernel.fragments import FRAGMENT
from energies.kernel.lengths import text_of
from energies.kernel.paging import paginate
from energies.kernel.transitions import TransitionNotAllowed
from networks import letters
from networks.graph import city
from networks.graph.around import around
from networks.lists import NetworkList
from networks.models import Membership, Network, Relation
from networks.parties import networks_of
from projects.models import Need, Offer


@require_safe
@vary_on_headers(FRAGMENT)
def network_list(request):
    """The list, or only what changes in it when the page asks for that."""
    networks = NetworkList(request.GET)
    context = {"list": networks, "page": paginate(request, networks), "section": "networks"}
    if networks.as_map:
        context["city"] = city.flowers(networks.narrowed(Network.objects.all()))
    template = "networks/network_list.html" + ("#results" if request.headers.get(FRAGMENT) else "")
    return render(request, template, context)


@require_safe
def network_detail(request, slug):
    network, moved = addresses.find(Network, slug, Network.objects.for_cards())
    return moved or network_page(request, network)


def network_page(request, network):
    """Return the page of a network, also of one that only its preview shows."""
    rows = network.memberships.for_lists()
    members = network.memberships.current().order_by().values("party")
    context = {
        "network": network,
        "ref": parties.ref(network),
        "page": paginate(request, rows.current().order_by("pk")),
        "leading": rows.current().filter(role=Membership.Role.COORDINATOR),
        "former": rows.exclude(until=None).order_by("-until", "pk")[:50],
        "graph": around(network),
        "needs": Need.objects.one_a_project().filter(project__party__in=members).select_related("project__barri")[:4],
        "offers": Offer.objects.one_a_project().filter(project__party__in=members).select_related("project__barri")[:4],
        "translated": network.has_translation(get_language()),
        "section": "networks",
    }
    return render(request, "networks/network_detail.html", context)


@never_cache
@login_required
@require_safe
def mine(request):
    """What the reader's projects and entities are tied to, what was asked, and how to end it."""
    those = parties.edited_by(request.user)
    context = {
        "networks": networks_of(request.user),
        "memberships": paginate(request, Membership.objects.current().of_any(those).for_lists().order_by("pk")),
        "relations": Relation.objects.current().of_any(those).for_lists().order_by("pk")[:200],
        "asked": Submission.objects.of(request.user).filter(kind__in=["membership", "relation"], state="pending"),
        "section": "dashboard",
    }
    return render(request, "networks/mine.html", context)


@never_cache
@login_required
@require_safe
def members(request, pk):
    """Who belongs to a network that the reader answers for: the network too may end a stay."""
    network = get_object_or_404(networks_of(request.user), pk=pk)
    page = paginate(request, network.memberships.current().for_lists().order_by("pk"))
    return render(request, "networks/members.html", {"network": network, "page": page, "section": "dashboard"})


@never_cache
@login_required
@require_POST
def end(request, kind, pk):
    """Leave a network, or end a relation: either side may, and the other is told."""
    model = {"membership": Membership, "relation": Relation}.get(kind)
    link = model and model.objects.filter(pk=pk).first()
    side = link and next((one for one in (link.start, link.end) if parties.may_answer(request.user, one)), None)
    if side is None:
        raise Http404(kind)
    if "sure" not in request.POST:
        return render(request, "networks/end.html", {"link": link, "kind": kind, "section": "dashboard"})
    why = text_of(request, "why", 500)
    try:
        with transaction.atomic():
            link.end_on(timezone.localdate(), by=request.user, why=why)
            told = letters.ended(link, told_to=link.end if side == link.start else link.start, why=why)
    except TransitionNotAllowed:
        messages.warning(request, _("It had ended already."))
    else:
        whom = (
            _("We have told the other side.") if told else _("Nobody answers for the other side: tell them yourselves.")
        )
        messages.success(request, f"{_('Ended. It stays as memory where it makes sense.')} {whom}")
    return redirect("my_networks")
