"""What templates say of the pages that staff write."""

from django import template

from energies.site.placeholders import fill

register = template.Library()
register.filter("filled", fill)
