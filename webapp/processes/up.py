"""`outbound up`: everything that Outbound is, on this machine, until it is stopped."""

from __future__ import annotations

import json
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.processes import environment, folder, fork, port, secrets, valkey
from webapp.processes.child import Program
from webapp.processes.environment import SIMULATOR_HOST, Addresses
from webapp.processes.fault import StartFault
from webapp.processes.supervisor import Stopped, Supervisor

SIMULATOR_PORT = 8090
SIMULATED_MODEL_PORT = 8091
VALKEY_PATIENCE = 30.0
WEB_PATIENCE = 60.0
"""Seconds that we wait for the first answer; an append-only file may be long, a machine slow."""

LOST = (
    "secrets.env was not there, so a new one was made. What was kept with the old one cannot be read: "
    "second factors, secrets of actions, keys of models. If a backup has it, stop Outbound, put it back, "
    "and start again."
)

WEB = ("gunicorn", "-c", "python:webapp.processes.web")
LOADED = ("webapp.app", "webapp.processes.prepare", "jobs.worker", "jobs.schedule", "gunicorn.app.wsgiapp")
"""What the programs run, once for all of them; the simulator's own libraries are left to it."""
PREPARE = "webapp.rules.phrases.finding:prepare"
"""Or the first caller of each process of the web would wait for it."""
MUTE_VALKEY = ("WARNING", "oO0OoO0OoO0Oo", "version=", "Configuration loaded", "SIGTERM", "ready to exit")


