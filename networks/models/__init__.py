from networks.models.drawing import Drawing
from networks.models.membership import Membership
from networks.models.network import Network, NetworkFormerSlug, NetworkText
from networks.models.relation import Relation

__all__ = ["Drawing", "Membership", "Network", "NetworkFormerSlug", "NetworkText", "Relation"]
