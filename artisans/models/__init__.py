"""The registry: places, crafts, craft centres, artisans, their businesses, and how they grow."""

from artisans.models.assistance import AssistanceGrant
from artisans.models.associations import Association, AssociationMembership
from artisans.models.businesses import Business, Licence
from artisans.models.centres import CentreMaterial, CentreMembership, CentrePhoto, CraftCentre
from artisans.models.claims import BusinessClaim
from artisans.models.crafts import Craft
from artisans.models.documents import GroupDocument
from artisans.models.facts import FactSource
from artisans.models.figures import Figure
from artisans.models.growth import BusinessYear, ReadinessAssessment, TurnoverBand
from artisans.models.heritage import Bearer, Tradition, TraditionLevel, TraditionYear
from artisans.models.imports import (
    ImportBatch,
    ImportChange,
    ImportConflict,
    ImportGrouping,
    ImportMatch,
    ImportProfile,
    ImportRow,
)
from artisans.models.membership import MemberRole, Membership
from artisans.models.mentoring import (
    MentoringNote,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
)
from artisans.models.merging import DuplicatePair, EntryKind, Merge
from artisans.models.own_photos import OwnPhoto
from artisans.models.people import Artisan, age_on
from artisans.models.personal_data import DataRequest, Tombstone
from artisans.models.places import PHONE_FORMAT, District, Village
from artisans.models.registry import (
    BulkChange,
    ChosenColumns,
    RegistryEntry,
    RegistryExport,
    SavedView,
)

__all__ = [
    "Bearer",
    "Tradition",
    "TraditionLevel",
    "TraditionYear",
    "age_on",
    "Artisan",
    "AssistanceGrant",
    "BulkChange",
    "Business",
    "BusinessClaim",
    "BusinessYear",
    "ChosenColumns",
    "Association",
    "AssociationMembership",
    "CentreMaterial",
    "CentreMembership",
    "CentrePhoto",
    "Craft",
    "CraftCentre",
    "DataRequest",
    "District",
    "DuplicatePair",
    "EntryKind",
    "FactSource",
    "Figure",
    "GroupDocument",
    "ImportBatch",
    "ImportChange",
    "ImportConflict",
    "ImportGrouping",
    "ImportMatch",
    "ImportProfile",
    "ImportRow",
    "Licence",
    "MentoringNote",
    "MemberRole",
    "Membership",
    "MentoringPlan",
    "MentoringTarget",
    "MentoringVisit",
    "Merge",
    "OwnPhoto",
    "PHONE_FORMAT",
    "ReadinessAssessment",
    "RegistryEntry",
    "RegistryExport",
    "SavedView",
    "Tombstone",
    "TurnoverBand",
    "Village",
]
