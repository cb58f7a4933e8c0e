"""What one press does to others is asked about first, or can be taken back: each act of each form says which.

An act that nobody classified fails: put it where it belongs, and if it has no question and no way back, give it one.
"""

import re
from pathlib import Path

from django.contrib import admin

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
FORM = re.compile(r"<form\b(?P<head>[^>]*\bmethod=\"post\"(?:[^>{]|{[%{].*?[%}]})*)>(?P<inside>.*?)</form>", re.S)
# An act may stand in a hidden input, beside a button that says nothing.
HIDDEN = 'type="hidden" name="act"'
BUTTON = re.compile(r"(?:<button\b|<input type=\"hidden\" name=\"act\")(?:[^>{]|{[%{].*?[%}]})*>", re.S)
ATTRIBUTE = r'\b{}="([^"]*)"'

# The act → the template of the page that says what will follow; it is done by what is sent from there.
ASKED = {
    "end_link": "networks/end.html",
    "review_together act=approve": "curation/desk/together.html",
    "review_together act=take_on": "curation/desk/together.html",
    "erase_person": "accounts/erase_confirm.html",
    "letter_act act=let_be": "confirm.html",
    "follow_up_decide act=approve": "confirm.html",
    "follow_up_decide act=decline": "confirm.html",
    "registration_act act=cancel": "confirm.html",
    "visit_act act=cancel": "confirm.html",
    "sign_up_act act=cancel": "confirm.html",
    "board_act act=publish": "confirm.html",
    "gatherings/registration/message.html": "gatherings/registration/message_preview.html",
    "import_calendar": "gatherings/importing/preview.html",
    # The page of the proposal says what is asked; it is answered from there, by hand or by the letter's link.
    "curation/answer.html act=accept": "curation/answer.html",
    "curation/answer.html act=refuse": "curation/answer.html",
}
# These are the questions themselves: what is sent from a page that has said what will follow.
SURE = {
    "erase_person sure=1",
    "review_together sure=1",
    "review_together act={{ act }}",
    "board_step step={{ question.verb }}",
    "confirm.html",
    "gatherings/registration/message_preview.html",
    "import_calendar_send",
    "curation/dashboard/submission_delete.html",
}
# One button, which says the one or the other.
TAKE_ON = "review_take_on act={% if submission.assigned_to_id == request.user.pk %}leave{% else %}take{% endif %}"
# The act → the one that takes it back.
BACK = {
    "entry_act act=hide": "entry_act act=show",
    "entry_act act=remove": "entry_act act=show",
    "entry_act act=show": "entry_act act=hide",
    "board_act act=cancel": "board_act act=restore",
    "board_act act=restore": "board_act act=cancel",
    "board_place": "board_place",
    "board_place later=1": "board_place",
    TAKE_ON: TAKE_ON,
    "registration_act act=care": "registration_act act=care",
    "sign_up_several": "visit_act act=cancel",
    "visit_act act=confirm": "visit_act act=cancel",
    "visit_act act=take": "visit_act act=cancel",
    "review_decide act=approve": "curation/desk/_reopen.html act=reopen",
    "review_decide act=decline": "curation/desk/_reopen.html act=reopen",
    "curation/desk/_reopen.html act=reopen": "review_decide act=decline",
    "submission_act act=accept": "curation/desk/_reopen.html act=reopen",
    "submission_act act=refuse": "curation/desk/_reopen.html act=reopen",
    "submission_act act=withdraw": "submission_act act=resume",
    "submission_act act=resume": "submission_act act=withdraw",
    "sign_up_act act=came": "sign_up_act act=undo",
    "sign_up_act act=undo": "sign_up_act act=came",
    "check_in_one_more": "gatherings/registration/head_count.html",
    "gatherings/registration/head_count.html": "gatherings/registration/head_count.html",
    "registration_act act=confirm": "registration_act act=cancel",
    "registration_act act=people": "registration_act act=people",
    "gatherings/registration/sign_up.html": "registration_act act=cancel",
    "gatherings/registration/sign_ups.html": "sign_up_act act=cancel",
    "gatherings/registration/key_in.html": "sign_up_act act=cancel",
    "gatherings/follow_up/follow_up.html act=stop": "follow_up_decide act=ask_again",
    "follow_up_decide act=ask_again": "gatherings/follow_up/follow_up.html act=stop",
}
# What somebody writes and sends by hand: it is read, and nothing else follows from it by itself.
WRITTEN = {
    "contact",
    "submission_act act=answer",
    "review_write",
    "review_write internal=1",
    "review_decide act=ask",
    "gatherings/follow_up/_form.html",
    "gatherings/registration/answer_care.html",
    "curation/dashboard/submission_edit.html send=1",
}
# What nobody else notices: signing in and out, keeping, beginning a draft that is sent later, trying a letter again.
OWN = {
    "sign_in",
    "sign_in_code",
    "sign_out",
    "mfa_activate_totp",
    "change",
    "entry_act act=propose",
    "entry_act act=correct",
    "entry_act act=restore",
    "submission_act act=other",
    "curation/dashboard/submission_edit.html save=draft",
    "curation/dashboard/submission_edit.html save={{ key }}",
    "letter_act act=again",
    "gatherings/registration/key_in.html more=1",
    "gatherings/registration/message_preview.html again=1",
    "operations/opt_out.html",
    # What was sent once is sent on, by whoever wrote it: what it does is asked about where it arrives.
    "errors/_sent.html",
    "errors/too_long.html",
    "held_form",
    "review_marks",
    "curation/dashboard/submission_edit.html save={{ look }}",
}
# Of Django's desk: those with a page that asks first, those that another takes back, and what nobody else notices.
DESK_ASKS = {"cancel_activities", "cancel_following", "cancel_series", "end_links", "merge", "give_new_codes"}
DESK_BACK = {"restore_activities": "cancel_activities"}
DESK_OWN = {"confirm_today", "mark_answered"}


