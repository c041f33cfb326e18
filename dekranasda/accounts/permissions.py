"""What each role may do in the admin: one table, from which groups get their permissions.

Only the secretariat (and administrators) open the admin at all; pages of the workbench ask for the
role itself. The table names models as text, since this app lies below theirs.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from dekranasda.accounts.models import Role, User

VIEW = ("view",)
EDIT = ("view", "add", "change")
FULL = ("view", "add", "change", "delete")

ROLE_PERMISSIONS: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.SECRETARIAT: {
        "accounts.user": EDIT,
        "accounts.consent": VIEW,
        "accounts.signuprequest": VIEW,
        "notices.notice": VIEW,
        "artisans.district": VIEW,
        "artisans.village": VIEW,
        "artisans.craft": EDIT,
        "artisans.craftcentre": FULL,
        "artisans.centremembership": FULL,
        "artisans.centrematerial": FULL,
        "artisans.centrephoto": ("view", "change"),
        "artisans.association": EDIT,
        "artisans.associationmembership": FULL,
        "artisans.groupdocument": ("view", "change"),
        "artisans.factsource": VIEW,
        "artisans.artisan": EDIT,
        "artisans.business": EDIT,
        "artisans.businessyear": FULL,
        "artisans.licence": FULL,
        "artisans.readinessassessment": ("view", "add"),
        "artisans.businessclaim": VIEW,
        "artisans.mentoringplan": EDIT,
        "artisans.mentoringtarget": FULL,
        "artisans.mentoringvisit": EDIT,
        "artisans.mentoringnote": VIEW,
        "artisans.importbatch": VIEW,
        "artisans.importrow": VIEW,
        "artisans.savedview": FULL,
        "artisans.bulkchange": VIEW,
        "artisans.registryexport": VIEW,
        "artisans.figure": FULL,
        "artisans.tradition": VIEW,
        "artisans.bearer": VIEW,
        "artisans.traditionyear": VIEW,
        "artisans.traditionlevel": VIEW,
        "products.material": FULL,
        "products.technique": FULL,
        "products.motif": FULL,
        "products.searchsynonym": FULL,
        "products.emptysearch": VIEW,
        "products.product": VIEW,
        "products.productversion": VIEW,
        "products.photo": VIEW,
        "products.enquiry": VIEW,
        "products.minimumwage": FULL,
        "products.costsheet": VIEW,
        "curation.round": VIEW,
        "curation.productclass": VIEW,
        "curation.rubric": VIEW,
        "curation.criterion": VIEW,
        "curation.commentphrase": FULL,
        "curation.gate": VIEW,
        "curation.submission": VIEW,
        "curation.decision": ("export",),
        "editorial.newsitem": FULL,
        "editorial.pagetext": FULL,
        "editorial.featuredstory": VIEW,
        "events.event": EDIT,
        "events.session": FULL,
        "events.eventdocument": VIEW,
        "events.selection": VIEW,
        "events.selectionpick": VIEW,
        "events.registration": VIEW,
        "events.attendance": VIEW,
        "events.certificate": VIEW,
        "events.exhibit": FULL,
        "events.standsale": VIEW,
        "events.consignment": VIEW,
        "events.outlet": EDIT,
        "events.placement": EDIT,
        "events.outletmonth": VIEW,
        "events.exporttemplate": FULL,
        "events.evaluation": EDIT,
        "events.partner": FULL,
        "events.agreement": FULL,
        "events.followup": FULL,
        "events.visitrequest": VIEW,
        "events.visitparty": FULL,
        "events.visitgoal": FULL,
        "events.visitphoto": ("view", "change"),
    },
    Role.CURATOR: {},
    Role.CHAIR: {},
    Role.MENTOR: {},
    Role.DISTRICT_OPERATOR: {},
    Role.LEADER: {},
}

ADMIN_ROLES = frozenset(role for role, table in ROLE_PERMISSIONS.items() if table)


def grant_role_permissions(app_config: AppConfig, **kwargs: Any) -> None:
    """Makes the groups and gives each exactly the table's permissions for one app's models.

    Runs after every migrate, for each app in turn; leaves permissions on other apps alone.
    """
    if not apps.is_installed("django.contrib.auth") or app_config.models_module is None:
        return
    create_permissions(app_config, verbosity=0, using=kwargs.get("using", "default"))
    known = Permission.objects.filter(content_type__app_label=app_config.label)
    by_name = {
        f"{permission.content_type.model}.{permission.codename.split('_')[0]}": permission
        for permission in known.select_related("content_type")
    }
    for role, table in ROLE_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        wanted = {
            by_name[name]
            for model, actions in table.items()
            if model.startswith(f"{app_config.label}.")
            for action in actions
            if (name := f"{model.split('.')[1]}.{action}") in by_name
        }
        held = set(group.permissions.filter(content_type__app_label=app_config.label))
        group.permissions.add(*(wanted - held))
        group.permissions.remove(*(held - wanted))


def set_roles(user: User, roles: set[Role]) -> None:
    """Gives the person exactly these roles, and the admin where one of them opens it."""
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    user.is_staff = user.is_superuser or bool(roles & ADMIN_ROLES)
    user.save(update_fields=["is_staff"])
    user.__dict__.pop("role_names", None)
