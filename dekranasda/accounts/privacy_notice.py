"""The privacy notices that people agree to, each under its version; a version never changes.

The text of a version is `templates/privacy/<version>.html`. A new wording is a new file and a new
line here; what was agreed to stays readable.
"""

from datetime import date

# Version → the day it came into force, the newest last.
NOTICES: dict[str, date] = {"2026-11": date(2026, 11, 1)}
CURRENT = list(NOTICES)[-1]


def template_of(version: str) -> str:
    """The template with the text of a version."""
    return f"privacy/{version}.html"
