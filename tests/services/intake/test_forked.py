"""Work in a process of its own: what it tells arrives, and it never outlives its reader."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from tests.processes.house import alive, wait_for
from webapp.db import db, now
from webapp.models.batch import Batch
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.batches import drafts
from webapp.services.batches.lists import reading
from webapp.services.intake import storing, stream
from webapp.services.intake.forked import Died, apart
from webapp.services.recipients import tallies


def test_what_it_tells_arrives_in_order_and_from_elsewhere() -> None:
    def work() -> Iterator[tuple[int, list[str | None]]]:
        yield os.getpid(), ["Köln" * 100_000, None]
        yield os.getpid(), []

    first, second = apart(work, 60, (0, []))
    assert first[1] == ["Köln" * 100_000, None]
    assert first[0] == second[0] != os.getpid()
    assert not alive(first[0])


def test_whoever_waits_long_hears_that_there_is_nothing_yet() -> None:
    waiting, goes_on = os.pipe()

    def work() -> Iterator[str]:
        os.read(waiting, 1)
        yield "at last"

    with closing(apart(work, 0.01, "nothing yet", kept=[waiting])) as told:
        assert next(told) == "nothing yet"
        os.write(goes_on, b"!")
        assert "at last" in told
    os.close(waiting)
    os.close(goes_on)


def test_a_process_that_died_is_not_taken_for_one_that_is_done(capfd: pytest.CaptureFixture[str]) -> None:
    def work(number: int) -> Iterator[int]:
        yield os.getpid()
        if number:
            os.kill(os.getpid(), number)
        raise ZeroDivisionError("by whom?")

    for number in (signal.SIGKILL, 0):
        with pytest.raises(Died):
            list(apart(lambda number=number: work(number), 60, 0))  # type: ignore[misc]
    assert "ZeroDivisionError: by whom?" in capfd.readouterr().err


def endless() -> Iterator[int]:
    while True:
        yield os.getpid()


def test_nobody_listens_any_more_and_it_ends() -> None:
    with closing(apart(endless, 60, 0)) as told:
        pid = next(told)
        assert alive(pid)
    assert not alive(pid)


def test_its_parent_is_killed_and_it_ends() -> None:
    told_to, told_by = os.pipe()
    parent = os.fork()
    if not parent:
        for pid in apart(endless, 60, 0):
            os.write(told_by, pid.to_bytes(4, "little"))
            time.sleep(3600)
    pid = int.from_bytes(os.read(told_to, 4), "little")
    assert alive(pid)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    wait_for(lambda: not alive(pid))
    os.close(told_to)
    os.close(told_by)


def large(rows: int, end: str = "") -> bytes:
    """More than is worked out in the same process."""
    lines = (f"+1202{2000000 + index},{'x' * 300}\n" for index in range(rows))
    return ("phone_number,note\n" + "".join(lines) + end).encode()


def attached(content: bytes) -> Batch:
    factories.number()
    batch = drafts.create(factories.user().id)
    drafts.attach(batch, "list.csv", io.BytesIO(content), batch.created_by)
    db.session.commit()
    assert len(content) > stream.LARGE
    return batch


def read(content: bytes) -> Batch:
    batch = attached(content)
    jobs.read_upload(batch.id)
    return again(batch)


def again(batch: Batch) -> Batch:
    db.session.rollback()
    return db.session.get_one(Batch, batch.id, populate_existing=True)


def counts(batch: Batch) -> dict[str, int]:
    return {name: count for name, count in tallies.counts(batch.id).items() if count}


def test_a_large_list_is_stored_whole(app: Flask) -> None:
    batch = read(large(6000, "+12022000000,again\n12ab,nobody\n"))
    assert (batch.reading, batch.rows_read, batch.columns) == (Work.DONE, 6002, ["phone_number", "note"])
    assert counts(batch) == {"queued": 6000, "skipped": 1, "faulty": 1}


def test_a_large_list_that_is_broken_at_its_end_leaves_no_rows(app: Flask) -> None:
    batch = read(large(6000, '+12025550123,"never closed\n'))
    assert batch.reading == Work.FAILED
    assert "never closed" in batch.reading_fault
    assert counts(batch) == {}


def test_a_large_list_without_a_clear_phone_column_asks_which_it_is(app: Flask) -> None:
    batch = read(
        b"home phone,mobile phone,note\n" + (b"+12025550123,+12025550124," + b"x" * 900 + b"\n") * 600
    )
    assert (batch.reading, batch.phone_column, batch.phone_candidates) == (Work.DONE, None, [0, 1])
    assert counts(batch) == {}


@pytest.mark.long
def test_a_job_that_is_killed_in_mid_list_is_begun_again_and_ends_the_same(app: Flask) -> None:
    batch = attached(large(12_000, "+12022000000,again\n"))
    batch_id = batch.id
    db.session.commit()
    job = os.fork()
    if not job:
        for count in reading.read(batch_id):
            db.session.commit()
            if count:
                os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(job, 0)
    assert again(batch).rows_read == storing.ROWS_AT_ONCE
    assert batch.reading == Work.RUNNING
    batch.worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    db.session.commit()
    jobs.read_upload(batch_id)
    assert (again(batch).reading, batch.rows_read) == (Work.DONE, 12_001)
    assert counts(batch) == {"queued": 12_000, "skipped": 1}
