"""The simulator's server, assembled: the carrier's wire, the control API and the pages."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Sequence

from aiohttp import web

from webapp.simulator import control, media, phones, serving, switchboard, wire
from webapp.simulator.account import applications, numbers
from webapp.simulator.account import control as account_control
from webapp.simulator.account.state import ACCOUNT, Account
from webapp.simulator.core import CORE, Core
from webapp.simulator.guard import NAMES, SECRET, guard
from webapp.simulator.network import Network
from webapp.simulator.settings import Settings, SettingsFault, read
from webapp.simulator.voice import api, handsets
from webapp.simulator.voice import control as calls_control
from webapp.simulator.voice.api import EXCHANGE
from webapp.simulator.voice.exchange import Exchange
from webapp.simulator.webhooks import Webhooks

log = logging.getLogger("simulator")


def make_app(settings: Settings) -> web.Application:
    """The whole simulator; raises SettingsFault."""
    core = Core(settings)
    webhooks = Webhooks(core)
    app = web.Application(client_max_size=wire.LONGEST_BODY, middlewares=[guard])
    app[CORE], app[control.WEBHOOKS], app[wire.NETWORK] = core, webhooks, Network(core, webhooks)
    app[EXCHANGE] = exchange = Exchange(core)
    app[ACCOUNT] = account = Account(core)
    core.forgetting += [exchange.forget, account.forget]
    app[SECRET] = settings.control_secret
    app[NAMES] = (settings.host, *settings.names.split(","))
    app.router.add_post("/v1/messages", wire.send)
    for part in (control, media, phones, switchboard, api, calls_control, handsets):
        part.add_routes(app)
    for part in (applications, numbers, account_control):
        part.add_routes(app)

    async def deliveries(_: web.Application) -> AsyncIterator[None]:
        await webhooks.open()
        await exchange.hooks.open()
        yield
        exchange.forget()
        await exchange.hooks.close()
        await webhooks.close()

    app.cleanup_ctx.append(deliveries)
    return app


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. The line "Simulator ready at URL" goes to stderr once it listens."""
    runner = serving.runner_of(make_app(settings))
    await runner.setup()
    await serving.site_at(runner, settings.host, settings.port, settings.fd).start()
    host, port = runner.addresses[0][:2]
    runner.app[CORE].url = _reached_at(host, port)
    await web.TCPSite(runner, settings.host, settings.region_port).start()
    runner.app[EXCHANGE].region = _reached_at(host, runner.addresses[-1][1])
    stop = serving.stop_event()
    log.info("Simulator ready at %s", serving.url_of(host, port))
    await stop.wait()
    await runner.cleanup()


def _reached_at(host: str, port: int) -> str:
    """From this machine."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return serving.url_of(here, port)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the simulator from the command line; the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    # Hundreds of thousands of small objects that live long: look through them rarely.
    gc.set_threshold(50_000, 20, 50)
    try:
        settings = read(arguments=sys.argv[1:] if arguments is None else arguments)
        asyncio.run(serve(settings))
    except SettingsFault as fault:
        log.error("%s", fault)
        return 2
    except OSError as fault:
        log.error("The simulator cannot listen: %s", fault.strerror or fault)
        return 1
    return 0
