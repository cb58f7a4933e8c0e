from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An invented city to show the site with, and the mail that leaves no machine."""

    name = "energies.demo"
    label = "demo"
