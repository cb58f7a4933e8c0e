from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.curation import writing
from networks import views
from networks.graph import exports

urlpatterns = [
    path(_("participate/register/network/"), writing.register, {"kind": "network"}, name="register_network"),
    path(_("participate/register/join/"), writing.register, {"kind": "membership"}, name="join"),
    path(_("participate/register/relation/"), writing.register, {"kind": "relation"}, name="relate"),
    path(_("my-space/networks/"), views.mine, name="my_networks"),
    path(_("my-space/networks/<int:pk>/members/"), views.members, name="network_members"),
    path(_("my-space/networks/<slug:kind>/<int:pk>/end/"), views.end, name="end_link"),
    path(_("networks/"), views.network_list, name="networks"),
    path(_("networks/graph.<slug:form>"), exports.export, name="graph_export"),
    path(_("networks/<slug:slug>/"), views.network_detail, name="network"),
]
