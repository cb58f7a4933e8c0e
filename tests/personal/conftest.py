"""What is kept of people comes from everywhere: so do the things that these tests are made of."""

from tests.gatherings.conftest import comes, host, make_activity, make_gathering, over, supper
from tests.networks.conftest import ours, post, relate, theirs

__all__ = [
    "comes",
    "host",
    "make_activity",
    "make_gathering",
    "ours",
    "over",
    "post",
    "relate",
    "supper",
    "theirs",
]
