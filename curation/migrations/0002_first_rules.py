"""The council's first rubrics, checklists and sentences, so that work can begin on the first day."""

from types import SimpleNamespace
from typing import Any

from django.apps.registry import Apps
from django.db import migrations

from curation import defaults
from curation.defaults_checklists import load_default_checklists
from curation.defaults_phrases import load_phrases

MODELS = ("ProductClass", "ClassCraft", "Rubric", "Criterion", "Gate", "Grade")
MODELS += ("Checklist", "ChecklistItem", "CommentPhrase")


def load(apps: Apps, schema_editor: Any) -> None:
    models = SimpleNamespace(**{name: apps.get_model("curation", name) for name in MODELS})
    defaults.load_default_rubric(models)
    load_default_checklists(models, apps.get_model("artisans", "Craft"))
    load_phrases(models)


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0001_initial"),
        ("artisans", "0002_reference_data"),
    ]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
