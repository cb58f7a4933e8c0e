from django.apps import AppConfig

from energies.kernel.brings import Brings


class DemoConfig(AppConfig):
    """An invented city to show the site with, and the mail that leaves no machine."""

    name = "energies.demo"
    label = "demo"
    brings = Brings(urls="urls")
