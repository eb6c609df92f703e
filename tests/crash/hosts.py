"""Several hosts on one PostgreSQL and one Valkey.

Network namespaces where the machine lets us make them (root, iproute2), whose cables are pulled; elsewhere
processes with data folders of their own, which are frozen. OUTBOUND_HOSTS=processes takes these anywhere.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import requests
from flask import Flask

from tests import postgres
from tests.crash.host import NAME, SUBNET, Frozen, Host, Namespace, ip
from tests.processes.house import free_port, wait_for
from tests.simulator.server import Simulator, start
from webapp import config
from webapp.app import create_app
from webapp.db import db
from webapp.processes import valkey
from webapp.processes.environment import ROOT


def namespaces() -> bool:
    """Whether hosts are network namespaces here."""
    wanted = os.environ.get("OUTBOUND_HOSTS") != "processes"
    return wanted and os.geteuid() == 0 and shutil.which("ip") is not None


class Network:
    """What the hosts share, and the hosts. `env` is what all of them have in common."""

    def __init__(self, simulator: Simulator, env: dict[str, str]) -> None:
        self.simulator = simulator
        self.env = env
        self.hosts: list[Host] = []

    def host(self, *programs: tuple[str, ...]) -> Host:
        """A new host that runs these programs."""
        kind = Namespace if namespaces() else Frozen
        made = kind(len(self.hosts) + 1, self.env)
        self.hosts.append(made)
        for module in programs:
            made.run(*module)
        return made

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """The application of these hosts, in this process."""
        app = create_app(config.load(self.env | {"OUTBOUND_DATA": tempfile.gettempdir()}))
        with app.app_context():
            yield app
            db.session.rollback()
            app.extensions["redis"].close()
            db.engine.dispose()

    def prepare(self) -> str:
        """Bring the database up to date; the token of the link for the first admin."""
        command = [sys.executable, "-P", "-m", "webapp.processes.prepare"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env | {"OUTBOUND_DATA": tempfile.gettempdir()}, capture_output=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return str(json.loads(done.stdout.splitlines()[-1])["setup_token"])


@contextmanager
def network(**simulator: object) -> Iterator[Network]:
    """PostgreSQL, Valkey and the carrier where every host reaches them, and no host yet."""
    with ExitStack() as closing:
        address, subnet = "127.0.0.1", "127.0.0.1/32"
        if namespaces():
            address, subnet = f"{SUBNET}.1", f"{SUBNET}.0/24"
            _bridge(closing, f"{address}/24")
        cluster = postgres.Cluster(durable=True, address=(address, free_port()), network=subnet)
        closing.callback(cluster.stop)
        redis_url = closing.enter_context(_valkey(address))
        # On all addresses: the hosts use the bridge's, and its control API answers on loopback only.
        carrier = start(host="0.0.0.0" if namespaces() else address, **simulator)  # noqa: S104
        closing.callback(carrier.stop)
        made = Network(carrier, _environment(carrier, address, cluster.tcp_url, redis_url))
        closing.callback(lambda: [host.remove() for host in made.hosts])
        yield made


def _bridge(closing: ExitStack, address: str) -> None:
    ip("link", "add", NAME, "type", "bridge")
    closing.callback(ip, "link", "del", NAME)
    ip("addr", "add", address, "dev", NAME)
    ip("link", "set", NAME, "up")


def _environment(carrier: Simulator, address: str, database_url: str, redis_url: str) -> dict[str, str]:
    """What all hosts have in common."""
    port = carrier.url.rpartition(":")[2]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        **carrier.app_environment(),
        "VONAGE_API_HOST": f"{address}:{port}",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "OUTBOUND_SECRET_KEY": secrets.token_hex(16),
    }


@contextmanager
def _valkey(address: str) -> Iterator[str]:
    port = free_port()
    options = ["--bind", address, "--port", str(port), "--protected-mode", "no", "--save", ""]
    server = subprocess.Popen(
        [valkey.binary(), *options], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
    )
    try:
        yield f"redis://{address}:{port}/0"
    finally:
        server.terminate()
        server.wait()


def wait_until_ready(hosts: list[Host]) -> None:
    """Until every one of these web hosts answers."""
    for host in hosts:
        wait_for(lambda host=host: _healthy(host.address), 60)


def _healthy(address: str) -> bool:
    try:
        return requests.get(f"http://{address}/healthz", timeout=1).status_code == 200
    except requests.RequestException:
        return False
