"""The page of ``opt_out``: looking at it changes nothing, since programs follow links too; a POST does, from anywhere."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from energies.kernel import limits, links
from energies.operations import opt_out

OVER = gettext_lazy(
    "No more letters of this kind are due. If one comes all the same, its own link will do, or write to us."
)


# Open: to be able to refuse letters matters more.
ACTS = limits.declare("opt-out", "client", 120, limits.HOUR, away="open")


@never_cache
@limits.limited(ACTS)
@csrf_exempt  # mail programs press the button for people, without having seen the page
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out_page(request, token):
    topic, about, email = links.read(opt_out.read, token, over=OVER)
    if request.method == "POST":
        opt_out.refuse(topic.name, email, about)
    context = {"topic": topic, "is_done": opt_out.has_refused(topic.name, email, about)}
    return render(request, "operations/opt_out.html", context)
