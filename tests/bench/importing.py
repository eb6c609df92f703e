"""From an upload to checked rows, as the product does it, and the limit that it is measured against."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from tests import factories, postgres
from tests.bench import lists
from tests.bench.measure import Failed
from tests.processes.house import wait_for
from webapp import config
from webapp.db import db, insert, now
from webapp.models.batch import Batch
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient
from webapp.models.work import Work
from webapp.processes import valkey
from webapp.processes.environment import ROOT
from webapp.schema import create_app
from webapp.services.batches import drafts
from webapp.services.recipients import tallies

AT_ONCE = 10_000
JOBS = "from tests.bench.importing_jobs import serve; serve()"


@dataclass(frozen=True)
class Imported:
    """One run: seconds from upload to checked, of which in each part, and on a processor; the larger job's
    peak memory with its helper (MB); how long another writer waited (seconds)."""

    seconds: float
    uploading: float
    reading: float
    checking: float
    cpu: float
    peak_mb: float
    longest_wait: float


class Bureau:
    """A migrated database in a fresh folder, a Valkey, and a worker's process that waits for lists."""

    def __init__(self, app: Flask, env: dict[str, str]) -> None:
        self.app = app
        command = [sys.executable, "-c", JOBS]
        self._worker = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._ask("")
        factories.number()
        self.user_id = factories.user().id
        db.session.commit()

    def take(self, file: Path, rows: int, opted_out: bool = False) -> Imported:
        """Upload a list and let the jobs read and check it. Raises Failed when a row is not as it must be."""
        batch = drafts.create(self.user_id)
        batch.country = lists.COUNTRY
        drafts.write(batch, lists.MESSAGE, lists.MOST_SEGMENTS)
        db.session.commit()
        batch_id = batch.id
        with _other_writer(self.app) as waits:
            started = time.perf_counter()
            with file.open("rb") as content:
                drafts.attach(batch, file.name, content, self.user_id)
            db.session.commit()
            uploading = time.perf_counter() - started
            done = self._ask(str(batch_id))
            seconds = time.perf_counter() - started
        verify(batch_id, rows, file.suffix, opted_out)
        db.session.rollback()
        jobs = reading, checking = done["reading"], done["checking"]
        return Imported(
            seconds,
            uploading,
            reading["seconds"],
            checking["seconds"],
            sum(job["cpu"] for job in jobs),
            max(job["peak_mb"] for job in jobs),
            max(waits, default=0.0),
        )

    def opt_out(self, count: int) -> None:
        """So many phones have opted out before the list comes."""
        phones = lists.opted_out_phones(count)
        known = {"scope": "all", "source": OptOutSource.STAFF, "evidence": "", "created_at": now()}
        while chunk := [phone for phone, _ in zip(phones, range(AT_ONCE), strict=False)]:
            db.session.execute(insert(OptOut), [{"phone": phone, **known} for phone in chunk])
            db.session.commit()

    def close(self) -> None:
        assert self._worker.stdin and self._worker.stdout
        self._worker.stdin.close()
        self._worker.wait(timeout=60)
        self._worker.stdout.close()

    def _ask(self, line: str) -> dict[str, Any]:
        assert self._worker.stdin and self._worker.stdout
        self._worker.stdin.write(f"{line}\n")
        self._worker.stdin.flush()
        answer = self._worker.stdout.readline()
        if not answer:
            raise Failed("the worker's process died")
        found: dict[str, Any] = json.loads(answer)
        return found


@contextmanager
def bureau(database: str) -> Iterator[Bureau]:
    """A Bureau on "sqlite" or "postgresql"; gone afterwards."""
    with ExitStack() as closing:
        folder = Path(tempfile.mkdtemp(prefix="outbound-bench-"))
        closing.callback(shutil.rmtree, folder, ignore_errors=True)
        env = _environment(folder)
        if database == "postgresql":
            cluster = postgres.Cluster(durable=True)
            closing.callback(cluster.stop)
            env["DATABASE_URL"] = cluster.url
        closing.enter_context(_valkey(folder))
        app = create_app(config.load(env))
        closing.enter_context(app.app_context())
        closing.callback(db.engine.dispose)
        closing.callback(app.extensions["redis"].close)
        upgrade()
        made = Bureau(app, env)
        closing.callback(made.close)
        yield made


