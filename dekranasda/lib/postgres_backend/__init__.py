"""Django's PostgreSQL backend, on the project's own server."""
