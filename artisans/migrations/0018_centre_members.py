"""Memberships, materials and photographs out of the single columns that stood for them."""

from django.db import connection, migrations

NEWLY_TRACKED = ("craftcentre", "figure")


def spread(apps, schema_editor):
    """One row each for what a column held; the beginning of the trail for rows that are there."""
    Business = apps.get_model("artisans", "Business")
    Centre = apps.get_model("artisans", "CraftCentre")
    Membership = apps.get_model("artisans", "CentreMembership")
    Material = apps.get_model("artisans", "CentreMaterial")
    Photo = apps.get_model("artisans", "CentrePhoto")
    for name in NEWLY_TRACKED:
        begin_trail(apps.get_model("artisans", name)._meta, apps.get_model("artisans", f"{name}event")._meta)
    members = Business.objects.filter(centre__isnull=False).values_list("pk", "centre_id")
    Membership.objects.bulk_create(
        Membership(business_id=business, centre_id=centre) for business, centre in members
    )
    for centre in Centre.objects.exclude(materials_needed=""):
        words = [word.strip() for word in centre.materials_needed.split(",")]
        Material.objects.bulk_create(
            Material(centre=centre, name=word[:1].upper() + word[1:120]) for word in words if word
        )
    Photo.objects.bulk_create(
        Photo(
            centre=centre,
            sha256=centre.photo_sha256,
            colour=centre.photo_colour,
            alt=centre.photo_alt or centre.name,
        )
        for centre in Centre.objects.exclude(photo_sha256="")
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def begin_trail(table, trail):
    """An event for each row that was there before its model was tracked."""
    own = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id"}
    columns = ", ".join(f'"{f.column}"' for f in trail.concrete_fields if f.column not in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{trail.db_table}" (pgh_created_at, pgh_label, pgh_obj_id, {columns})'
            f" SELECT now(), 'insert', id, {columns} FROM \"{table.db_table}\""
        )


class Migration(migrations.Migration):
    dependencies = [("artisans", "0017_centre_pages"), ("dekranasda", "0001_initial")]

    operations = [
        migrations.RunPython(spread, migrations.RunPython.noop),
        migrations.RemoveField(model_name="craftcentre", name="materials_needed"),
    ]
