from projects.models.confirmation import Confirmation
from projects.models.entity import Entity, EntityFormerSlug, EntityText
from projects.models.exchange import Need, Offer
from projects.models.project import (
    Link,
    Project,
    ProjectFormerSlug,
    ProjectText,
    ProjectTheme,
    TaggedProject,
)

__all__ = [
    "Confirmation",
    "Entity",
    "EntityFormerSlug",
    "EntityText",
    "Link",
    "Need",
    "Offer",
    "Project",
    "ProjectFormerSlug",
    "ProjectText",
    "ProjectTheme",
    "TaggedProject",
]
