from networks.models.membership import Membership
from networks.models.network import Network, NetworkFormerSlug, NetworkText
from networks.models.relation import Relation

__all__ = ["Membership", "Network", "NetworkFormerSlug", "NetworkText", "Relation"]
