"""The first rubric's English name, which its public page needs; it is older than the field."""

import pgtrigger
from django.db import migrations

from curation import defaults


def name(apps, schema_editor):
    unnamed = apps.get_model("curation", "Rubric").objects.filter(name=defaults.NAME, name_en="")
    # The name's translation changes nothing that works were judged by.
    with pgtrigger.ignore("curation.Rubric:frozen_rubric"):
        unnamed.update(name_en=defaults.NAME_EN)


class Migration(migrations.Migration):
    dependencies = [("curation", "0009_afterwards")]
    operations = [migrations.RunPython(name, migrations.RunPython.noop, elidable=False)]
