"""The whole portal with sample data on this machine: what `make demo` runs."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

HOST = "127.0.0.1"
STATE = settings.BASE_DIR / "var"
LOG = STATE / "demo.log"
PROCESSES = STATE / "demo.processes"  # one "pid moment-of-birth" a line, the command's own first
STAMP = STATE / "demo.static"
START_SECONDS = 60
STOP_SECONDS = 10
PASSWORD = "bojonegoro-demo"  # noqa: S105 of invented people, printed for everybody
ROLES = {
    "sekretariat": "secretariat: registry, rounds, events, reports",
    "kurator1": "curator (kurator1 to kurator5)",
    "ketua": "chair of the curators",
    "pendamping": "mentor",
    "operator": "operator of a district",
    "pimpinan": "leader: reads the reports",
    "perajin": "artisan",
    "admin": "administrator, also of /admin/",
}


@dataclass
class Service:
    """A process of the demo, started again when it ends by itself."""

    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    births: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it apart from the terminal, with its output in the log."""
        self.births.append(time.monotonic())
        with LOG.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_hopeless(self) -> bool:
        """Whether it has ended five times within a minute."""
        return len(self.births) >= 5 and self.births[-1] - self.births[-5] < 60


class Command(BaseCommand):
    """Prepares what is missing, then runs the portal and its worker until it is told to stop."""

    help = "Run the portal with sample data on this machine, until Ctrl-C."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The port, or the wish to stop."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--stop", action="store_true", help="stop the demo that runs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the demo, or end it."""
        if options["stop"]:
            ended = stop_processes()
            PROCESSES.unlink(missing_ok=True)
            self.stdout.write("Demo stopped" if ended else "No demo was running")
            return
        if not settings.DEMO:
            raise CommandError("Start it with `make demo`; it sets what a demo needs")
        port = options["port"]
        STATE.mkdir(mode=0o700, exist_ok=True)
        self.refuse_second(port)
        self.prepare()
        self.serve(port)

    def refuse_second(self, port: int) -> None:
        """Raise CommandError where the demo runs or the port is taken; end what a kill left."""
        owner = next(remembered(), None)
        if owner:
            if "demo" in owner.cmdline():
                raise CommandError("The demo runs already; `make stop` ends it")
            stop_processes()
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error}); try: make demo PORT={port + 1}"
                ) from error

    def prepare(self) -> None:
        """Bring the database, the sample data and the static files up to date."""
        collector = collect_static_files()
        started = time.monotonic()
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        if not get_user_model()._default_manager.exists():
            self.stdout.write("Writing the sample data, once ...")
            call_command("seed_demo")
        connection.close()
        if collector:
            collector.finish()
        self.stdout.write(f"Ready after {time.monotonic() - started:.0f} s")

    def serve(self, port: int) -> None:
        """Run the portal and its workers until a signal comes or one of them is past hope."""
        services = [
            Service(
                ["-m", "gunicorn", "dekranasda.wsgi", "--bind", f"{HOST}:{port}"]
                + ["--workers", "2", "--worker-class", "gthread", "--threads", "12", "--preload"]
                + ["--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"]
            ),
            Service(["manage.py", "db_worker", "--queue-name", "*", "--no-reload"]),
            Service(["manage.py", "send_mail"]),
        ]
        wanted = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: wanted.set())
        try:
            for service in services:
                service.start()
            remember(services)
            self.announce(port, wanted)
            while not wanted.wait(0.5):
                self.revive(services)
        finally:
            stop_processes(but=os.getpid())
            PROCESSES.unlink(missing_ok=True)
        self.stdout.write("\nThe demo has stopped; `make stop` also stops its database.")

    def revive(self, services: list[Service]) -> None:
        """Start again what has ended by itself. Raises CommandError when that does not help."""
        for service in services:
            if service.process and service.process.poll() is not None:
                if service.is_hopeless():
                    raise CommandError(f"{service.arguments[1]} keeps ending; see {LOG}")
                service.start()
                remember(services)

    def announce(self, port: int, wanted: threading.Event) -> None:
        """Wait until the portal answers, then print where to go. Raises CommandError."""
        home = f"http://{HOST}:{port}"
        deadline = time.monotonic() + START_SECONDS
        while not answers(f"{home}/healthz"):
            if wanted.wait(0.2):
                return
            if time.monotonic() > deadline:
                raise CommandError(f"{home}/healthz does not answer 200; see {LOG}")
        width = max(map(len, ROLES)) + len("@contoh.id")
        lines = [f"  {name + '@contoh.id':<{width}}  {role}" for name, role in ROLES.items()]
        self.stdout.write(
            f"\nThe portal runs:  {home}/\n"
            f"Sign in:          {home}/masuk/\n"
            f"Work of staff:    {home}/kerja/\n"
            f"In English:       {home}/en/\n\n"
            f"Everybody's password is {PASSWORD}\n" + "\n".join(lines) + "\n\n"
            f"Log: {LOG}\nCtrl-C stops the portal.\n"
        )


class Collector:
    """`collectstatic` in a process of its own, beside the migrations."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "-v0"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
        )

    def finish(self) -> None:
        """Wait for it and remember what it has collected. Raises CommandError."""
        if self.process.wait():
            raise CommandError("The static files could not be collected; see above")
        STAMP.write_text(self.fingerprint)


def collect_static_files() -> Collector | None:
    """Begin to collect the static files, unless the same ones have been collected before."""
    seal = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seal.update(f"{name}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    fingerprint = seal.hexdigest()
    if STAMP.exists() and STAMP.read_text() == fingerprint:
        return None
    STAMP.unlink(missing_ok=True)
    return Collector(fingerprint)


def answers(url: str) -> bool:
    """Whether the address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def remember(services: list[Service]) -> None:
    """Write down the command's own process and its services', to find them after a kill."""
    pids = [os.getpid(), *(service.process.pid for service in services if service.process)]
    lines = [f"{pid} {psutil.Process(pid).create_time()}" for pid in pids if psutil.pid_exists(pid)]
    PROCESSES.write_text("\n".join(lines))


def remembered() -> Iterator[psutil.Process]:
    """The processes written down that still live; a number used anew is another birth."""
    lines = PROCESSES.read_text().splitlines() if PROCESSES.exists() else []
    for pid, birth in (line.split() for line in lines):
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(pid))
            if str(process.create_time()) == birth and process.status() != psutil.STATUS_ZOMBIE:
                yield process


def stop_processes(but: int = 0) -> bool:
    """End the demo's processes, or all but one, by force if need be; whether any lived."""
    living = [process for process in remembered() if process.pid != but]
    for process in living:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(living, timeout=STOP_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    return bool(living)
