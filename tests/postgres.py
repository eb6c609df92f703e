"""A throw-away PostgreSQL of our own for one test process."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import text

from webapp.db import db

MISSING = "PostgreSQL is not installed: `apt-get install postgresql`"


def binaries() -> Path | None:
    """The folder with initdb and postgres: Debian keeps them off the PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    path = found[-1] if found else shutil.which("initdb")
    return Path(path).parent if path else None


DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def deadlocks() -> int:
    """How often two transactions waited for each other until one was ended, in the application's database.

    SQLite lets one write at a time, and knows none.
    """
    if db.engine.dialect.name == "sqlite":
        return 0
    with db.engine.connect() as connection:
        return int(connection.scalar(text(DEADLOCKS)) or 0)


CHARACTERS = ("--encoding=UTF8", "--locale=C")
"""Whatever the machine's language is. C is the hardest: it knows no capitals beyond ASCII."""


class Cluster:
    """Made, started and removed by the tests; never the system's. PostgreSQL refuses to run as root.

    Unless it is to be `durable`, it never waits for the disk. Its clock is not UTC, as on many servers. It
    listens on a socket of its own; and on `address` (host, port), for a network (`10.0.0.0/24`) that may come
    in without a password.
    """

    def __init__(
        self, durable: bool = False, address: tuple[str, int] | None = None, network: str = ""
    ) -> None:
        home = binaries()
        assert home, MISSING
        self.bin = home
        self.root = Path(tempfile.mkdtemp(prefix="outbound-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.root, "postgres", "postgres")
        made = ("-D", str(self.root / "data"), "-U", "outbound", "--auth=trust", "-N")
        self._run("initdb", *made, *CHARACTERS)
        host, port = address or ("", 5432)
        options = f"-c listen_addresses='{host}' -c port={port} -k {self.root} -c timezone=America/New_York"
        self.tcp_url = f"postgresql+psycopg://outbound@{host}:{port}/postgres"
        if not durable:
            options += " -c fsync=off -c full_page_writes=off"
        if network:
            with (self.root / "data" / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        log = str(self.root / "log")
        self._run("pg_ctl", "-D", str(self.root / "data"), "-l", log, "-w", "-o", options, "start")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://outbound@/postgres?host={self.root}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.root / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.root, ignore_errors=True)

    def _run(self, program: str, *args: str) -> None:
        command = [str(self.bin / program), *args]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")
