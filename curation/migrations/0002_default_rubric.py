"""The council's first rubric, so that a round can be opened on the first day."""

from types import SimpleNamespace

from django.db import migrations

from curation.defaults import load_default_rubric


def load(apps, schema_editor):
    names = ("Rubric", "Criterion", "Gate", "Grade")
    load_default_rubric(SimpleNamespace(**{n: apps.get_model("curation", n) for n in names}))


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
