"""Django's PostgreSQL, which does not wait for ever at a server that has stopped answering.

A kept connection is looked at before a request first uses it. Django's own look waits as long as
the other side takes; no setting of PostgreSQL's ends that where the machine is there and the
server hangs.
"""

from __future__ import annotations

import select
import time

from django.db.backends.postgresql import base
from psycopg import OperationalError, pq

SECONDS = 1.0  # for one trivial query


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        return self.connection is not None and _answers(self.connection.pgconn, SECONDS)


def _answers(server: pq.abc.PGconn, seconds: float) -> bool:
    """Whether it answers within so many seconds."""
    deadline = time.monotonic() + seconds
    answered = False
    try:
        server.send_query(b"SELECT 1")
        line = select.poll()
        line.register(server.socket, select.POLLIN)
        while line.poll(max(0, deadline - time.monotonic()) * 1000):
            server.consume_input()
            while not server.is_busy():
                result = server.get_result()
                if result is None:
                    return answered
                answered = result.status == pq.ExecStatus.TUPLES_OK
    except OperationalError:
        return False
    return False
