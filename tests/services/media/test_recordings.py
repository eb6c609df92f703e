"""Recordings are fetched from the carrier alone, kept, and removed with their calls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jobs import media as jobs
from tests import factories
from tests.jobs.media.conftest import kept, server
from tests.jobs.media.server import Answer, MediaServer
from webapp import files
from webapp.carriers.calls import RecordingMade
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.call import Call
from webapp.models.number import Number
from webapp.models.recording import Recording
from webapp.rules.media import LARGEST_RECORDING
from webapp.services.media import recordings, store
from webapp.services.privacy import erasure, export, retention, traces

WAV = b"RIFF\x24\0\0\0WAVEfmt "
__all__ = ("server",)


def recorded(url: str, *, message: bool = True) -> Recording:
    """The only call's recording, looked for once."""
    call = db.session.scalars(select(Call)).first() or factories.call(
        "+12025550111", db.session.scalars(select(Number.id)).one(), state="ended"
    )
    recordings.add(call, RecordingMade("", 1, message, url[-60:], url, None, 5))
    db.session.commit()
    row = db.session.scalars(select(Recording).order_by(Recording.id.desc())).first()
    assert row is not None
    jobs.fetch_recording(row.id)
    db.session.rollback()
    return db.session.get_one(Recording, row.id, populate_existing=True)


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        (WAV, "audio/wav", "wav"),
        (b"ID3\x03", "audio/mpeg", "mp3"),
        (b"\xff\xfb\x90\x00", "audio/mpeg", "mp3"),
        (b"OggS\0", "audio/ogg", "ogg"),
        (b"<html>", "", "bin"),
    ],
)
def test_it_is_what_it_begins_with(server: MediaServer, body: bytes, kind: str, name: str) -> None:
    row = recorded(server.put("/v1/files/1", Answer(body, headers={"Content-Type": "text/html"})))
    assert (row.state, row.content_type, row.size) == ("fetched", kind, len(body))
    assert row.is_heard == bool(kind)
    assert recordings.filename(row) == f"message-{row.id}.{name}"
    with recordings.opened(row) as file:
        assert file.read() == body
    assert server.asked[0][1].startswith("Bearer ey")


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Answer(status=410), "failed", "Vonage does not keep it any more."),
        (Answer(status=404), "waiting", "Vonage does not have it (404)."),
        (Answer(WAV, length=LARGEST_RECORDING + 1), "failed", "It is larger than 100 MB."),
        (Answer(WAV, length=500_000_000), "failed", "It is larger than 100 MB."),
    ],
    ids=str,
)
def test_what_cannot_be_had_says_why(server: MediaServer, answer: Answer, state: str, reason: str) -> None:
    row = recorded(server.put("/1", answer))
    assert (row.state, row.reason) == (state, reason)
    assert kept() == []


def test_no_stranger_is_asked(server: MediaServer) -> None:
    stranger = MediaServer()
    row = recorded(stranger.put("/v1/files/1", Answer(WAV)))
    stranger.close()
    assert (row.state, stranger.asked) == ("failed", [])
    assert "not one of Vonage’s" in row.reason


def test_it_is_tried_again_by_itself_and_by_hand(server: MediaServer) -> None:
    row = recorded(server.put("/1", Answer(status=503), Answer(status=410), Answer(WAV)))
    assert row.state == "waiting"
    assert list(recordings.due()) == []
    db.session.execute(update(Recording).values(next_try_at=now()))
    db.session.commit()
    assert list(recordings.due()) == [row.id]
    jobs.fetch_recording(row.id)
    assert db.session.get_one(Recording, row.id, populate_existing=True).state == "failed"
    recordings.try_again(row.id)
    db.session.commit()
    with pytest.raises(Conflict):
        recordings.try_again(row.id)
    db.session.rollback()
    jobs.fetch_recording(row.id)
    assert db.session.get_one(Recording, row.id, populate_existing=True).state == "fetched"


def test_a_worker_that_died_does_not_keep_it_for_ever(server: MediaServer) -> None:
    row = recorded(server.put("/1", Answer(status=503)))
    db.session.execute(update(Recording).values(attempts=99, next_try_at=now()))
    db.session.commit()
    jobs.fetch_recording(row.id)
    assert db.session.get_one(Recording, row.id, populate_existing=True).state == "failed"


def test_its_file_is_no_orphan(server: MediaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(server.put("/1", Answer(WAV)))
    monkeypatch.setattr("webapp.services.media.store.OLD", -1)
    assert store.remove_orphans() == 0
    assert len(kept()) == 1


def test_it_goes_with_its_call_and_after_its_days(server: MediaServer) -> None:
    row_id = recorded(server.put("/1", Answer(WAV))).id
    young = recorded(server.put("/2", Answer(WAV)), message=False).id
    old = update(Recording).where(Recording.id == row_id)
    db.session.execute(old.values(created_at=now() - timedelta(days=91)))
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    assert list(db.session.scalars(select(Recording.id))) == [young]
    assert len(kept()) == 1
    with pytest.raises(NotFound):
        recordings.get(row_id)


def test_who_is_erased_takes_it_along_and_the_export_has_it(server: MediaServer) -> None:
    row = recorded(server.put("/1", Answer(WAV)))
    phone = row.call.phone
    assert [(recordings.filename(one), one.key) for one in export.heard(phone)] == [
        (recordings.filename(row), row.key)
    ]
    assert '"recordings": [' in export.whole(phone, traces.look(phone))
    assert erasure.erase(phone, traces.look(phone)).media == 1
    db.session.commit()
    assert kept() == []
    assert list(files.old(-1)) == []
