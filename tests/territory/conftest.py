"""A city that nobody has loaded yet."""

import pytest

from energies.territory.models import Barri, District


@pytest.fixture
def no_territory(territory):
    """Takes away the districts and barris that stand before each test."""
    Barri.objects.all().delete()
    District.objects.all().delete()