def _environment(folder: Path) -> dict[str, str]:
    vonage = {name: secrets.token_hex(16) for name in config.VONAGE_VARIABLES}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return (
        kept
        | vonage
        | {
            "VONAGE_PRIVATE_KEY": "-----BEGIN NOTHING-----",  # nothing is sent
            "OUTBOUND_SECRET_KEY": secrets.token_hex(16),
            "OUTBOUND_DATA": str(folder),
            "REDIS_URL": valkey.url(valkey.socket_path(folder)),
        }
    )


@contextmanager
def _valkey(folder: Path) -> Iterator[None]:
    valkey.prepare(folder)
    with subprocess.Popen(valkey.command(folder), stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(lambda: valkey.answers(valkey.socket_path(folder)))
            yield
        finally:
            server.terminate()


@contextmanager
def _other_writer(app: Flask) -> Iterator[list[float]]:
    """Someone else who writes meanwhile, ten times a second; how long they had to wait for it (seconds)."""
    waits: list[float] = []
    stop = threading.Event()

    def write() -> None:
        with app.app_context():
            while not stop.wait(0.1):
                started = time.perf_counter()
                tallies.touch([0])
                db.session.commit()
                waits.append(time.perf_counter() - started)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield waits
    finally:
        stop.set()
        thread.join()


def verify(batch_id: int, rows: int, suffix: str, opted_out: bool) -> None:
    """Raises Failed unless every row is stored once and as it must be, and the batch counts them so."""
    expected = lists.lines(rows, opted_out)
    segments = 0
    counted = dict.fromkeys((lists.QUEUED, lists.FAULTY, lists.SKIPPED), 0)
    for row_no, phone, status, cells in _stored(batch_id):
        line = next(expected, None)
        wanted = line and (line.row_no, line.phone, line.status, _cells(line, suffix))
        if line is None or (row_no, phone, status, cells) != wanted:
            raise Failed(f"row {row_no} is {status} with {phone} and {cells}, but must be {wanted}")
        counted[status] += 1
        segments += line.segments if status == lists.QUEUED else 0
    if sum(counted.values()) != rows:
        raise Failed(f"{sum(counted.values())} rows of {rows} are stored")
    batch = db.session.get_one(Batch, batch_id, populate_existing=True)
    tally = {
        status: count for status, count in tallies.counts(batch_id).items() if count or status in counted
    }
    said = (batch.reading, batch.checking, batch.rows_read, batch.units_total, tally)
    if said != (Work.DONE, Work.DONE, rows, segments, counted):
        raise Failed(f"the batch says {said}, but its rows say {counted} and {segments} segments")


NO_VALUES = ("n/a", "N/A", "-", "--", "#N/A")


def _cells(line: lists.Line, suffix: str) -> list[str]:
    """As they are stored: a word for “no value” is none; spaces that are more than spaces are spaces."""
    cells = ["" if cell in NO_VALUES else cell.replace("\u00a0", " ") for cell in line.cells]
    if suffix != ".xlsx" or not (line.as_number and line.cells[lists.PHONE].isascii()):
        return cells
    return [cell.removesuffix(".0") if n == lists.PHONE else cell for n, cell in enumerate(cells)]


def _stored(batch_id: int) -> Iterator[Any]:
    after = 0
    fields = (Recipient.row_no, Recipient.phone, Recipient.status, Recipient.cells)
    query = select(*fields).where(Recipient.batch_id == batch_id).order_by(Recipient.row_no).limit(AT_ONCE)
    while rows := db.session.execute(query.where(Recipient.row_no > after)).all():
        db.session.rollback()
        yield from rows
        after = rows[-1].row_no


def bare_loop(phones: list[str]) -> None:
    """The limit: what the library itself needs to read, judge and write every number."""
    for raw in phones:
        try:
            number = phonenumbers.parse(raw, lists.COUNTRY)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
