"""The simulated model's server, assembled: OpenAI's wire, the control API and the page."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence

from aiohttp import web

from webapp.simulator import serving
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
    runner = serving.runner_of(make_app(settings))
    await runner.setup()
    await serving.site_at(runner, settings.host, settings.port, settings.fd).start()
    host, port = runner.addresses[0][:2]
    stop = serving.stop_event()
    log.info("Simulated model ready at %s", serving.url_of(host, port))
    await stop.wait()
    await runner.cleanup()


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
