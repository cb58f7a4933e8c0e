#!/usr/bin/env python
import os
import sys

import django
from django.core.management import execute_from_command_line

from energies.kernel.release import release

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "energies.settings")
    if sys.argv[1:] == ["--version"]:
        sys.exit(print(f"Energies Comunitàries {release()} (Django {django.get_version()})"))
    execute_from_command_line(sys.argv)
