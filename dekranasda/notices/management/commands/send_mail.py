"""The sender of e-mail, a process of its own: a slow mail server delays nothing but mail."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from dekranasda.notices.delivery import Outcome, deliver_next

REST = 2.0  # seconds between looks where nothing waits
PAUSE = 15.0  # seconds after a server that did not answer


class Command(BaseCommand):
    """Sends what waits, and looks again, until it is told to stop."""

    help = "Send waiting e-mail, each message once, until a signal comes. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The wish to stop when nothing waits any more."""
        parser.add_argument("--once", action="store_true", help="stop when no e-mail is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends after the message that is under way when SIGTERM or SIGINT comes."""
        wanted = Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: wanted.set())
        while not wanted.is_set():
            close_old_connections()
            outcome = deliver_next()
            if outcome is None and options["once"]:
                return
            if outcome is None or outcome == Outcome.NO_SERVER:
                wanted.wait(REST if outcome is None else 0 if options["once"] else PAUSE)
