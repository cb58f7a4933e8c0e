"""The letters that could not be delivered, for the team: nobody technical is there when they are found."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from energies.accounts.team import has_role, team_required
from energies.kernel import confirm, mail
from energies.kernel.paging import paginate
from energies.operations import queue, watch

ACTS = {
    "again": (queue.try_again, gettext_lazy("It will be sent within a minute or two. If it fails again, it comes back here.")),
    "let_be": (queue.let_be, gettext_lazy("Deleted: nobody will get this letter.")),
}  # fmt: skip


@never_cache
@team_required(has_role)
@require_safe
def letters(request):
    now = timezone.now()
    page = paginate(request, queue.failed_letters())
    age, tick = queue.oldest_age(now), watch.tick_ended()
    context = {
        "page": page,
        "rows": [_told(row) for row in page],
        "waiting": queue.waiting(),
        "old": age // 60 if age > watch.OLD.total_seconds() else 0,
        "tick": tick,
        "tick_stopped": tick is not None and now - tick > watch.TICK_STOPPED,
        "section": "desk",
    }
    return render(request, "operations/letters.html", context)


def _told(row):
    letter = row.args_kwargs["args"][0]
    kind = letter.get("kind", "")
    to = ", ".join(queue.masked(address) for address in letter["to"])
    return {"row": row, "kind": mail.kinds.get(kind, kind), "to": to, "said": queue.error_in_words(row)}


@never_cache
@team_required(has_role)
@require_POST
def letter_act(request, task):
    """Try a letter again, or let it be; of two who press at once, the second is told."""
    if request.POST.get("act") not in ACTS:
        raise BadRequest("An act that is not offered")
    if request.POST["act"] == "let_be" and not confirm.is_confirmed(request):
        follows = [_("This letter is deleted: whoever it was for does not get it, and it cannot be tried again.")]
        return confirm.confirmation_page(request, title=_("Let it be"), follows=follows, back=reverse("letters"))
    act, words = ACTS[request.POST["act"]]
    if act(task):
        messages.success(request, words)
    else:
        messages.warning(request, _("Somebody did it first: this is how it stands now."))
    return redirect("letters")
