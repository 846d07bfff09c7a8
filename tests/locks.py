"""What happens at once, told by the database's own locks instead of by a guess at the time."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection


def wait_until_blocked(count: int = 1, ended: Callable[[], bool] = lambda: False) -> None:
    """Return once *count* others wait for a lock, or *ended* is true.

    Raises TimeoutError after 20 seconds.
    """
    deadline = time.monotonic() + 20
    while _blocked() < count and not ended():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def _blocked() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        [count] = cursor.fetchone()
    return int(count)
