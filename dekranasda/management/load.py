"""Asking a web server of one's own as many visitors would, and what it costs the server."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

START_SECONDS = 60
WORKERS = 2


@dataclass(frozen=True)
class Load:
    """What a number of requests took."""

    requests: int
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of the web workers for one request, in milliseconds."""
        return self.cpu_seconds * 1000 / self.requests


class Server:
    """gunicorn with its workers, on a port of this machine."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return list(psutil.Process(self.process.pid).children())

    def cpu_seconds(self) -> float:
        """Processor time of all workers so far."""
        times = [worker.cpu_times() for worker in self.workers()]
        return float(sum(each.user + each.system for each in times))

    def memory(self) -> int:
        """Resident bytes of the largest worker."""
        return int(max(worker.memory_info().rss for worker in self.workers()))

    def get(self, path: str, headers: Sequence[str] = ()) -> tuple[int, bytes]:
        """The status and the body of one page."""
        head, _gap, body = self._exchange(self._request(path, headers)).partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body

    def ask(self, paths: Sequence[str], *, requests: int, clients: int = 1) -> Load:
        """Asks the addresses in turn, as often as said; raises RuntimeError at another status
        than 200."""
        wanted = [self._request(path) for path in paths]
        each = requests // clients
        failures: list[bytes] = []

        def visit(start: int) -> None:
            for number in range(start, start + each):
                answer = self._exchange(wanted[number % len(wanted)])
                if not answer.startswith(b"HTTP/1.1 200"):
                    failures.append(answer[:200])
                    return

        cpu, started = self.cpu_seconds(), time.perf_counter()
        threads = [threading.Thread(target=visit, args=(place * each,)) for place in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - started
        if failures:
            raise RuntimeError(f"unexpected answer: {failures[0]!r}")
        return Load(each * clients, seconds, self.cpu_seconds() - cpu)

    def _request(self, path: str, headers: Sequence[str] = ()) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""]
        return "\r\n".join(lines).encode()

    def _exchange(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)


@contextmanager
def serving(environment: dict[str, str], application: str = "dekranasda.wsgi") -> Iterator[Server]:
    """A server in the given environment, ended afterwards. Raises RuntimeError if it cannot start.

    Its workers never restart by themselves, so that their processor time can be read as one sum.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--workers", str(WORKERS), "--timeout", "120", "--log-level", "warning"],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    server = Server(process, port)
    try:
        _wait_for(server)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def server_process() -> Path:
    """Where the system counts the time of the database process that serves this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def processor_seconds(server: Path) -> float:
    """Processor time of this process, and of the database's where it runs on the same machine."""
    own = time.process_time()
    return own + (int(server.read_text().split()[0]) / 1e9 if server.exists() else 0)


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if server.get("/tentang/")[0] and len(server.workers()) == WORKERS:
                return
        except OSError:
            time.sleep(0.2)
        if server.process.poll() is not None:
            break
    raise RuntimeError("the web server did not start")
