"""What is news of an activity to somebody: from how they knew it to how it stands now, whatever it was meanwhile."""

from typing import NamedTuple

from gatherings import differences
from gatherings.differences import WhenWhere
from gatherings.models import Notice

Act = Notice.Act


class News(NamedTuple):
    """``act`` is a Notice.Act; ``was`` and ``now`` are WhenWheres; ``reasons`` are as whoever did it wrote them."""

    activity: object
    act: str
    was: WhenWhere
    now: WhenWhere
    reasons: list

    @property
    def differences(self):
        """Those of ``gatherings.differences``, in the language in force."""
        return differences.differences(self.was, self.now)


def news_of(activity, notices):
    """Return the News that ``notices`` make, or None when it is as they knew it.

    ``notices`` are those of the activity, in order and at least one, that whoever reads it was not told of.
    """
    first, last = notices[0], notices[-1]
    turns = [one for one in notices if one.act in (Act.CANCELLED, Act.RESTORED)]
    knew_cancelled = turns[0].act == Act.RESTORED if turns else activity.is_cancelled
    act = _act(activity, {one.act for one in notices}, knew_cancelled, first.was != last.now)
    if act is None:
        return None
    # Of what was cancelled, or is not any more, only why it is so now.
    since = notices.index(turns[-1]) if turns else 0
    reasons = dict.fromkeys(one.reason.strip() for one in notices[since:] if one.reason.strip())
    return News(activity, act, first.was, last.now, list(reasons))


def _act(activity, acts, knew_cancelled, differs):
    if activity.is_cancelled:
        return None if knew_cancelled else Act.CANCELLED
    if knew_cancelled:
        return Act.RESTORED
    for one in (Act.ADDED, Act.PUBLISHED):
        if one in acts and activity.published:
            return one
    if not differs:
        return None
    return Act.MOVED if activity.published else Act.PLACED
