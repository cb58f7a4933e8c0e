"""The list of networks, narrowed and ordered as that of projects."""

from networks.models import Network
from projects.lists import ProjectList


class NetworkList(ProjectList):
    kind, model, address = "network", Network, "networks"
    offered_orders = ("fair", "name", "new")
    has_places = False
