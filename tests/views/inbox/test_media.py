"""Pictures in a conversation, and everything else as a download that no browser opens."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests import pictures
from tests.conversations import fresh, they_send
from tests.views.client import Browser, Page
from tests.views.inbox.queries import counted
from webapp import files, queue
from webapp.db import db, now
from webapp.models.media import Media, MediaState
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.services.media import store

URL = "https://api.nexmo.com/v3/media/1"


@pytest.fixture(autouse=True)
def folder(app: Flask, number: Number, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setitem(app.extensions, "files", tmp_path / "files")
    return tmp_path / "files"


def fetched(kind: str = "image", content: bytes | None = None, *, shown: bool | None = None) -> Media:
    """It came, and is there; a picture as we have written it."""
    shown = kind == "image" if shown is None else shown
    row = sent(kind)
    key = files.put(io.BytesIO(pictures.photo() if content is None else content))
    values = (
        {"content_type": "image/jpeg", "width": 60, "height": 40} if shown else {"content_type": "text/html"}
    )
    db.session.execute(
        update(Media).where(Media.id == row.id).values(state=MediaState.FETCHED, key=key, size=2048, **values)
    )
    db.session.commit()
    return row


def sent(kind: str = "image", name: str = "", text: str = "") -> Media:
    message = they_send((kind, URL, name), text=text)
    return store.of([message.id])[message.id][0]


def page_of(staff: Browser, row: Media) -> Page:
    message = db.session.get_one(Message, row.message_id)
    return staff.get(f"/inbox/{message.thread_id}")


def test_a_picture_stands_in_its_place(staff: Browser) -> None:
    row = fetched()
    images = page_of(staff, row).root.all("img")
    (picture,) = [one for one in images if one.attrs["src"].startswith("/inbox/media")]
    assert picture.attrs["src"] == f"/inbox/media/{row.id}"
    assert picture.attrs["alt"] == "Picture from +1 202-555-0111"
    assert (picture.attrs["width"], picture.attrs["height"], picture.attrs["loading"]) == ("60", "40", "lazy")


def test_a_picture_is_sent_as_what_it_is(staff: Browser) -> None:
    answer = staff.client.get(f"/inbox/media/{fetched().id}")
    assert answer.data == pictures.photo()
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store", "or it stays in the browser of who signs out"
    answer.close()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("file", b"<html><script>alert(1)</script>"),
        ("image", b"<svg onload='alert(1)'/>"),
        ("video", b"\0\0\0 ftyp"),
        ("audio", b"#!AMR"),
        ("vcard", b"BEGIN:VCARD"),
    ],
)
def test_anything_else_is_a_download(staff: Browser, kind: str, content: bytes) -> None:
    row = fetched(kind, content, shown=False)
    page = page_of(staff, row)
    assert not [one for one in page.root.all("img") if "media" in one.attrs["src"]]
    assert not page.root.all("video", "audio", "iframe", "object", "embed")
    (link,) = [one for one in page.root.all("a") if one.attrs.get("href") == f"/inbox/media/{row.id}"]
    assert "download" in link.attrs
    answer = staff.client.get(f"/inbox/media/{row.id}")
    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    answer.close()


def test_nobody_sees_one_who_is_not_signed_in(browser: Browser) -> None:
    assert "/login" in browser.client.get(f"/inbox/media/{fetched().id}").headers["Location"]


def test_what_is_being_fetched_holds_its_place(staff: Browser) -> None:
    row = sent()
    assert "The picture is being fetched." in page_of(staff, row).words
    failed = update(Media).values(reason="Vonage answered 503.", next_try_at=now(), attempts=1)
    db.session.execute(failed)
    words = page_of(staff, row).words
    assert "The last attempt failed: Vonage answered 503. The next one is" in words
    assert staff.client.get(f"/inbox/media/{row.id}").status_code == 404


def test_what_could_not_be_fetched_is_tried_again(staff: Browser) -> None:
    row = sent("video")
    values = {"state": MediaState.FAILED, "reason": "It is larger than 10 MB.", "attempts": 7}
    db.session.execute(update(Media).values(values))
    page = page_of(staff, row)
    assert "This video could not be fetched. It is larger than 10 MB." in page.words
    queue.redis().flushall()
    after = staff.submit(page, f"/inbox/media/{row.id}/again")
    assert "The video is being fetched." in after.words
    assert queue.redis().exists(queue.waiting_key(queue.FETCH_MEDIA, row.id))
    assert staff.submit(page, f"/inbox/media/{row.id}/again").status == 409


def test_captions_stand_below_their_pictures_and_the_text_by_itself(staff: Browser) -> None:
    message = they_send(("image", URL, ""), ("image", URL + "2", ""), text="Look")
    for row, caption in zip(store.of([message.id])[message.id], ("Before", "After"), strict=True):
        db.session.execute(update(Media).where(Media.id == row.id).values(caption=caption))
    db.session.execute(update(Message).values(text="Look\nBefore\nAfter"))
    page = staff.get(f"/inbox/{message.thread_id}")
    assert [one.words() for one in page.root.all("figcaption")] == ["Before", "After"]
    assert [e.words() for e in page.root.all("div") if e.attrs.get("class") == "said"] == ["Look"]


def test_a_poll_hears_that_a_picture_has_come(staff: Browser) -> None:
    row = sent()
    thread = db.session.get_one(Thread, db.session.get_one(Message, row.message_id).thread_id)
    before = fresh(thread).revision
    db.session.execute(update(Media).values(state=MediaState.FAILED, reason="No."))
    db.session.commit()
    store.try_again(row.id)
    db.session.commit()
    assert fresh(thread).revision > before


def test_a_file_that_is_gone_from_the_folder_is_said_to_be(staff: Browser) -> None:
    row = fetched()
    files.remove([str(db.session.get_one(Media, row.id).key)])
    page = staff.get(f"/inbox/media/{row.id}")
    assert page.status == 404
    assert "not in the folder for files any more" in page.words


def test_many_pictures_cost_no_more_statements_than_one(staff: Browser) -> None:
    row = sent()
    thread_id = db.session.get_one(Message, row.message_id).thread_id
    few = counted(staff, f"/inbox/{thread_id}")
    for _ in range(5):
        they_send(("image", URL, ""), ("video", URL + "2", ""))
    assert counted(staff, f"/inbox/{thread_id}") == few
