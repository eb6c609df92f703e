"""Whether other hosts work beside this one: then recordings and files need a folder that all share."""

from __future__ import annotations

import socket
from pathlib import Path

from redis import Redis
from rq import Worker

from webapp.processes.fault import StartFault


def others(connection: Redis) -> list[str]:
    """The names of the hosts whose workers stand in this Redis, without our own. They do so for a minute
    after they were killed."""
    found = {worker.hostname for worker in Worker.all(connection=connection)}
    return sorted(name for name in found if name and name != socket.gethostname())


def must_share_files(connection: Redis, shared: Path | None) -> None:
    """Raises StartFault where a worker of another host would keep files that this one cannot read."""
    if shared is None and (there := others(connection)):
        raise StartFault(
            f"Workers of the host {there[0]} use the same Redis. Recordings, pictures and files would lie "
            "where only one of the hosts can read them: set OUTBOUND_FILES, on each, to a folder that they "
            f"share (docs/scaling.md). If {there[0]} is gone, start again in a minute."
        )
