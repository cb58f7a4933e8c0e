from gatherings.models.activity import Activity, ActivityFormerSlug, ActivityText
from gatherings.models.by_party import Months
from gatherings.models.follow_up import FollowUp
from gatherings.models.gain import Gain
from gatherings.models.gathering import Gathering, GatheringFormerSlug, GatheringText
from gatherings.models.group import GroupPaper, WorkingGroup
from gatherings.models.message import SignUpMessage
from gatherings.models.notice import Notice
from gatherings.models.origin import Origin
from gatherings.models.outcome import Outcome, OutcomeStep
from gatherings.models.registration import Registration
from gatherings.models.room import Room
from gatherings.models.series import Series
from gatherings.models.visit import Visit

__all__ = [
    "Activity",
    "ActivityFormerSlug",
    "ActivityText",
    "FollowUp",
    "Gain",
    "Gathering",
    "GatheringFormerSlug",
    "GatheringText",
    "GroupPaper",
    "Months",
    "Notice",
    "Origin",
    "Outcome",
    "OutcomeStep",
    "Registration",
    "Room",
    "Series",
    "SignUpMessage",
    "Visit",
    "WorkingGroup",
]
