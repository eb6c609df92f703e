"""What the forks of test_fork do, each in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGCHLD")


def tell() -> int:
    """One line of JSON: what this process was given."""
    files = [name for name in os.listdir("/dev/fd") if os.path.exists(f"/dev/fd/{name}")]
    default = (signal.SIG_DFL, signal.default_int_handler)
    told = {
        "argv": sys.argv,
        "env": dict(os.environ),
        "files": sorted(map(int, files)),
        "session": os.getsid(0) == os.getpid(),
        "handled": [name for name in SIGNALS if signal.getsignal(getattr(signal, name)) not in default],
        "stdin": sys.stdin.read(),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stderr.write("and this\n")
    return 7


def fail() -> None:
    """Raise what nothing has caught."""
    raise LookupError("where is it?")


def stay() -> None:
    """Until told to end; its first line comes before its end."""
    sys.stdout.write("here\n")
    time.sleep(60)
