"""The public graph for other programs: GraphML, JSON and CSV, of what any page shows and nothing else."""

import csv
import io
import json
from xml.etree import ElementTree as xml

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from energies.entries.parties import ref
from energies.kernel.csv_files import plain_cell
from networks.graph.around import MEMBER
from networks.models import Membership, Relation


def whole():
    """Return ({ref: party}, [(ref, ref, kind, since)]) of all that is public and holds now."""
    nodes, edges = {}, []
    rows = [(row, MEMBER) for row in Membership.objects.current().for_lists().order_by("pk")]
    rows += [(row, row.kind) for row in Relation.objects.current().for_lists().order_by("pk")]
    for row, kind in rows:
        nodes |= {ref(row.start): row.start, ref(row.end): row.end}
        edges.append((ref(row.start), ref(row.end), str(kind), row.since.isoformat() if row.since else ""))
    return nodes, edges


@require_safe
def export(request, form):
    """The graph as a file; 404 for a form that there is not."""
    made = {
        "graphml": (_graphml, "application/graphml+xml"),
        "json": (_json, "application/json"),
        "csv": (_csv, "text/csv"),
    }
    if form not in made:
        raise Http404(form)
    write, content_type = made[form]
    response = HttpResponse(write(*whole()), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="xarxes.{form}"'
    return response


def _said(key, party):
    return {
        "id": key,
        "kind": key.partition(".")[0],
        "name": party.name,
        "url": settings.ORIGIN + party.get_absolute_url(),
    }


def _json(nodes, edges):
    told = {
        "nodes": [_said(key, party) for key, party in nodes.items()],
        "edges": [dict(zip(("source", "target", "kind", "since"), edge, strict=True)) for edge in edges],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _csv(nodes, edges):
    """One line an edge."""
    out = io.StringIO("\ufeff", newline="")
    out.seek(1)
    writer = csv.writer(out)
    writer.writerow(["source", "source_name", "kind", "target", "target_name", "since"])
    for start, end, kind, since in edges:
        row = [start, nodes[start].name, kind, end, nodes[end].name, since]
        writer.writerow(map(plain_cell, row))
    return out.getvalue()


def _graphml(nodes, edges):
    """As http://graphml.graphdrawing.org/specification.html tells."""
    root = xml.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for name, owner in (("kind", "node"), ("name", "node"), ("url", "node"), ("tie", "edge"), ("since", "edge")):
        xml.SubElement(root, "key", {"id": name, "for": owner, "attr.name": name, "attr.type": "string"})
    graph = xml.SubElement(root, "graph", edgedefault="directed")
    for key, party in nodes.items():
        said = _said(key, party)
        node = xml.SubElement(graph, "node", id=key)
        for name in ("kind", "name", "url"):
            xml.SubElement(node, "data", key=name).text = said[name]
    for start, end, kind, since in edges:
        edge = xml.SubElement(graph, "edge", source=start, target=end)
        xml.SubElement(edge, "data", key="tie").text = kind
        xml.SubElement(edge, "data", key="since").text = since
    return xml.tostring(root, encoding="unicode", xml_declaration=True)
