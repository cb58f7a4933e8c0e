from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "energies.kernel"
    label = "kernel"
