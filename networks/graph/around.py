"""Who is tied to whom around a project, an entity, a network or a barri: only what is public, in a few queries."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from energies.entries.parties import ref
from energies.territory.models import Barri
from networks.models import Drawing, Membership, Network, Relation

MOST = 24  # nodes that a drawing can hold and be read

# How each tie is drawn (a dash, and a letter beside it), so that colour alone says nothing.
MEMBER = "member"
LETTERS = {
    MEMBER: "",
    Relation.Kind.COORGANISES: "C",
    Relation.Kind.LENDS_SPACE: "E",
    Relation.Kind.SUPPORTED_BY: "S",
    Relation.Kind.LEARNT_FROM: "A",
    Relation.Kind.BORN_OF: "N",
    Relation.Kind.SHARES: "R",
    Relation.Kind.SPLIT_FROM: "X",
}


@dataclass
class Node:
    """``number`` is what the drawing and the list both show; ``x`` and ``y`` are in the units of the drawing."""

    ref: str
    party: object
    number: int = 0
    x: float = 0
    y: float = 0
    ties: list = field(default_factory=list)  # (words, other Node)

    @property
    def kind(self):
        """«project», «entity» or «network», in words: a project and its entity often have one name."""
        return self.party._meta.verbose_name

    @property
    def is_network(self):
        return isinstance(self.party, Network)


@dataclass
class Edge:
    start: Node
    end: Node
    kind: str
    words: str
    is_directed: bool


@dataclass
class Graph:
    """``core`` is what it is around, or None for a barri; ``left_out`` how many nodes did not fit."""

    key: str
    core: Node | None
    nodes: list
    edges: list
    left_out: int = 0
    is_drawn: bool = False

    @property
    def digest(self):
        """Return what a stored drawing must have been made from."""
        said = [node.ref for node in self.nodes] + [f"{e.start.ref}>{e.end.ref}:{e.kind}" for e in self.edges]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]

    @property
    def kinds(self):
        """[(kind, letter, words)] of the ties there are, for the legend."""
        there = {edge.kind for edge in self.edges}
        words = {MEMBER: _("belongs to")} | dict(Relation.Kind.choices)
        return [(kind, letter, words[kind]) for kind, letter in LETTERS.items() if kind in there]


def around(one):
    """Return the Graph around ``one``, placed as its stored drawing says, or None when nothing is tied."""
    graph = gather(one)
    if graph is None:
        return None
    drawing = Drawing.objects.filter(key=graph.key, digest=graph.digest).first()
    if drawing:
        graph.is_drawn = True
        for node in graph.nodes:
            node.x, node.y = drawing.places[node.ref]
    return graph


def gather(one):
    """Return the Graph around ``one`` without places, or None when nothing is tied."""
    key = f"barri.{one.pk}" if isinstance(one, Barri) else ref(one)
    memberships, relations = _ties(one)
    nodes = {} if isinstance(one, Barri) else {key: Node(key, one)}
    left_out, edges = set(), []
    ties = [(row.member, row.network, MEMBER, _("belongs to"), False) for row in memberships]
    ties += [(row.start, row.end, row.kind, row.get_kind_display(), row.is_directed) for row in relations]
    for start, end, kind, words, is_directed in ties:
        for party in (start, end):
            if ref(party) not in nodes:
                if len(nodes) == MOST:
                    left_out.add(ref(party))
                else:
                    nodes[ref(party)] = Node(ref(party), party)
        if ref(start) in nodes and ref(end) in nodes:
            edges.append(Edge(nodes[ref(start)], nodes[ref(end)], kind, str(words), is_directed))
    if not edges:
        return None
    for number, node in enumerate(nodes.values(), 1):
        node.number = number
    for edge in edges:
        edge.start.ties.append((edge.words, edge.end))
    return Graph(key, nodes.get(key), list(nodes.values()), edges, len(left_out))


def _ties(one):
    """Return (memberships, relations) that a drawing around ``one`` shows, nearest first."""
    memberships, relations = Membership.objects.current(), Relation.objects.current()
    if isinstance(one, Network):
        mine = memberships.filter(network=one)
        return mine.for_lists().order_by("pk"), relations.among(mine).for_lists().order_by("pk")
    if isinstance(one, Barri):
        return memberships.in_barri(one).for_lists().order_by("pk")[: 2 * MOST], (
            relations.in_barri(one).for_lists().order_by("pk")[: 2 * MOST]
        )
    return memberships.of(one).for_lists().order_by("pk"), relations.of(one).for_lists().order_by("pk")
