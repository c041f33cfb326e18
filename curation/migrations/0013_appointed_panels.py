"""Who sat on a panel before invitations were recorded was appointed, and had accepted."""

from django.db import migrations, models
from django.db.models.functions import Coalesce, Now


def accept(apps, schema_editor):
    Round = apps.get_model("curation", "Round")
    opened = Round.objects.filter(pk=models.OuterRef("round_id")).values("opened_at")
    apps.get_model("curation", "PanelMember").objects.filter(accepted_at__isnull=True).update(
        accepted_at=Coalesce(models.Subquery(opened), Now()),
        statement="Diangkat sebelum pernyataan independensi dicatat di portal.",
        max_load=models.F("target_load"),
    )


class Migration(migrations.Migration):
    dependencies = [("curation", "0012_panels_and_ties")]
    operations = [migrations.RunPython(accept, migrations.RunPython.noop)]
