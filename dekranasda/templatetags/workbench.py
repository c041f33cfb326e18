"""From a page of the admin to the same thing at the workbench."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()

# Model → the page of one row, and the field whose value the page is asked for.
PAGES = {
    "artisans.business": ("artisans:business_detail", "pk"),
    "artisans.businessyear": ("artisans:business_detail", "business_id"),
    "artisans.licence": ("artisans:business_detail", "business_id"),
    "artisans.readinessassessment": ("artisans:business_detail", "business_id"),
    "artisans.mentoringplan": ("artisans:mentored_business", "business_id"),
    "artisans.mentoringvisit": ("artisans:mentored_business", "business_id"),
    "artisans.importbatch": ("artisans:import_detail", "pk"),
    "artisans.craftcentre": ("artisans:centre_detail", "pk"),
    "artisans.centremembership": ("artisans:centre_detail", "centre_id"),
    "artisans.centrematerial": ("artisans:centre_detail", "centre_id"),
    "artisans.centrephoto": ("artisans:centre_detail", "centre_id"),
    "artisans.association": ("artisans:association_detail", "pk"),
    "artisans.associationmembership": ("artisans:association_detail", "association_id"),
    "artisans.groupdocument": ("artisans:document_update", "pk"),
    "artisans.figure": ("artisans:figure_update", "pk"),
}
# Model → the page that lists its rows.
LISTS = {
    "artisans.artisan": "artisans:business_list",
    "artisans.business": "artisans:business_list",
    "artisans.businessyear": "artisans:business_list",
    "artisans.licence": "artisans:business_list",
    "artisans.readinessassessment": "artisans:business_list",
    "artisans.mentoringplan": "artisans:mentoring_list",
    "artisans.mentoringtarget": "artisans:mentoring_list",
    "artisans.mentoringvisit": "artisans:mentoring_list",
    "artisans.importbatch": "artisans:import_list",
    "artisans.importrow": "artisans:import_list",
    "artisans.craftcentre": "artisans:centre_list",
    "artisans.centremembership": "artisans:centre_list",
    "artisans.centrematerial": "artisans:material_board",
    "artisans.centrephoto": "artisans:centre_list",
    "artisans.association": "artisans:association_list",
    "artisans.associationmembership": "artisans:association_list",
    "artisans.groupdocument": "artisans:association_list",
    "artisans.figure": "artisans:figure_list",
}


@register.simple_tag
def workbench_page(row: Any) -> str:
    """The address of a row's page at the workbench; empty where it has none."""
    if row is None or row._meta.label_lower not in PAGES:
        return ""
    name, field = PAGES[row._meta.label_lower]
    return reverse(name, args=[getattr(row, field)])


@register.simple_tag
def workbench_list(options: Any) -> str:
    """The address of the page that lists a model's rows; empty where there is none."""
    name = LISTS.get(options.label_lower)
    return reverse(name) if name else ""
