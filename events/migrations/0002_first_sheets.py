"""The export sheets that a council begins with."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

from events.market_defaults import make_templates


def load(apps: Apps, schema_editor: Any) -> None:
    make_templates(apps.get_model("events", "ExportTemplate"))


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
