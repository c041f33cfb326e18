"""Starts the embedded PostgreSQL when a connection fails, so that it runs only once needed."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg2 import OperationalError

from dekranasda.lib import embedded_postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server, which is started, or started again, on the way."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        self.place = embedded_postgres.project_place()
        settings_dict["HOST"] = str(self.place.run)
        settings_dict["PORT"] = str(embedded_postgres.PORT)
        settings_dict["USER"] = embedded_postgres.NAME
        super().__init__(settings_dict, alias)

    @property
    def is_asleep(self) -> bool:
        """Whether the server would have to be started for a query."""
        return embedded_postgres.status(self.place) is None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new connection; a refused one is tried again after making the server run."""
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            try:
                embedded_postgres.start(self.place)
            except embedded_postgres.UnavailableError as problem:
                raise OperationalError(str(problem)) from problem
            return super().get_new_connection(conn_params)
