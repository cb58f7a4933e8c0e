"""What staff write in a page in the place of what settings decide: it says what is so, also when that changes."""

from energies.kernel.working_days import within

# {what is written between braces: the function that gives what is read there, in the language that is active}.
PLACEHOLDERS = {"answer_days": within}


def fill(text):
    """Return a text of a page with each ``{name}`` of PLACEHOLDERS said; what is not known stays as it is written."""
    for name, say in PLACEHOLDERS.items():
        text = text.replace(f"{{{name}}}", say())
    return text
