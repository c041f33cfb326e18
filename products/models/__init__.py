"""Works in versions with photographs, what a piece costs to make, and the council's words."""

from products.models.demand import EmptySearch, Enquiry, SearchSynonym
from products.models.page_views import MakerViews, WorkViews
from products.models.pricing import CostSheet, MinimumWage
from products.models.versions import (
    Photo,
    ProductVersion,
    VersionMaterial,
    VersionTechnique,
    keep_with_frozen,
)
from products.models.vocabulary import Material, Motif, Technique, Vocabulary
from products.models.works import CODE_ALPHABET, CODE_LENGTH, Product, make_code, slug_for

__all__ = [
    "CODE_ALPHABET",
    "CODE_LENGTH",
    "CostSheet",
    "EmptySearch",
    "Enquiry",
    "MakerViews",
    "Material",
    "MinimumWage",
    "Motif",
    "Photo",
    "Product",
    "ProductVersion",
    "SearchSynonym",
    "Technique",
    "VersionMaterial",
    "VersionTechnique",
    "Vocabulary",
    "WorkViews",
    "keep_with_frozen",
    "make_code",
    "slug_for",
]
