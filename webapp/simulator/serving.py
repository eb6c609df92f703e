"""Serving a simulator until it is told to stop: what the carrier's and the model's have in common."""

from __future__ import annotations

import asyncio
import signal
import socket

from aiohttp import web

BACKLOG = 1024
"""Connections that wait to be accepted."""


def runner_of(app: web.Application) -> web.AppRunner:
    """Not set up yet. Connections rest for up to 75 s, and get 1 s at the end."""
    return web.AppRunner(app, access_log=None, keepalive_timeout=75, shutdown_timeout=1)


def site_at(runner: web.AppRunner, host: str, port: int, fd: int) -> web.BaseSite:
    """At an address; with `fd` of 0 or more at that socket, where the parent process listens already."""
    if fd >= 0:
        return web.SockSite(runner, socket.socket(fileno=fd), backlog=BACKLOG)
    return web.TCPSite(runner, host, port, backlog=BACKLOG)


def url_of(host: str, port: int) -> str:
    """An IPv6 address stands in brackets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def stop_event() -> asyncio.Event:
    """Set at SIGINT or SIGTERM, from now on."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
