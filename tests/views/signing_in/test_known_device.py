"""Browsers in which someone has signed in are known again; the cookie cannot be made up."""

from __future__ import annotations

from flask import Flask, Response

from webapp.views.signing_in import known_device

NAME = "outbound-device"


def remembered(app: Flask, email: str, cookie: str = "") -> str:
    with app.test_request_context(headers={"Cookie": f"{NAME}={cookie}"}):
        known_device.remember(email)
        answer = app.process_response(Response())
    return answer.headers["Set-Cookie"]


def value(header: str) -> str:
    return header.partition("=")[2].partition(";")[0]


def device(app: Flask, email: str, cookie: str) -> str | None:
    with app.test_request_context(headers={"Cookie": f"{NAME}={cookie}"}):
        return known_device.of(email)


def test_a_browser_is_known_for_those_who_signed_in(app: Flask) -> None:
    header = remembered(app, "Ada@example.org ")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "ada" not in header
    adas = device(app, "ada@example.org", value(header))
    assert adas and device(app, "bea@example.org", value(header)) is None
    both = value(remembered(app, "bea@example.org", value(header)))
    assert device(app, "ada@example.org", both) == adas
    assert device(app, "bea@example.org", both) not in (adas, None)
    assert device(app, "ada@example.org", value(remembered(app, "ada@example.org", both))) == adas


def test_of_the_latest_few(app: Flask) -> None:
    cookie = ""
    for number in range(known_device.MOST + 1):
        cookie = value(remembered(app, f"{number}@example.org", cookie))
    assert device(app, "0@example.org", cookie) is None
    assert device(app, "1@example.org", cookie)


def test_what_is_made_up_is_not_believed(app: Flask) -> None:
    cookie = value(remembered(app, "ada@example.org"))
    for wrong in ("", "x", cookie[:-2], cookie + "x", "." + cookie):
        assert device(app, "ada@example.org", wrong) is None


def test_its_name_is_that_of_this_very_host_where_there_is_https() -> None:
    assert known_device.cookie_name(True) == "__Host-outbound-device"