@dataclass(frozen=True)
class Options:
    """What the command line said."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 3


@dataclass(frozen=True)
class Startup:
    """What is known before the first program starts: where things are, and the programs' environment.

    `listener`, `phones`, `model`: where the web, the simulator and the simulated model listen; the latter two
    are closed without a simulator. `lost`: the key of a database that is there was not.
    """

    options: Options
    data: Path
    listener: socket.socket
    phones: socket.socket
    model: socket.socket
    lock: int
    addresses: Addresses
    env: dict[str, str]
    simulator: dict[str, str] | None
    embedded: bool
    lost: bool


def up(options: Options) -> int:
    """Run until Ctrl-C or SIGTERM. Answers the exit code; raises StartFault when it cannot start."""
    with _ready_to_start(options) as startup, Supervisor(_print) as supervisor:
        with suppress(Stopped):
            _start(startup, supervisor)
            supervisor.serve()
        _print("outbound", "stopping")
    return 0


@contextmanager
def _ready_to_start(options: Options) -> Iterator[Startup]:
    """Everything that can be known to fail fails here, before the first process."""
    data = environment.data_folder(os.environ)
    folder.prepare(data)
    given = secrets.read(data / secrets.FILE) | {name: value for name, value in os.environ.items() if value}
    simulated = not environment.with_vonage(given)
    embedded, lost = not given.get("REDIS_URL"), _is_key_lost(data, given)
    with (
        folder.lock(data) as lock,
        closing(port.listen(options.host, options.port)) as listener,
        closing(_held(given.get("SIMULATOR_PORT"), SIMULATOR_PORT)) as phones,
        closing(_held(given.get("SIMULATED_MODEL_PORT"), SIMULATED_MODEL_PORT)) as model,
    ):
        folder.must_be_whole(data)
        if simulated:
            folder.must_not_be_of_vonage(data)
        folder.close_to_others(data)
        kept = secrets.prepare(data, simulated)
        addresses = Addresses(
            port.url(options.host, listener.getsockname()[1]),
            port.url(SIMULATOR_HOST, phones.getsockname()[1]),
            port.url(SIMULATOR_HOST, model.getsockname()[1]),
        )
        env = environment.compose(os.environ, data, kept, addresses)
        env["OUTBOUND_BIND"] = f"fd://{listener.fileno()}"
        if embedded:
            valkey.prepare(data)
        simulator = environment.for_simulator(os.environ, kept, addresses) if simulated else None
        if simulator is None:
            phones.close()
            model.close()
        yield Startup(options, data, listener, phones, model, lock, addresses, env, simulator, embedded, lost)


def _is_key_lost(data: Path, given: Mapping[str, str]) -> bool:
    return not given.get(environment.OWN_KEY) and (data / "outbound.db").exists()


def _held(given: str | None, usual: int) -> socket.socket:
    """Where a simulator listens, ours from now on: two installations may start at once. Raises StartFault."""
    if given and not given.isdecimal():
        raise StartFault(
            f"The port of a simulator is '{given}', which is no number. Give one from 1 to 65535."
        )
    return port.held(SIMULATOR_HOST, int(given or usual))


def _start(startup: Startup, supervisor: Supervisor) -> None:
    fork.load(LOADED, PREPARE)
    if startup.embedded:
        _start_valkey(startup, supervisor)
    if startup.simulator is not None:
        supervisor.start(_simulator(startup, startup.simulator))
    token = _prepare(startup, supervisor)
    if startup.simulator is None:
        folder.remember_vonage(startup.data)
    web = _program(startup, "web", "gunicorn.app.wsgiapp:run", *WEB, fds=(startup.listener.fileno(),))
    supervisor.start(web)
    supervisor.start(_workers(startup))
    supervisor.start(_program(startup, "scheduler", "jobs.schedule:main", "jobs.schedule"))
    if supervisor.until(lambda: _answers(startup), WEB_PATIENCE):
        _announce(startup, token)
    else:
        _print("outbound", f"the web has not answered for {WEB_PATIENCE:g} s; see its lines above")


def _start_valkey(startup: Startup, supervisor: Supervisor) -> None:
    """A file that it cannot read (a newer version's, a broken one) is moved aside: see valkey.set_aside."""
    path = valkey.socket_path(startup.data)
    command = valkey.command(startup.data)
    program = Program("valkey", command, startup.env, (startup.lock,), last=True, mute=MUTE_VALKEY)
    supervisor.start(replace(program, mend=lambda: _mend_valkey(startup)))
    if not supervisor.until(lambda: valkey.answers(path), VALKEY_PATIENCE):
        raise StartFault("Valkey does not start; see its lines above, or set REDIS_URL to one that runs.")


def _mend_valkey(startup: Startup) -> None:
    """Its file may also break while we run: a disk that was full, or is failing."""
    aside = valkey.set_aside(startup.data)
    valkey.prepare(startup.data)
    _print("outbound", f"valkey cannot read its file; moved to {aside}, starting with an empty one")


def _prepare(startup: Startup, supervisor: Supervisor) -> str | None:
    """Bring the database up to date; answers the token of the link for the first admin, if one is needed."""
    _print(None, "Getting the database ready: after installing and updating, this takes a little.")
    code, lines = supervisor.run(_program(startup, "setup", "webapp.processes.prepare:main", "setup"))
    if code == 1 and len(lines) == 1:
        raise StartFault(lines[0])
    if code != 0 or not lines:
        for line in lines:
            _print("setup", line)
        raise StartFault("The database could not be prepared; see the lines above.")
    token: str | None = json.loads(lines[-1])["setup_token"]
    return token


def _program(startup: Startup, name: str, function: str, *words: str, fds: tuple[int, ...] = ()) -> Program:
    return Program(name, words, startup.env, (startup.lock, *fds), function=function)


def _workers(startup: Startup) -> Program:
    """They start the simulated model, once it is needed, where we listen for it."""
    words = ("jobs.worker", "--count", str(startup.options.workers))
    if startup.simulator is None:
        return _program(startup, "workers", "jobs.worker:main", *words)
    fd = startup.model.fileno()
    program = _program(startup, "workers", "jobs.worker:main", *words, fds=(fd,))
    return replace(program, env=startup.env | {"SIMULATED_MODEL_FD": str(fd)})


def _simulator(startup: Startup, env: dict[str, str]) -> Program:
    fd = startup.phones.fileno()
    program = _program(startup, "simulator", "webapp.simulator.server:main", "webapp.simulator", fds=(fd,))
    env = env | {"SIMULATOR_FD": str(fd)}
    return replace(program, env=env, mute=("Simulator ready",))  # we say it ourselves, when all is ready


def _answers(startup: Startup) -> bool:
    try:
        with urllib.request.urlopen(f"{startup.addresses.web}/healthz", timeout=0.5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.headers.get_content_type() == "application/json"  # it runs, and tells of a full disk
    except (urllib.error.URLError, OSError):
        return False


def _announce(startup: Startup, token: str | None) -> None:
    public = startup.env["OUTBOUND_PUBLIC_URL"].rstrip("/")
    folder.remember_address(startup.data, public)
    _print(None, f"Outbound is ready: {public}")
    if startup.lost:
        _print("outbound", LOST)
    if token:
        _print(None, f"Make the first admin (the link works once): {public}/setup/{token}")
    if startup.simulator is not None:
        _print(None, f"Without Vonage credentials nothing leaves this machine: {startup.addresses.simulator}")


def _print(name: str | None, line: str) -> None:
    """One line on the terminal; a terminal that is gone does not end the programs."""
    with suppress(OSError):
        sys.stdout.write(f"{_formed(name, line)}\n")
        sys.stdout.flush()


def _formed(name: str | None, line: str) -> str:
    """For a machine each line is JSON by itself: what is no entry of a log, and who said it, too."""
    if os.environ.get("OUTBOUND_LOG_FORMAT") != "json":
        return f"{name:<9} | {line}" if name else line
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    said = entry if isinstance(entry, dict) else {"event": line}
    return json.dumps({"program": name or "outbound", **said}, ensure_ascii=False)
