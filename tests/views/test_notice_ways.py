"""Admins set the mail server and the chat, and try them out; no page shows what is secret."""

from __future__ import annotations

from flask import Flask

from tests.mail_server import MailServer
from tests.views.client import Browser
from webapp.services.actions.notices import ways

AT = "/settings/notices"
CANARY = "canary-4711"


def test_it_is_set_and_tried(app: Flask, admin: Browser) -> None:
    server = MailServer()
    typed = {"mail_host": "127.0.0.1", "mail_port": str(server.port), "mail_security": "none"}
    page = admin.submit(admin.get(AT), AT, mail_from="team@example.org", **typed)
    assert "Saved." in page.words
    page = admin.submit(page, f"{AT}/mail")
    assert "A test e-mail is on its way to ada@example.org." in page.words
    server.close()
    assert "could not be reached" in admin.submit(page, f"{AT}/mail").words
    assert len(server.letters) == 1


def test_what_is_secret_is_in_no_page(app: Flask, admin: Browser, staff: Browser) -> None:
    secret = {"mail_password": CANARY, "chat_url": f"https://hooks.example.org/{CANARY}"}
    page = admin.submit(admin.get(AT), AT, mail_host="x y", **secret)
    assert page.status == 422
    assert CANARY not in page.response.text
    page = admin.submit(admin.get(AT), AT, mail_host="smtp.example.org", mail_from="a@example.org", **secret)
    assert "One is kept." in page.words
    assert CANARY not in page.response.text
    assert ways.has_secret("chat_url")
    page = admin.submit(page, AT, forget_chat_url="yes")
    assert not ways.has_secret("chat_url")
    assert staff.get(AT).status == 403
    token = staff.get("/notices").value("csrf_token")
    assert staff.post(f"{AT}/chat", {"csrf_token": token}).status == 403


def test_there_is_nothing_to_try_at_first(app: Flask, admin: Browser) -> None:
    page = admin.get(AT)
    assert "Set one of them first." in page.words
    token = page.value("csrf_token")
    assert "No address of a chat is set" in admin.post(f"{AT}/chat", {"csrf_token": token}).words
