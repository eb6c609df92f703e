"""Fetching what people send: from the carrier alone, within limits, again when it failed, and never twice."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs import media as jobs
from jobs import sweep
from tests import factories, pictures
from tests.conversations import they_send
from tests.jobs.media_server import Answer, MediaServer
from webapp import files, queue
from webapp.carriers.vonage_media import LARGEST
from webapp.db import db, now
from webapp.models.media import Media, MediaState
from webapp.models.thread import Thread
from webapp.services.media import fetching, picture, store

JPEG = {"Content-Type": "image/jpeg"}


@pytest.fixture(autouse=True)
def server(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MediaServer]:
    """The carrier's media server, as the simulator has it; and an empty folder for files."""
    made = MediaServer()
    settings = app.config["SETTINGS"]
    vonage = replace(settings.vonage, host=made.host)
    told = replace(settings, vonage=vonage, simulator_url=f"http://{made.host}")
    monkeypatch.setitem(app.config, "SETTINGS", told)
    monkeypatch.setitem(app.extensions, "files", tmp_path / "files")
    factories.number()
    db.session.commit()
    yield made
    made.close()


def one(url: str, kind: str = "image", name: str = "") -> Media:
    """Something that came, and was looked for once."""
    row = came(url, kind, name)
    jobs.fetch(row.id)
    return again(row)


def came(url: str, kind: str = "image", name: str = "") -> Media:
    message = they_send((kind, url, name))
    return db.session.scalars(select(Media).where(Media.message_id == message.id)).one()


def again(row: Media) -> Media:
    db.session.rollback()
    return db.session.get_one(Media, row.id, populate_existing=True)


def content(row: Media) -> bytes:
    assert row.key
    with files.open_to_read(row.key) as file:
        return file.read()


def kept() -> list[Path]:
    folder: Path = files._root()
    return [path for path in folder.glob("**/*") if path.is_file()]


def make_due(row: Media) -> None:
    db.session.execute(update(Media).where(Media.id == row.id).values(next_try_at=now()))
    db.session.commit()


def test_a_picture_is_fetched_with_our_token_and_written_anew(server: MediaServer) -> None:
    row = one(server.put("/v3/media/1", Answer(pictures.photo(), headers=JPEG)))
    assert (row.state, row.content_type, row.width, row.height) == ("fetched", "image/jpeg", 60, 40)
    assert content(row) != pictures.photo()
    assert row.size == len(content(row))
    assert [(path, token.startswith("Bearer ey")) for path, token in server.asked] == [("/v3/media/1", True)]


def test_only_their_owner_reads_files(server: MediaServer) -> None:
    one(server.put("/1", Answer(pictures.photo())))
    (path,) = kept()
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


@pytest.mark.parametrize(
    ("kind", "name", "body", "content_type", "called"),
    [
        ("video", "", b"\0\0\0 ftypmp42", "video/mp4", "video-{}.mp4"),
        ("audio", "hello.amr", b"#!AMR\n", "audio/amr", "hello-{}.amr"),
        ("vcard", "", b"BEGIN:VCARD", "text/x-vcard; charset=utf-8", "vcard-{}.vcf"),
        ("file", "../../etc/passwd", b"%PDF-1.4", "application/pdf", "etc-passwd-{}.pdf"),
        ("file", "Rechnung März.pdf", b"%PDF-1.4", "application/pdf", "Rechnung März-{}.pdf"),
        ("file", "\r\nSet-Cookie: a=b", b"x", "text/plain", "Set-Cookie- a-b-{}.txt"),
        ("image", "a.heic", b"\0\0\0\x18ftypheic", "image/heic", "a-{}.heic"),
        ("image", "a.svg", b"<svg/>", "image/svg+xml", "a-{}.svg"),
    ],
)
def test_whatever_else_is_kept_as_it_came_and_called_safely(
    server: MediaServer, kind: str, name: str, body: bytes, content_type: str, called: str
) -> None:
    row = one(server.put("/1", Answer(body, headers={"Content-Type": content_type})), kind, name)
    assert (row.state, row.is_picture, content(row), row.size) == ("fetched", False, body, len(body))
    assert store.filename(row) == called.format(row.id)
    assert row.reason == (picture.UNREADABLE if kind == "image" else "")


@pytest.mark.parametrize(
    "url",
    [
        "https://media.example.org/1.jpg",
        "https://nexmo.com.example.org/1",
        "https://evilnexmo.com/1",
        "https://api.nexmo.com@example.org/1",
        "https://user:word@api.nexmo.com/1",
        "https://example.org\\@api.nexmo.com/1",
        "https://api.nexmo.com:8443/1",
        "http://api.nexmo.com/1",
        "http://127.0.0.1/1",
        "https://127.0.0.1/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest/meta-data",
        "ftp://api.nexmo.com/1",
        "file:///etc/passwd",
        "//api.nexmo.com/1",
        "https://api.nexmo.com/1\r\nX: y",
        "https://api.nеxmo.com/1",
        "https://api.nexmo.com./1",
        "https://[api.nexmo.com/1",
        "https://api.nexmo.com:99999/1",
        "no address",
        "https://api.nexmo.com/" + "x" * 5000,
    ],
)
def test_an_address_that_is_not_the_carrier_s_is_never_asked(server: MediaServer, url: str) -> None:
    row = one(url)
    assert (row.state, row.attempts) == ("failed", 1)
    assert row.reason == "Its address is not one of Vonage’s, so it was not fetched."
    assert server.asked == []


