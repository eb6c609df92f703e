"""An installation that outlives its processes: a data folder, a database, a port, and the carrier beside it.

The simulator runs on its own, so that the house can be killed as a whole and the carrier's record is kept.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from tests import postgres
from tests.processes.house import House, command, free_port
from tests.simulator.server import Simulator, start
from webapp import config
from webapp.app import create_app
from webapp.db import db

DATABASES = ("sqlite", "postgresql")


class Installation:
    """`house` is the present `outbound up`. `words` are its flags, `env` its environment."""

    def __init__(self, data: Path, simulator: Simulator, words: tuple[str, ...], env: dict[str, str]) -> None:
        self.data = data
        self.simulator = simulator
        self.port = free_port()
        self._words = words
        self._env = simulator.app_environment() | env
        self.database_url = env.get("DATABASE_URL") or f"sqlite:///{data / 'outbound.db'}"
        base = f"http://127.0.0.1:{self.port}/webhooks/vonage"
        simulator.control.configure(inbound_url=f"{base}/inbound", status_url=f"{base}/status")
        self._said_before: list[str] = []
        self.house = self._open()

    @property
    def lines(self) -> list[str]:
        """What all houses have printed, the present one last."""
        return self._said_before + self.house.lines

    def _open(self) -> House:
        return House(self.data, *self._words, port=self.port, **self._env).wait_until_ready(180)

    def start_again(self) -> House:
        """After all of it has died: the same command once more."""
        self._said_before += self.house.lines
        self.house = self._open()
        return self.house

    def command(self, *words: str) -> str:
        """Run another command of `outbound` here, to its end; answers what it said."""
        with command(*words, data=self.data, **self._env) as process:
            said, _ = process.communicate()
        assert process.returncode == 0, said
        return said

    @property
    def environment(self) -> dict[str, str]:
        """What the programs of the house were given."""
        return self.house.environment

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """The application as the house's programs have it, for making things and looking at them."""
        app = create_app(config.load(self.environment))
        with app.app_context():
            try:
                yield app
            finally:
                db.session.rollback()
                app.extensions["redis"].close()
                db.engine.dispose()


@contextmanager
def installation(
    *words: str,
    database: str = "sqlite",
    durable: bool = True,
    disk: int | None = None,
    simulator: dict[str, Any] | None = None,
    **env: str,
) -> Iterator[Installation]:
    """A fresh installation on either database, with a simulator.

    `durable`: PostgreSQL really writes. `disk`: MiB of a file system of its own (root only) for the data.
    """
    with ExitStack() as closing:
        folder = closing.enter_context(_folder(disk))
        if database == "postgresql":
            cluster = postgres.Cluster(durable)
            closing.callback(cluster.stop)
            env |= {"DATABASE_URL": cluster.url}
        carrier = start(**(simulator or {}))
        closing.callback(carrier.stop)
        made = Installation(folder / "data", carrier, words, env)
        closing.callback(lambda: made.house.__exit__())
        yield made


@contextmanager
def _folder(size: int | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="outbound-"))
    if size:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        if size:
            subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder, ignore_errors=True)
