from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "energies.kernel"
    label = "kernel"

    def ready(self):
        from energies.kernel import checks  # noqa: F401
