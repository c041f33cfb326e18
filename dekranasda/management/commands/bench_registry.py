"""Times the registry's list as staff open it, and prints one line a page."""

import statistics
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from artisans.models import RegistryEntry
from dekranasda.accounts.models import Role, User

LIST = "/kerja/registri/"
# What is measured: a common word, one person, an old spelling, filters, orders, the last page.
PAGES = (
    ("everything", ""),
    ("common word", "?q=batik"),
    ("one name", "?q=Kasiyem+Handayani"),
    ("old spelling", "?q=Soedjono"),
    ("word of two letters", "?q=si"),
    ("nothing fits", "?q=zzzz"),
    ("one NIB", "?q=9000000000777"),
    ("district and craft", "?kecamatan=35.22.20&kerajinan=BTK"),
    ("word and district", "?q=batik&kecamatan=35.22.20"),
    ("ready ones", "?siap=siap"),
    ("ready, by level", "?siap=siap&urut=-kesiapan"),
    ("oldest data first", "?urut=data"),
    ("by owner, backwards", "?urut=-pemilik"),
    ("page 200", "?hal=200"),
)


class Command(BaseCommand):
    """Every page is opened several times by a member of the secretariat; the median counts."""

    help = "Time the registry's list; run it at both sizes and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """How often each page is opened."""
        parser.add_argument("--times", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the median time of the page, of the database in it, and the queries."""
        user = User.objects.filter(groups__name=Role.SECRETARIAT).first()
        user = user or User.objects.filter(is_superuser=True).first()
        if user is None:
            raise CommandError("Somebody of the secretariat must be on record: run seed_demo.")
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        client = Client(headers={"x-forwarded-proto": "https"})
        client.force_login(user)
        self.stdout.write(f"{RegistryEntry.objects.count()} businesses")
        self.stdout.write(f"{'page':22}{'ms':>8}{'of it SQL':>11}{'queries':>9}")
        for name, query in PAGES:
            pages, databases, queries = self._measure(client, LIST + query, options["times"])
            self.stdout.write(f"{name:22}{pages:8.0f}{databases:11.0f}{queries:9}")

    def _measure(self, client: Client, address: str, times: int) -> tuple[float, float, int]:
        """Median milliseconds of the page and of its queries, and their number; warmed up once."""
        client.get(address)
        pages, databases, queries = [], [], 0
        for _number in range(times):
            started = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                status = client.get(address).status_code
            pages.append((time.perf_counter() - started) * 1000)
            if status != 200:
                raise CommandError(f"{address} answered {status}")
            databases.append(sum(float(query["time"]) for query in captured) * 1000)
            queries = len(captured)
        return statistics.median(pages), statistics.median(databases), queries
