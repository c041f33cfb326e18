"""Moves the number of an NIB from the permit to its business, the one place that keeps it."""

from django.db import migrations

MOVE = r"""
    UPDATE artisans_business AS business SET business_id = licence.number
    FROM artisans_licence AS licence
    WHERE licence.business_id = business.id AND licence.kind = 'nib'
        AND business.business_id = '' AND licence.number ~ '^\d{13}$'
        AND NOT EXISTS (
            SELECT 1 FROM artisans_business AS other WHERE other.business_id = licence.number
        )
        AND NOT EXISTS (
            SELECT 1 FROM artisans_licence AS earlier
            WHERE earlier.kind = 'nib' AND earlier.number = licence.number
                AND earlier.id < licence.id
        );
    UPDATE artisans_licence SET number = '' WHERE kind = 'nib';
"""


class Migration(migrations.Migration):
    dependencies = [("artisans", "0007_mentoring_settled")]

    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop)]
