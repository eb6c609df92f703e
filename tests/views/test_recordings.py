"""Recordings in their conversation: who may hear them, in parts, and who took one away."""

from __future__ import annotations

import contextvars
import io
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from tests.views.client import Browser, Page
from webapp import files
from webapp.carriers.calls import RecordingMade
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.event import Event
from webapp.models.media import MediaState
from webapp.models.recording import Recording
from webapp.services import settings
from webapp.services.media import recordings

WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(100)


@pytest.fixture(autouse=True)
def folder(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(app.extensions, "files", tmp_path / "files")


def recorded(
    *,
    message: bool = True,
    state: MediaState = MediaState.FETCHED,
    kind: str = "audio/wav",
    of: Call | None = None,
) -> Recording:
    call = of or factories.call("+12025550111", state="ended", outcome="voicemail", direction="in")
    made = RecordingMade("", 1, message, f"f-{message}", "https://api.nexmo.com/1", None, 65)
    row = recordings.add(call, made)
    assert row is not None
    row.state, row.reason = state, "Vonage does not keep it any more." if state == "failed" else ""
    if state == MediaState.FETCHED:
        row.key, row.content_type = files.put(io.BytesIO(WAV)), kind
    db.session.commit()
    return row


def page_of(browser: Browser, row: Recording) -> Page:
    return browser.get(f"/inbox/{row.call.thread_id}")


def test_a_message_is_played_in_the_conversation(staff: Browser) -> None:
    row = recorded()
    [player] = page_of(staff, row).root.all("audio")
    assert (player.attrs["src"], player.attrs["aria-label"]) == (
        f"/inbox/recordings/{row.id}",
        "Message, 1 min 5 s",
    )
    with staff.client.get(player.attrs["src"], base_url="http://localhost") as answer:
        assert (answer.data, answer.mimetype) == (WAV, "audio/wav")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_player_gets_the_part_that_it_asks_for(staff: Browser) -> None:
    row = recorded()
    asked = {"headers": {"Range": "bytes=8-11"}, "base_url": "http://localhost"}
    with staff.client.get(f"/inbox/recordings/{row.id}", **asked) as part:  # type: ignore[arg-type]
        told = part.headers["Content-Range"]
        assert (part.status_code, part.data, told) == (206, b"WAVE", f"bytes 8-11/{len(WAV)}")


def test_who_hears_it_is_noted_once_an_hour(staff: Browser, admin: Browser) -> None:
    path, words = f"/inbox/recordings/{recorded().id}", {"base_url": "http://localhost", "buffered": True}

    def heard(browser: Browser) -> int:
        ask = contextvars.Context().run  # the one who is signed in is remembered in a context
        db.session.rollback()  # on SQLite no one else could write
        assert ask(browser.client.get, path, **words).data == WAV
        return db.session.scalar(select(func.count(Event.id)).where(Event.kind == "recording.played")) or 0

    assert [heard(staff), heard(staff), heard(admin)] == [1, 1, 2]
    assert "played the recording of a call with" in admin.get("/audit").words


def test_another_hour_and_another_recording_are_noted_too(app: Flask) -> None:
    row, ada = recorded(), factories.user("Ada")
    recordings.note_played(row, ada.id)
    assert recordings.was_noted(row, ada.id)
    other = recordings.add(row.call, RecordingMade("", 2, True, "f-2", "https://api.nexmo.com/2"))
    assert other is not None and not recordings.was_noted(other, ada.id)
    recordings.note_played(other, ada.id)
    recordings.note_played(row, ada.id)
    assert db.session.scalar(select(func.count(Event.id)).where(Event.kind == "recording.played")) == 2


def test_who_takes_it_away_is_noted(staff: Browser) -> None:
    row = recorded()
    file = staff.submit(page_of(staff, row), f"/recordings/{row.id}/download", buffered=True)
    assert file.headers["Content-Disposition"] == f"attachment; filename=message-{row.id}.wav"
    assert file.response.data == WAV
    kinds = list(db.session.scalars(select(Event.kind).order_by(Event.id)))
    assert kinds[-1] == "recording.downloaded"


def test_a_whole_call_may_be_for_admins_alone(staff: Browser, admin: Browser) -> None:
    row = recorded(message=False)
    settings.put("recordings_for_admins", True)
    db.session.commit()
    page = page_of(staff, row)
    assert "Recording, for admins only." in page.words
    assert page.root.all("audio") == []
    assert staff.get(f"/inbox/recordings/{row.id}").status == 403
    assert len(page_of(admin, row).root.all("audio")) == 1


def taken(browser: Browser) -> set[str]:
    """What is in the ZIP of what is held on the caller."""
    page = browser.get("/contacts/phone/+12025550111")
    answer = browser.submit(page, "/files.zip", buffered=True).response
    return set(ZipFile(io.BytesIO(answer.data)).namelist())


def test_the_files_of_a_person_hold_no_recording_that_staff_may_not_hear(
    staff: Browser, admin: Browser
) -> None:
    call = recorded(message=False)
    whole, left = map(recordings.filename, (call, recorded(of=call.call)))
    assert taken(staff) == {whole, left}
    settings.put("recordings_for_admins", True)
    db.session.commit()
    assert taken(staff) == {left, "for-admins-only.txt"}
    assert taken(admin) == {whole, left}


def test_the_files_of_a_person_are_taken_after_the_password(staff: Browser) -> None:
    recorded()
    page = staff.get("/contacts/phone/+12025550111")
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        assert staff.submit(page, "/files.zip", buffered=True).status == 403


def test_what_callers_leave_is_for_everyone(staff: Browser) -> None:
    row = recorded()
    settings.put("recordings_for_admins", True)
    db.session.commit()
    assert len(page_of(staff, row).root.all("audio")) == 1


def test_what_no_browser_plays_can_be_downloaded(staff: Browser) -> None:
    row = recorded(kind="")
    page = page_of(staff, row)
    assert page.root.all("audio") == []
    assert page.form(f"/recordings/{row.id}/download")


def test_what_could_not_be_fetched_says_why_and_is_tried_again(staff: Browser) -> None:
    row = recorded(state=MediaState.FAILED)
    page = page_of(staff, row)
    assert "The message could not be fetched. Vonage does not keep it any more." in page.words
    again = staff.submit(page, f"/recordings/{row.id}/again")
    assert "The message is being fetched." in again.words


def test_strangers_hear_nothing(browser: Browser) -> None:
    row = recorded()
    assert browser.get(f"/inbox/recordings/{row.id}").path == "/login"
