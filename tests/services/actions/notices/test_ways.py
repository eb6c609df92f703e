"""The mail server and the chat are set by one form; what is secret is kept sealed, and shown nowhere."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.services.actions.system import OtherSystem
from webapp.db import db
from webapp.errors import Fault, Faults
from webapp.models.event import Event
from webapp.models.setting import Setting
from webapp.models.user import User
from webapp.services import settings
from webapp.services.actions.notices import ways

TYPED = {
    "mail_host": "smtp.example.org",
    "mail_port": "465",
    "mail_security": "tls",
    "mail_user": "desk@example.org",
    "mail_password": "canary-4711",
    "chat_url": "https://hooks.example.org/canary-4712",
}


def test_it_is_kept_and_its_secrets_are_sealed(ada: User) -> None:
    ways.save(TYPED, ada)
    server = ways.mail_server()
    assert (server.host, server.port, server.sender, server.password) == (
        "smtp.example.org", 465, "desk@example.org", "canary-4711",
    )  # fmt: skip
    assert ways.chat_url() == TYPED["chat_url"]
    kept = [str(one.value) for one in db.session.scalars(select(Setting))]
    noted = [str(one.data) for one in db.session.scalars(select(Event))]
    assert "canary" not in str([kept, noted, server, ways.shown()])
    assert len(noted) == 6


def test_what_is_left_empty_stays_and_what_is_forgotten_goes(ada: User) -> None:
    ways.save(TYPED, ada)
    ways.save(TYPED | {"mail_password": "", "chat_url": "", "forget_chat_url": "yes"}, ada)
    assert ways.mail_server().password == "canary-4711"
    with pytest.raises(Fault, match="No address of a chat"):
        ways.chat_url()
    settings.put("mail_password", "nonsense")
    with pytest.raises(Fault, match="Set it again"):
        ways.mail_server()


def test_a_password_does_not_follow_to_another_server(ada: User) -> None:
    ways.save(TYPED, ada)
    moved = TYPED | {"mail_host": "smtp.attacker.example", "mail_password": ""}
    with pytest.raises(Fault, match=r"typed for smtp\.example\.org") as refused:
        ways.save(moved, ada)
    assert (refused.value.field, ways.mail_server().host) == ("mail_password", "smtp.example.org")
    ways.save(moved | {"mail_host": "SMTP.example.org"}, ada)
    assert ways.mail_server().password == "canary-4711"
    ways.save(moved | {"mail_host": ""}, ada)
    with pytest.raises(Fault, match="perhaps for another server"):  # by way of none
        ways.save(moved, ada)
    ways.save(moved | {"forget_mail_password": "yes"}, ada)
    assert (ways.mail_server().host, ways.mail_server().password) == ("smtp.attacker.example", "")


def test_none_is_set_at_first(app: Flask) -> None:
    with pytest.raises(Fault, match="No mail server"):
        ways.mail_server()


def test_each_fault_names_its_field(ada: User) -> None:
    wrong = {"mail_host": "smtp example", "mail_port": "0", "mail_security": "ssh", "mail_from": "desk"}
    with pytest.raises(Faults) as refused:
        ways.save(wrong | {"chat_url": "http://10.0.0.1/x"}, ada)
    assert set(refused.value.by_field) == {*wrong, "chat_url"}
    for host in ("smtp..example.org", f"{'x' * 64}.example.org", "smtp.example.org."):
        with pytest.raises(Faults, match="name of a server"):
            ways.save(TYPED | {"mail_host": host}, ada)
    with pytest.raises(Faults) as refused:
        ways.save(TYPED | {"chat_url": "hooks.example.org"}, ada)
    assert set(refused.value.by_field) == {"chat_url"}


def test_a_private_address_that_is_allowed(system: OtherSystem, ada: User) -> None:
    ways.save(TYPED | {"chat_url": f"{system.url}/hook"}, ada)
    assert ways.has_secret("chat_url")
