"""The functions and triggers that keep one row a business for the registry's search."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("registry_search.sql")
UNDO = """
DROP FUNCTION registry_of_businesses, registry_of_artisans, registry_of_assessments CASCADE;
DROP FUNCTION registry_keep, registry_query, registry_words, registry_marks, registry_fold;
"""


class Migration(migrations.Migration):
    dependencies = [("artisans", "0002_reference_data")]
    operations = [migrations.RunSQL(SQL.read_text(), UNDO)]
