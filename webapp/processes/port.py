"""Listening sockets. The supervisor holds the web server's, so that a restart refuses no connection."""

from __future__ import annotations

import errno
import socket
from typing import Any

from webapp.processes.fault import StartFault

BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket on `host`:`port` (0: any free port). Raises StartFault."""
    if not 0 <= port <= 65_535:  # getaddrinfo would take it modulo 65536
        raise StartFault(f"{port} is not a port. Give one from 1 to 65535 with --port.")
    try:
        flags = socket.AI_PASSIVE
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)[0]
        return _bound(socket.socket(family, kind), address)
    except OSError as error:
        raise StartFault(_sentence(host, port, error)) from error


def _bound(server: socket.socket, address: Any) -> socket.socket:
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        server.listen(BACKLOG)
    except OSError:
        server.close()
        raise
    return server


def held(host: str, wanted: int) -> socket.socket:
    """A listening socket, which keeps others out: on `wanted`, or, where another listens, on a free port."""
    for port in (wanted, 0):
        try:
            return listen(host, port)
        except StartFault:
            continue
    raise StartFault(f"No port is free on {host}.")


def url(host: str, port: int) -> str:
    """Where a browser on this machine reaches a server that listens on `host`:`port`."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    return f"http://{f'[{here}]' if ':' in here and '[' not in here else here}:{port}"


def _sentence(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"The host {host} is not known: {error.strerror}. Give an address of this machine with --host."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what listens there, or give another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs administrator rights. Give one above 1023 with --port."
    return f"Outbound cannot listen on {host}:{port}: {error.strerror}."
