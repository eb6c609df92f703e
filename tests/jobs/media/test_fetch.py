"""Fetching what people send: from the carrier alone, and within limits."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest
from flask import Flask

from tests import pictures
from tests.jobs.media.conftest import again, content, fetched, kept
from tests.jobs.media.server import Answer, MediaServer
from webapp.rules.media import LARGEST
from webapp.services.media import picture, store

JPEG = {"Content-Type": "image/jpeg"}


def test_a_picture_is_fetched_with_our_token_and_written_anew(server: MediaServer) -> None:
    row = fetched(server.put("/v3/media/1", Answer(pictures.photo(), headers=JPEG)))
    assert (row.state, row.content_type, row.width, row.height) == ("fetched", "image/jpeg", 60, 40)
    assert content(row) != pictures.photo()
    assert row.size == len(content(row))
    assert [(path, token.startswith("Bearer ey")) for path, token in server.asked] == [("/v3/media/1", True)]


def test_only_their_owner_reads_files(server: MediaServer) -> None:
    fetched(server.put("/1", Answer(pictures.photo())))
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
    row = fetched(server.put("/1", Answer(body, headers={"Content-Type": content_type})), kind, name)
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
    row = fetched(url)
    assert (row.state, row.attempts) == ("failed", 1)
    assert row.reason == "Its address is not one of Vonage’s, so it was not fetched."
    assert server.asked == []


def test_the_simulator_is_believed_only_while_it_is_the_carrier(
    app: Flask, server: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], simulator_url=None)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    row = fetched(server.put("/1", Answer(pictures.photo())))
    assert (row.state, server.asked) == ("failed", [])


def test_a_redirect_leads_to_the_carrier_or_nowhere(server: MediaServer) -> None:
    stranger = MediaServer()
    away = stranger.put("/secret", Answer(pictures.photo()))
    there = {"Location": "/there"}
    server.put("/there", Answer(pictures.photo()))
    good = fetched(server.put("/1", Answer(status=302, headers=there)))
    bad = fetched(server.put("/2", Answer(status=302, headers={"Location": away})))
    endless = fetched(server.put("/3", Answer(status=307, headers={"Location": "/3"})))
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
    row = fetched(server.put("/1", answer))
    assert row.state == state
    assert row.reason.startswith(reason)
    assert kept() == []


def test_the_largest_that_is_allowed_is_kept_whole(server: MediaServer) -> None:
    assert fetched(server.put("/1", Answer(b"x" * LARGEST)), "file").size == LARGEST


def test_a_body_that_drips_is_given_up(server: MediaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.carriers.vonage.media.WHOLE_SECONDS", 0.3)
    row = fetched(server.put("/1", Answer(b"x" * 1000, drip=0.05)))
    assert (row.state, row.reason) == ("waiting", "Vonage sent it too slowly.")
