"""Pages of a list: 24 to a page, in the address, and a clear answer to a page that is not there."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from energies.kernel.clean_text import whole_number

PER_PAGE = 24


class NoSuchPage(Http404):
    """``str`` is what the reader is told."""


def paginate(request, rows, per_page=PER_PAGE) -> Page:
    """Return the Page that ``?page=`` asks for (the first without it); Http404 with words for nonsense."""
    paginator = Paginator(rows, per_page)
    try:
        page = paginator.page(whole_number(request.GET.get("page") or "1"))
    except InvalidPage as error:
        raise NoSuchPage(_("This list has no page with that number.")) from error
    page.links = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page
