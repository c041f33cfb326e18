"""The first migration of an app: all its tables made at once, as they stand in the end."""

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

CONTAINED = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AddIndex,
    migrations.AddConstraint,
    AddTrigger,
)


class FirstMigration(migrations.Migration):
    """Makes whole tables, then triggers, from the state that all operations lead to.

    A migration as Django carries it out builds every model class anew after each operation, and
    those of all models related to it: with two hundred operations that took a minute of each new
    database. Here the classes are built once. The operations stay as `makemigrations` wrote them;
    what adds fields, indexes and constraints to a table of this migration needs no step of its own.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False
    ) -> ProjectState:
        """Creates the tables and triggers; returns the state afterwards.

        Raises TypeError for an operation that no table or trigger of this migration contains.
        """
        for operation in self.operations:
            if not isinstance(operation, CONTAINED):
                raise TypeError(f"a first migration holds no {type(operation).__name__}")
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)  # not rendered again at each change
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for kind in (migrations.CreateModel, AddTrigger):
            for operation in self._of_kind(kind):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state

    def _of_kind(self, kind: type[Operation]) -> list[Operation]:
        return [operation for operation in self.operations if isinstance(operation, kind)]