def acts():
    """Return {act: templates} of each button of each form that is posted: «name of the address, name=value»."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        template = path.relative_to(TEMPLATES).as_posix()
        if template.startswith("admin/"):
            continue
        for form in FORM.finditer(path.read_text("utf-8")):
            url = re.search(r'action="{% url "(\w+)"', form["head"])
            named = [one for one in map(_named, BUTTON.findall(form["inside"])) if one]
            unnamed = len(named) < len(BUTTON.findall(form["inside"]))
            plain = not named or (unnamed and HIDDEN not in form["inside"])
            for name in [*named, *([""] if plain else [])]:
                act = f"{url[1] if url else template} {name}".strip()
                found.setdefault(act, set()).add(template)
    # Their buttons stand in a part of the template that the form includes.
    return found | _of_parts()


def _named(button):
    name, value = (re.search(ATTRIBUTE.format(one), button) for one in ("name", "value"))
    return f"{name[1]}={value[1]}" if name and value else ""


def _of_parts():
    part = (TEMPLATES / "curation" / "answer.html").read_text("utf-8")
    return {
        f"curation/answer.html {_named(one)}": {"curation/answer.html"} for one in BUTTON.findall(part) if _named(one)
    }


def test_each_act_is_asked_about_or_taken_back_or_touches_nobody():
    known, found = set().union(ASKED, BACK, WRITTEN, OWN, SURE), acts()
    new = {act: where for act, where in found.items() if act not in known and act != "curation/answer.html"}
    assert new == {}, "say in tests/steps/test_acts.py what it does to others, and give it a question or a way back"
    assert known - set(found) == set()


def test_no_act_is_sorted_twice():
    kinds = [set(ASKED), set(BACK), WRITTEN, OWN, SURE]
    assert sum(len(one) for one in kinds) == len(set().union(*kinds))


def test_what_takes_an_act_back_is_offered_too():
    assert {back for back in BACK.values() if back not in acts()} == set()


def test_each_question_is_a_page_with_a_form_that_says_it_is_sure():
    for template in sorted({*ASKED.values(), "gatherings/board/step.html"}):
        forms = FORM.findall((TEMPLATES / template).read_text("utf-8"))
        assert forms, template
        asks = template in (
            "gatherings/registration/message_preview.html",
            "gatherings/importing/preview.html",
            "curation/answer.html",
        )
        assert asks or any('name="sure"' in inside for _head, inside in forms), template


def test_the_acts_of_the_desk_ask_first_or_are_taken_back():
    there = {action for model_admin in admin.site._registry.values() for action in model_admin.actions}
    assert there == DESK_ASKS | set(DESK_BACK) | DESK_OWN
    assert set(DESK_BACK.values()) <= there
