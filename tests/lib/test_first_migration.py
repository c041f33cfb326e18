"""The first migrations: whole tables at once, and nothing that would be left out."""

import pytest
from django.db import connection, migrations
from django.db.migrations.state import ProjectState

from dekranasda.lib.first_migration import FirstMigration


class Migration(FirstMigration):
    operations = (migrations.RunSQL("SELECT 1"),)


def test_a_step_of_its_own_is_refused():
    with pytest.raises(TypeError, match="RunSQL"):
        Migration("first", "artisans").apply(ProjectState(), connection.schema_editor())
