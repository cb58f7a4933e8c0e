from gatherings.models.activity import Activity, ActivityFormerSlug, ActivityText
from gatherings.models.gathering import Gathering, GatheringFormerSlug, GatheringText
from gatherings.models.group import GroupPaper, WorkingGroup
from gatherings.models.message import SignUpMessage
from gatherings.models.notice import Notice
from gatherings.models.origin import Origin
from gatherings.models.outcome import Outcome, OutcomeStep
from gatherings.models.registration import Registration
from gatherings.models.room import Room
from gatherings.models.series import Series

__all__ = [
    "Activity",
    "ActivityFormerSlug",
    "ActivityText",
    "Gathering",
    "GatheringFormerSlug",
    "GatheringText",
    "GroupPaper",
    "Notice",
    "Origin",
    "Outcome",
    "OutcomeStep",
    "Registration",
    "Room",
    "Series",
    "SignUpMessage",
    "WorkingGroup",
]
