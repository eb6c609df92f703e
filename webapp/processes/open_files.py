"""How many files a process may have open: raised as far as it may be, and what that is enough for."""

from __future__ import annotations

import resource

OTHERS = 256
"""Files that the application needs besides its connections: its modules, databases, logs, uploads."""
FOR_EACH = 3
"""Of a connection: its socket, and a temporary file each for a long request and a long answer."""


def connections(wanted: int) -> int:
    """So many connections, or as many as the system's limit (RLIMIT_NOFILE) has room for; at least one."""
    needed = wanted * FOR_EACH + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _less(soft, needed):
        soft = hard if _less(hard, needed) else needed
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(1, (soft - OTHERS) // FOR_EACH) if _less(soft, needed) else wanted


def _less(limit: int, needed: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < needed