def test_the_simulator_is_believed_only_while_it_is_the_carrier(
    app: Flask, server: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], simulator_url=None)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    row = one(server.put("/1", Answer(pictures.photo())))
    assert (row.state, server.asked) == ("failed", [])


def test_a_redirect_leads_to_the_carrier_or_nowhere(server: MediaServer) -> None:
    stranger = MediaServer()
    away = stranger.put("/secret", Answer(pictures.photo()))
    there = {"Location": "/there"}
    server.put("/there", Answer(pictures.photo()))
    good = one(server.put("/1", Answer(status=302, headers=there)))
    bad = one(server.put("/2", Answer(status=302, headers={"Location": away})))
    endless = one(server.put("/3", Answer(status=307, headers={"Location": "/3"})))
    stranger.close()
    assert [row.state for row in map(again, (good, bad, endless))] == ["fetched", "failed", "waiting"]
    assert stranger.asked == []
    assert len([path for path, _ in server.asked if path == "/3"]) == 4


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Answer(b"x" * (LARGEST + 1)), "failed", "It is larger than 10 MB."),
        (Answer(b"x", length=LARGEST + 1), "failed", "It is larger than 10 MB."),
        (Answer(status=410), "failed", "Vonage does not keep it any more."),
        (Answer(status=404), "waiting", "Vonage does not have it (404)."),
        (Answer(status=401), "waiting", "Vonage answered 401."),
        (Answer(status=503), "waiting", "Vonage answered 503."),
        (Answer(b""), "waiting", "The connection to Vonage broke."),
        (Answer(b"half", length=8), "waiting", "The connection to Vonage broke."),
        (Answer(b"x", headers={"Content-Encoding": "gzip"}), "waiting", "Vonage sent it in a form that we"),
    ],
    ids=str,
)
def test_what_cannot_be_had_says_why(server: MediaServer, answer: Answer, state: str, reason: str) -> None:
    row = one(server.put("/1", answer))
    assert row.state == state
    assert row.reason.startswith(reason)
    assert kept() == []


def test_the_largest_that_is_allowed_is_kept_whole(server: MediaServer) -> None:
    assert one(server.put("/1", Answer(b"x" * LARGEST)), "file").size == LARGEST


def test_a_body_that_drips_is_given_up(server: MediaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.carriers.vonage_media.WHOLE_SECONDS", 0.3)
    row = one(server.put("/1", Answer(b"x" * 1000, drip=0.05)))
    assert (row.state, row.reason) == ("waiting", "Vonage sent it too slowly.")


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
    row = one(server.put("/1", Answer(status=503), Answer(pictures.photo())))
    make_due(row)
    jobs.fetch(row.id)
    assert (again(row).state, again(row).reason) == ("fetched", "")


def test_staff_have_it_tried_again(server: MediaServer) -> None:
    row = one(server.put("/1", Answer(status=410), Answer(pictures.photo())))
    store.try_again(row.id)
    db.session.commit()
    assert queue.redis().exists(queue.waiting_key(queue.FETCH_MEDIA, row.id))
    jobs.fetch(row.id)
    assert again(row).state == MediaState.FETCHED


def test_it_is_fetched_once(server: MediaServer) -> None:
    row = one(server.put("/1", Answer(pictures.photo())))
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
    row = one(server.put("/1", Answer(pictures.photo())))
    assert row.state == MediaState.WAITING
    assert row.reason.startswith("The folder for files cannot be written to: ")


def test_somebody_who_was_erased_meanwhile_leaves_no_file(server: MediaServer) -> None:
    row = came(server.put("/1", Answer(pictures.photo())))
    order = fetching.claim(row.id)
    db.session.commit()
    assert order is not None
    outcome = fetching.carry_out(order, jobs._source())
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
    row = one(server.put("/1", Answer(pictures.photo())))
    lost, young = (files.put(io.BytesIO(b"x")) for _ in range(2))
    unfinished = files._path(lost).with_suffix(".part")
    unfinished.write_bytes(b"half")
    long_ago = (now() - timedelta(hours=2)).timestamp()
    assert row.key
    for path in (files._path(row.key), files._path(lost), unfinished):
        os.utime(path, (long_ago, long_ago))
    assert store.remove_orphans() == 1
    assert {path.name for path in kept()} == {row.key, young}


def test_files_stay_when_the_commit_fails(server: MediaServer) -> None:
    row = one(server.put("/1", Answer(pictures.photo())))
    store.forget([row.message_id])
    db.session.rollback()
    assert len(kept()) == 1
    db.session.commit()
    assert len(kept()) == 1
    store.forget([row.message_id])
    db.session.commit()
    assert kept() == []
