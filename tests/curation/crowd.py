"""People who act at the same moment, each with a database connection of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import DatabaseError, close_old_connections, connection


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts in threads that start together; «done» or the code or class of each refusal."""
    results = [""] * len(acts)
    gate = threading.Barrier(len(acts), timeout=60)

    def run(place: int) -> None:
        gate.wait()
        try:
            acts[place]()
            results[place] = "done"
        except ValidationError as error:
            results[place] = error.error_list[0].code or ""
        except DatabaseError as error:
            results[place] = type(error).__name__
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def tally(acts: Sequence[Callable[[], object]]) -> dict[str, int]:
    """How often each answer came when all acted at once."""
    return dict(Counter(at_once(*acts)))
