"""The list of networks."""

from energies.search.lists import FacetedList
from networks.models import Network


class NetworkList(FacetedList):
    kind, model, address = "network", Network, "networks"
