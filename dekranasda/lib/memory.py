"""What long calculations may do with Python's memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keeps the search for circular garbage from running; also a decorator.

    Work on ten thousands of rows makes many objects and no circles; looking through them again and
    again costs a quarter of its time and frees nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
