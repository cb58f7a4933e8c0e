from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from energies.kernel import brings, lengths, lookups, mail, sections, tick
from energies.kernel.brings import Brings


class KernelConfig(AppConfig):
    name = "energies.kernel"
    label = "kernel"
    brings = Brings(jobs={"personal data deleted": "personal.purge"})

    def ready(self) -> None:
        """Have each app say in its ``personal.py`` what it keeps of people, and ``tick`` delete by it."""
        from energies.kernel import checks  # noqa: F401

        lengths.install()
        lookups.register()
        for app in apps.get_app_configs():
            if app is not self and module_has_submodule(app.module, "personal"):
                import_module(f"{app.name}.personal").declare()
        self.gather()

    def gather(self) -> None:
        """Take what apps bring that the kernel hands on: periodic work, letters, sections of others' pages."""
        for name, job in brings.loaded_by_name("jobs"):
            tick.register(name, job)
        for app, brought in brings.bringing():
            mail.register(brought.letters)
            mail.register(brought.letters_by_people, written_by_people=True)
            for one in brought.sections:
                sections.register(one.place, one.position, brings.load(app, one.section))
        for place, rows in brings.loaded_by_name("rows"):
            sections.register_rows(place, rows)
