"""The simulated model's server, assembled: OpenAI's wire, the control API and the page."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Sequence

from aiohttp import web

from webapp.simulator.guard import NAMES, SECRET, guard
from webapp.simulator.model import control, page, wire
from webapp.simulator.model.memory import MEMORY, Memory
from webapp.simulator.model.settings import Settings, read
from webapp.simulator.settings import SettingsFault

log = logging.getLogger("simulator.model")


def make_app(settings: Settings) -> web.Application:
    """The whole simulated model."""
    app = web.Application(client_max_size=wire.LONGEST_BODY, middlewares=[guard])
    app[SECRET] = settings.control_secret
    app[NAMES] = (settings.host, *settings.names.split(","))
    app[MEMORY] = Memory(settings)
    for part in (wire, control, page):
        part.add_routes(app)
    return app


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. "Simulated model ready at URL" goes to stderr once it listens."""
    runner = web.AppRunner(make_app(settings), access_log=None, keepalive_timeout=75, shutdown_timeout=1)
    await runner.setup()
    await _site(runner, settings).start()
    host, port = runner.addresses[0][:2]
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    log.info("Simulated model ready at http://%s:%s", f"[{host}]" if ":" in host else host, port)
    await stop.wait()
    await runner.cleanup()


def _site(runner: web.AppRunner, settings: Settings) -> web.BaseSite:
    if settings.fd >= 0:
        return web.SockSite(runner, socket.socket(fileno=settings.fd), backlog=1024)
    return web.TCPSite(runner, settings.host, settings.port, backlog=1024)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it from the command line; the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        asyncio.run(serve(read(arguments=sys.argv[1:] if arguments is None else arguments)))
    except SettingsFault as fault:
        log.error("%s", fault)
        return 2
    except OSError as fault:
        log.error("The simulated model cannot listen: %s", fault.strerror or fault)
        return 1
    return 0
