"""Sections that other apps add to a page."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from energies.kernel import sections as registry

register = template.Library()


@register.simple_tag(takes_context=True)
def sections(context, place, obj):
    """Draw what other apps have to say of ``obj`` on the pages called ``place``."""
    drawn = []
    for name, said in registry.of(place, obj):
        with context.push(**said):
            drawn.append(get_template(name).template.render(context))
    return mark_safe("".join(drawn))  # each is a template, escaped by itself
