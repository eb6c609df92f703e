"""Listening sockets. The supervisor holds the web's, so that a web that is started again refuses nobody."""

from __future__ import annotations

import errno
import socket

from webapp.processes.fault import StartFault

BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket on `host`:`port` (0: any free port). Raises StartFault."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        server = socket.socket(family, kind, proto)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        server.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        raise StartFault(_sentence(host, port, error)) from error
    return server


def free(host: str, wanted: int) -> int:
    """`wanted` when nobody listens there, else any free port."""
    for port in (wanted, 0):
        try:
            with listen(host, port) as server:
                return int(server.getsockname()[1])
        except StartFault:
            continue
    raise StartFault(f"No port is free on {host}.")


def url(host: str, port: int) -> str:
    """Where a browser on this machine reaches a server that listens on `host`:`port`."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    return f"http://{f'[{here}]' if ':' in here and '[' not in here else here}:{port}"


def _sentence(host: str, port: int, error: OSError | OverflowError) -> str:
    if isinstance(error, socket.gaierror):
        return f"The host {host} is not known: {error.strerror}. Give an address of this machine with --host."
    if isinstance(error, OverflowError):
        return f"{port} is not a port. Give one from 1 to 65535 with --port."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what listens there, or give another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs administrator rights. Give one above 1023 with --port."
    return f"Outbound cannot listen on {host}:{port}: {error.strerror}."
