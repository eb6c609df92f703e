"""No process outlives its parent: the kernel ends it, even when the parent was killed with SIGKILL."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>; cleared by fork, kept by exec. Elsewhere than on Linux there is no such thing."""

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """In a child just forked: die when `parent` (a pid) dies. Dies at once when that has happened already."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def tie_children() -> None:
    """From now on every process that this one forks (and their forks in turn) ends with its parent."""
    forking = [os.getpid()]

    def before() -> None:
        forking[0] = os.getpid()

    os.register_at_fork(before=before, after_in_child=lambda: end_with(forking[0]))


def tied() -> Callable[[], None]:
    """For `subprocess.Popen(preexec_fn=...)`: ties the new process to the calling one."""
    parent = os.getpid()
    return lambda: end_with(parent)
