"""The outbox against the real simulator; its webhooks come back to the application over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.simulator.server import Simulator, start
from webapp import queue
from webapp.carriers.vonage.client import VonageCarrier
from webapp.db import db
from webapp.services.outbox.dispatcher import Dispatcher


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    simulator = start()
    yield simulator
    simulator.stop()


@pytest.fixture
def simulator(running_simulator: Simulator, app: Flask) -> Iterator[Simulator]:
    """As new, and sending its webhooks to the application under test."""
    running_simulator.control.reset()
    known = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(
        known,
        vonage=replace(
            known.vonage,
            application_id=running_simulator.application_id,
            private_key=running_simulator.private_key,
            api_key=running_simulator.api_key,
            signature_secret=running_simulator.signature_secret,
            host=running_simulator.host,
        ),
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    public_url = f"http://127.0.0.1:{server.server_port}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url=public_url)
    kinds = ("inbound", "status", "answer", "event")
    running_simulator.control.configure(
        **{f"{kind}_url": f"{public_url}/webhooks/vonage/{kind}" for kind in kinds}
    )
    yield running_simulator
    db.session.rollback()  # on SQLite a test that looked last keeps the last webhooks waiting for its lock
    running_simulator.control.reset()
    server.shutdown()
    thread.join()
    server.server_close()
    app.config["SETTINGS"] = known


@pytest.fixture
def carrier(simulator: Simulator, app: Flask) -> Iterator[VonageCarrier]:
    made = VonageCarrier(app.config["SETTINGS"].vonage)
    yield made
    made.close()


@pytest.fixture
def dispatcher(carrier: VonageCarrier, monkeypatch: pytest.MonkeyPatch) -> Dispatcher:
    """One that sees soon that nothing is left: a test would else wait for its next look, again and again."""
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LOOK_AGAIN", 0.02)
    return Dispatcher(lambda _: carrier, queue.redis())
