"""What those who sign up need, answered by those who organise it: to each, or at once to all who have no answer yet."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from energies.kernel.clean_text import whole_number
from energies.kernel.paging import paginate
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import places
from gatherings.registration.care_forms import CareAnswerForm
from gatherings.registration.lists import organisers_only, shows_needs

A_PAGE = 50


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, activity):
    """Show who asks for what, with a form for each and one for all; take one of them. 404 for who may not read it."""
    if not shows_needs(request, activity):
        raise Http404
    if request.method != "POST":
        return _show(request, activity)
    asked, to_all = request.POST.get("of", ""), request.POST.get("of") == "all"
    one = None if to_all else get_object_or_404(activity.registrations.asking(), pk=whole_number(asked) or 0)
    form = CareAnswerForm(request.POST, asked=_asked_by_all(activity) if to_all else one.care_asked, prefix=asked)
    if not form.is_valid():
        return _show(request, activity, form, status=422)
    try:
        told = _take(activity, one, form)
    except TransitionNotAllowed as error:
        messages.warning(request, str(error))
    else:
        _say(request, told)
    return redirect("answer_care", activity.pk)


def _take(activity, one, form):
    """Write the answers; return the Registrations that are told something new."""
    word = form.cleaned_data["word"]
    if one is None:
        return places.answer_care_of_all(activity, form.answers, word)
    return [one] if places.answer_care(one, form.answers, word) else []


def _say(request, told):
    letters = sum(bool(one.email) for one in told)
    if not told:
        messages.warning(request, _("There was nothing new to tell: nobody has been written to."))
    elif letters:
        words = ngettext(
            "Answered: we have written to %(n)s address.", "Answered: we have written to %(n)s addresses.", letters
        )
        messages.success(request, words % {"n": letters})
    if letters < len(told):
        messages.warning(request, _("Answered. Of some there is no e-mail: tell them in some other way."))


def _asked_by_all(activity):
    """Return the Needs that somebody asks for and has no answer to, each kind once; what is written apart is not one."""
    asking = activity.registrations.asking()
    found = {
        need.name: need for one in asking for need in one.care_asked if need.answer is None and need.name in one.needs
    }
    return [found[name] for name in activity.CARE if name in found]


def _show(request, activity, wrong=None, status=200):
    page = paginate(request, activity.registrations.asking(), A_PAGE)
    forms = [(one, _form(one, wrong)) for one in page]
    for_all = _asked_by_all(activity)
    context = {
        "activity": activity,
        "page": page,
        "forms": forms,
        "for_all": _own(wrong, "all") or (for_all and CareAnswerForm(asked=for_all, prefix="all")),
        "wrong": wrong,
        "section": "dashboard",
    }
    return render(request, "gatherings/registration/answer_care.html", context, status=status)


def _form(one, wrong):
    return _own(wrong, str(one.pk)) or CareAnswerForm(asked=one.care_asked, word=one.care_word, prefix=str(one.pk))


def _own(wrong, prefix):
    """Return the form that was sent and is not right, when it is that of ``prefix``."""
    return wrong if wrong is not None and wrong.prefix == prefix else None
