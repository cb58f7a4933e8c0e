from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from energies.kernel import lengths, lookups


class KernelConfig(AppConfig):
    name = "energies.kernel"
    label = "kernel"

    def ready(self):
        """Have each app say in its ``personal.py`` what it keeps of people, and ``tick`` delete by it."""
        from energies.kernel import checks, personal, tick  # noqa: F401

        lengths.install()
        lookups.register()
        for app in apps.get_app_configs():
            if app is not self and module_has_submodule(app.module, "personal"):
                import_module(f"{app.name}.personal").declare()
        tick.register("personal data deleted", personal.purge)
