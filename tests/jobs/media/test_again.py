"""What failed is fetched again, what was lost is found, and what no one wants any more goes."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import select

from jobs import media as jobs
from jobs import sweep
from tests import pictures
from tests.jobs.media.conftest import again, came, fetched, kept, make_due
from tests.jobs.media.server import Answer, MediaServer
from webapp import files, queue
from webapp.carriers.registry import CARRIERS
from webapp.db import db, now
from webapp.models.media import MediaState
from webapp.models.thread import Thread
from webapp.services.media import fetching, store


def test_it_is_tried_again_ever_more_rarely_and_then_no_more(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(status=503)))
    waits = []
    for _ in range(len(fetching.WAITS)):
        jobs.fetch(row.id)
        row = again(row)
        assert row.state == MediaState.WAITING
        waits.append(round((row.next_try_at - now()).total_seconds() / 60))
        jobs.fetch(row.id)  # not due
        make_due(row)
    jobs.fetch(row.id)
    row = again(row)
    assert (row.state, row.reason) == (MediaState.FAILED, "Vonage answered 503.")
    assert waits == [1, 5, 30, 120, 480, 1440]
    assert len(server.asked) == len(fetching.WAITS) + 1


def test_a_failure_that_passes_leaves_no_reason(server: MediaServer) -> None:
    row = fetched(server.put("/1", Answer(status=503), Answer(pictures.photo())))
    make_due(row)
    jobs.fetch(row.id)
    assert (again(row).state, again(row).reason) == ("fetched", "")


def test_staff_have_it_tried_again(server: MediaServer) -> None:
    row = fetched(server.put("/1", Answer(status=410), Answer(pictures.photo())))
    store.try_again(row.id)
    db.session.commit()
    assert queue.redis().exists(queue.waiting_key(queue.FETCH_MEDIA, row.id))
    jobs.fetch(row.id)
    assert again(row).state == MediaState.FETCHED


def test_it_is_fetched_once(server: MediaServer) -> None:
    row = fetched(server.put("/1", Answer(pictures.photo())))
    jobs.fetch(row.id)
    assert len(server.asked) == len(kept()) == 1
    jobs.fetch(row.id + 1)  # none that there is


def test_what_redis_lost_is_found_by_the_sweep(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(pictures.photo())))
    queue.redis().flushall()
    sweep.sweep()
    assert queue.redis().exists(queue.waiting_key(queue.FETCH_MEDIA, row.id))


def test_what_a_worker_that_died_left_is_found_when_its_lease_is_over(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(pictures.photo())))
    assert fetching.claim(row.id) is not None
    db.session.commit()
    assert fetching.claim(row.id) is None
    assert row.id not in fetching.due()
    make_due(row)
    assert list(fetching.due()) == [row.id]


def test_what_kills_its_worker_each_time_is_given_up(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(pictures.photo())))
    for _ in range(len(fetching.WAITS) + 1):
        assert fetching.claim(row.id) is not None
        make_due(row)
    jobs.fetch(row.id)
    assert (again(row).state, again(row).reason) == ("failed", fetching.DIED)
    assert server.asked == []


def test_a_full_disk_is_said_and_tried_again(app: Flask, server: MediaServer, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    row = fetched(server.put("/1", Answer(pictures.photo())))
    assert row.state == MediaState.WAITING
    assert row.reason.startswith("The folder for files cannot be written to: ")


def test_somebody_who_was_erased_meanwhile_leaves_no_file(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(pictures.photo())))
    order = fetching.claim(row.id)
    db.session.commit()
    assert order is not None
    outcome = fetching.carry_out(order, CARRIERS[order.carrier].media(current_app.config["SETTINGS"]))
    db.session.rollback()
    assert len(kept()) == 1
    store.forget([row.message_id])
    db.session.commit()
    fetching.record(order, outcome)
    db.session.commit()
    assert kept() == []


def test_whoever_looks_at_the_conversation_sees_what_came(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(pictures.photo())))
    before = db.session.scalars(select(Thread.revision)).one()
    jobs.fetch(row.id)
    db.session.rollback()
    assert db.session.scalars(select(Thread.revision)).one() > before


def test_orphans_go_and_nothing_else(server: MediaServer) -> None:
    row = fetched(server.put("/1", Answer(pictures.photo())))
    lost, young = (files.put(io.BytesIO(b"x")) for _ in range(2))
    unfinished = files._path(lost).with_suffix(".part")
    unfinished.write_bytes(b"half")
    long_ago = (now() - timedelta(hours=2)).timestamp()
    assert row.key
    for path in (files._path(row.key), files._path(lost)):
        os.utime(path, (long_ago, long_ago))
    given_up = long_ago - files.GIVEN_UP
    os.utime(unfinished, (given_up, given_up))
    assert store.remove_orphans() == 1
    assert {path.name for path in kept()} == {row.key, young}


def test_files_stay_when_the_commit_fails(server: MediaServer) -> None:
    row = fetched(server.put("/1", Answer(pictures.photo())))
    store.forget([row.message_id])
    db.session.rollback()
    assert len(kept()) == 1
    db.session.commit()
    assert len(kept()) == 1
    store.forget([row.message_id])
    db.session.commit()
    assert kept() == []
