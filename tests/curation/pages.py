"""What a browser would send of a page that nobody has touched, and what one types on it."""

import re

from tests.fuzz.pages import Page

WRITTEN = ("text", "textarea", "url", "email", "tel")


def drawn(page, path="/"):
    """Return (inputs, {name: type}) of the form of a draft, out of the answer that shows it."""
    (form,) = [one for one in Page(path, page.text).forms if "seen" in one.inputs]
    sent = {}
    for name, one in form.inputs.items():
        values = one.values
        if one.type == "select" and not values:
            values = one.choices[:1]
        if one.type in WRITTEN or one.type == "Input":
            # HTML drops the end of line that follows <textarea>.
            values = [re.sub(r"^\n", "", "".join(values))]
        if one.type != "file" and (values or one.type not in ("checkbox", "radio")):
            sent[name] = values or [""]
    sent.pop("address2", None)
    return sent, {name: one.type for name, one in form.inputs.items()}


def texts(inputs, types):
    """Return the names of the inputs in which one writes words."""
    return [name for name in inputs if types[name] in WRITTEN and name not in ("page", "seen", "turn")]
