"""Fills districts, villages and crafts from the council's own files."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

from artisans.reference import load_reference_data


def load(apps: Apps, schema_editor: Any) -> None:
    load_reference_data(
        apps.get_model("artisans", "District"),
        apps.get_model("artisans", "Village"),
        apps.get_model("artisans", "Craft"),
    )


class Migration(migrations.Migration):
    dependencies = [("artisans", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
