"""The admin, behind the same door as the rest of what the team does."""

from collections.abc import Callable
from functools import wraps

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from energies.accounts import team
from energies.accounts.views import sign_out
from energies.kernel.desk import DeskAdmin


class TeamSite(AdminSite):
    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Register what derives from DeskAdmin; what libraries bring of their own is left out.

        Theirs shows whatever the table holds to whoever has its permission: seeds of second factors, letters, sessions.
        """
        if admin_class is not None and issubclass(admin_class, DeskAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        return team.is_let_in(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None) -> HttpResponse:
        """No password is asked for here: the site's own sign-in and its second factor are."""
        if self.has_permission(request):
            return redirect("admin:index")
        return team.turn_away(request)

    def admin_view(self, view, cacheable=False) -> Callable:
        """What is sent to the desk without being let in is not lost: Django's own would send to sign in without it."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request, *args, **kwargs) -> HttpResponse:
            leaving = request.path == reverse("admin:logout")
            if request.method == "POST" and not (leaving or self.has_permission(request)):
                return team.turn_away(request)
            return inner(request, *args, **kwargs)

        checked.asks_to_sign_in = True
        return checked

    def logout(self, request, extra_context=None) -> HttpResponse:
        return sign_out(request)

    def get_urls(self) -> list:
        # Nobody has a password to change.
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", "") not in ("password_change", "password_change_done")
        ]
