"""The council's first rubric, so that a round can be opened on the first day."""

from types import SimpleNamespace

from django.db import migrations

from curation import defaults


def load(apps, schema_editor):
    names = ("Rubric", "Criterion", "Gate", "Grade")
    models = SimpleNamespace(**{n: apps.get_model("curation", n) for n in names})
    defaults.load_rubric(models, defaults)


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
