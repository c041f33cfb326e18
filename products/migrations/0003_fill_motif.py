"""Writes the motif of every shown work beside its other catalogue columns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("products", "0002_motif_and_empty_searches")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE products_product DISABLE TRIGGER USER",
                """
                UPDATE products_product SET motif_id = v.motif_id FROM products_productversion v
                WHERE v.id = published_version_id AND v.motif_id IS NOT NULL
                """,
                "SET CONSTRAINTS ALL IMMEDIATE",
                "ALTER TABLE products_product ENABLE TRIGGER USER",
            ],
            migrations.RunSQL.noop,
        )
    ]
