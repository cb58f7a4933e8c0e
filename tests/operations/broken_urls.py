"""The site's addresses and one whose view breaks."""

from django.urls import path

from energies.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def broken(request):
    typed = request.GET.get("q", "")
    raise ValueError(f"What {typed} typed cannot be read")


urlpatterns = [path("trenca/", broken, name="broken"), *urlpatterns]
