"""What other apps add to a page: sections, entries of the menu."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from energies.kernel import brings
from energies.kernel import sections as registry

register = template.Library()


@register.simple_tag
def menu(name) -> list[brings.MenuEntry]:
    """Return the entries of the menu ``name`` that are everybody's."""
    return brings.menu(name)


@register.simple_tag(takes_context=True)
def sections(context, place, obj) -> str:
    """Draw what other apps have to say of ``obj`` on the pages called ``place``."""
    return drawn(context, registry.sections_for(place, obj))


@register.simple_tag(takes_context=True)
def drawn(context, parts) -> str:
    """Draw the [(template, context)] that ``sections.sections_for`` or ``sections.sections_for_rows`` found."""
    texts = []
    for name, said in parts:
        with context.push(**said):
            texts.append(get_template(name).template.render(context))
    return mark_safe("".join(texts))  # nosec B308 B703 # each is a template, escaped by itself
