"""Heavy work in turns: only so much of it runs at once on this machine, the rest waits.

The places are files that a process locks. The system gives a lock back when its process ends,
however it ends, so no crash can block the others.
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

PAUSE = 0.02  # seconds between two looks at whether a place is free


class NoTurnError(Exception):
    """Too many wait already, or the wait took too long: the work is to be asked for again."""


@contextmanager
def turn(name: str, *, at_once: int, waiting: int, seconds: float) -> Iterator[None]:
    """Runs the block as one of `at_once`, after waiting for it with at most `waiting` others.

    Raises NoTurnError where the queue is full or no place came free in `seconds`.
    """
    with ExitStack() as held:
        if not _take(held, name, "queue", at_once + waiting):
            raise NoTurnError
        end = time.monotonic() + seconds
        while not _take(held, name, "run", at_once):
            if time.monotonic() > end:
                raise NoTurnError
            time.sleep(PAUSE)
        yield


def _take(held: ExitStack, name: str, kind: str, places: int) -> bool:
    """Locks the first free place until `held` closes; False where there is none."""
    for number in range(places):
        handle = _open(f"{name}-{kind}-{number}")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            continue
        held.callback(handle.close)
        return True
    return False


def _open(name: str) -> IO[bytes]:
    portal = hashlib.sha256(str(settings.BASE_DIR).encode()).hexdigest()[:8]
    folder = Path(tempfile.gettempdir(), f"dekranasda-{os.getuid()}-{portal}")
    folder.mkdir(mode=0o700, exist_ok=True)
    return (folder / name).open("ab")
