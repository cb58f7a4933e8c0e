"""An activity as those of the agenda's tests make it."""

from tests.gatherings.conftest import host, make_activity, make_gathering

__all__ = ["host", "make_activity", "make_gathering"]
