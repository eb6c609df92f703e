"""Several hosts on one PostgreSQL and one Valkey: each a network namespace, which can be cut off.

Needs root and iproute2. The hosts reach the database, Valkey and the carrier over a bridge; a host that is
cut off neither gets an answer nor is told that nobody is there, as when a cable is pulled.
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
from pathlib import Path

import requests
from flask import Flask

from tests import postgres
from tests.processes.house import free_port, wait_for
from tests.simulator.server import Simulator, start
from webapp import config
from webapp.app import create_app
from webapp.db import db
from webapp.processes import valkey
from webapp.processes.environment import ROOT

SUBNET = f"10.213.{os.getpid() % 250 + 1}"
"""A run that was killed may have left its own behind."""
NETWORK, BRIDGE_ADDRESS = f"{SUBNET}.0/24", f"{SUBNET}.1"
WEB_PORT = 8000
OUR_NAME = f"ob{os.getpid() % 100_000}"
"""Of the bridge and, with a number, of the hosts: interfaces have at most 15 characters."""
NEEDS = "Several hosts need network namespaces: root, and `apt-get install iproute2`"


def possible() -> bool:
    """Whether this machine lets us make network namespaces."""
    return os.geteuid() == 0 and shutil.which("ip") is not None


class Host:
    """A host with an address of its own, and the programs that run on it."""

    def __init__(self, number: int, env: dict[str, str]) -> None:
        self.name = f"{OUR_NAME}h{number}"
        self.address = f"{SUBNET}.{10 + number}"
        self.data = Path(tempfile.mkdtemp(prefix="outbound-host-"))
        self._env = env | {"OUTBOUND_DATA": str(self.data), "OUTBOUND_BIND": f"0.0.0.0:{WEB_PORT}"}
        self._programs: list[subprocess.Popen[bytes]] = []
        ip("netns", "add", self.name)
        ip("link", "add", self.name, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("link", "set", self.name, "master", OUR_NAME, "up")
        for words in (
            ("addr", "add", f"{self.address}/24", "dev", "eth0"),
            ("link", "set", "eth0", "up"),
            ("link", "set", "lo", "up"),
        ):
            ip("-n", self.name, *words)

    def run(self, *module: str) -> None:
        """Start a program on it, as an operator's unit would."""
        command = ["ip", "netns", "exec", self.name, sys.executable, "-P", "-m", *module]
        with (self.data / f"{module[0]}.log").open("wb") as log:
            self._programs.append(
                subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=log, stderr=subprocess.STDOUT)
            )

    def cut_off(self) -> None:
        """Pull its cable."""
        ip("link", "set", self.name, "down")

    def connect(self) -> None:
        """Put the cable back."""
        ip("link", "set", self.name, "up")

    def log(self) -> str:
        """What its programs said."""
        return "\n".join(f"== {file.name}\n{file.read_text()}" for file in sorted(self.data.glob("*.log")))

    def remove(self) -> None:
        for program in self._programs:
            program.kill()
            program.wait()
        ip("netns", "del", self.name)
        shutil.rmtree(self.data, ignore_errors=True)


class Network:
    """What the hosts share, and the hosts. `env` is what all of them have in common."""

    def __init__(self, simulator: Simulator, env: dict[str, str]) -> None:
        self.simulator = simulator
        self.env = env
        self.hosts: list[Host] = []

    def host(self, *programs: tuple[str, ...]) -> Host:
        """A new host that runs these programs."""
        made = Host(len(self.hosts) + 1, self.env)
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
    """A bridge with PostgreSQL, Valkey and the carrier on it, and no host yet."""
    with ExitStack() as closing:
        ip("link", "add", OUR_NAME, "type", "bridge")
        closing.callback(ip, "link", "del", OUR_NAME)
        ip("addr", "add", f"{BRIDGE_ADDRESS}/24", "dev", OUR_NAME)
        ip("link", "set", OUR_NAME, "up")
        cluster = postgres.Cluster(durable=True, address=(BRIDGE_ADDRESS, free_port()), network=NETWORK)
        closing.callback(cluster.stop)
        redis_url = closing.enter_context(_valkey())
        # On all addresses: the hosts use the bridge's, and its control API answers on loopback only.
        carrier = start(host="0.0.0.0", **simulator)  # noqa: S104
        closing.callback(carrier.stop)
        port = carrier.url.rpartition(":")[2]
        made = Network(
            carrier,
            {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
            | carrier.app_environment()
            | {
                "VONAGE_API_HOST": f"{BRIDGE_ADDRESS}:{port}",
                "DATABASE_URL": cluster.tcp_url,
                "REDIS_URL": redis_url,
                "OUTBOUND_SECRET_KEY": secrets.token_hex(16),
            },
        )
        closing.callback(lambda: [host.remove() for host in made.hosts])
        yield made


@contextmanager
def _valkey() -> Iterator[str]:
    port = free_port()
    options = ["--bind", BRIDGE_ADDRESS, "--port", str(port), "--protected-mode", "no", "--save", ""]
    server = subprocess.Popen(
        [valkey.binary(), *options], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
    )
    try:
        yield f"redis://{BRIDGE_ADDRESS}:{port}/0"
    finally:
        server.terminate()
        server.wait()


def _healthy(address: str) -> bool:
    try:
        return requests.get(f"http://{address}:{WEB_PORT}/healthz", timeout=1).status_code == 200
    except requests.RequestException:
        return False


def ip(*words: str) -> None:
    """iproute2; raises RuntimeError with what it said."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(words)}: {done.stderr.strip()}")


def wait_until_ready(hosts: list[Host]) -> None:
    """Until every one of these web hosts answers."""
    for host in hosts:
        wait_for(lambda host=host: _healthy(host.address), 60)
