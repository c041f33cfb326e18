"""The council's first checklists, so that a sample can be inspected on the first day."""

from types import SimpleNamespace

from django.db import migrations

from curation.defaults_checklists import load_default_checklists


def load(apps, schema_editor):
    names = ("Checklist", "ChecklistItem")
    models = SimpleNamespace(**{n: apps.get_model("curation", n) for n in names})
    load_default_checklists(models, apps.get_model("artisans", "Craft"))


class Migration(migrations.Migration):
    dependencies = [("curation", "0007_inspections")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
