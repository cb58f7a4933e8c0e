"""The site with one app more: its name in INSTALLED_APPS is all that it takes."""

from energies.settings import *  # noqa: F403
from energies.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.brought", *INSTALLED_APPS]
