"""The admin, behind the same door as the rest of what the team does."""

from collections.abc import Iterable

from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from energies.accounts import team
from energies.kernel.careful import CarefulList


class TeamSite(AdminSite):
    def register(self, model_or_iterable, admin_class=None, **options):
        """Register as Django does; whatever is in an address, the list of the model opens."""
        super().register(model_or_iterable, admin_class, **options)
        for model in model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]:
            # A model that is swapped out is not registered.
            if self.is_registered(model):
                self.get_model_admin(model).get_changelist = lambda request, **kwargs: CarefulList

    def has_permission(self, request):
        return team.is_let_in(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """No password is asked for here: the site's own sign-in and its second factor are."""
        if self.has_permission(request):
            return redirect("admin:index")
        return team.turn_away(request)

    def get_urls(self):
        # Nobody has a password to change.
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", "") not in ("password_change", "password_change_done")
        ]
