"""The page of ``opt_out``: looking at it changes nothing, since programs follow links too; a POST does, from anywhere."""

from django.core import signing
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from energies.operations import opt_out


@never_cache
@csrf_exempt  # mail programs press the button for people, without having seen the page
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out_page(request, token):
    try:
        topic, about, email = opt_out.read(token)
    except signing.BadSignature:
        return render(request, "operations/opt_out.html", status=404)
    if request.method == "POST":
        opt_out.refuse(topic.name, email, about)
    context = {"topic": topic, "is_done": opt_out.has_refused(topic.name, email, about)}
    return render(request, "operations/opt_out.html", context)
