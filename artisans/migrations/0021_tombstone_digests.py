"""More digests on a tombstone than the one of the name with a telephone."""

from django.db import migrations, models


def gather(apps, schema_editor):
    """The one digest that there was becomes the first of the list."""
    Tombstone = apps.get_model("artisans", "Tombstone")
    for tombstone in Tombstone.objects.exclude(contact_index=None):
        tombstone.digests = [bytes(tombstone.contact_index).hex()]
        tombstone.save(update_fields=["digests"])


class Migration(migrations.Migration):
    dependencies = [("artisans", "0020_group_documents")]

    operations = [
        migrations.AddField(
            model_name="tombstone",
            name="digests",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.RunPython(gather, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="tombstone", name="contact_index"),
    ]
