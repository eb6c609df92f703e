"""Whatever stands in an address, in a header or in what a program sends, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests import factories
from tests.conversations import CAROL
from tests.fuzz import scene
from tests.fuzz.values import VALUES, named
from tests.views.client import HTMX, Browser
from tests.views.program import Program
from webapp.db import db
from webapp.models.user import User
from webapp.services.team import api_keys

pytestmark = pytest.mark.timeout(0)  # at full length it takes minutes
HEADERS = (
    "Accept", "Accept-Language", "Authorization", "Content-Type", "Cookie", "Forwarded", "Host",
    "HX-Boosted", "HX-Current-URL", "HX-Prompt", "HX-Target", "HX-Trigger", "HX-Trigger-Name",
    "If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Range", "Referer", "User-Agent",
    "X-CSRFToken", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override",
)  # fmt: skip
FIELDS = ("phone", "reason", "scope", "key", "after_id", "unknown")
JSON = (*VALUES, None, True, 0, 1.5, -1, 10**400, [], {}, [[]], {"a\x00": "\ud800"}, ["+12025550111"])


def quoted(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")


def is_broken(rule: Rule, status: int) -> bool:
    """What is no webhook of ours is asked for again: see views/webhooks/webhooks."""
    return status >= 500 and not (status == 503 and rule.endpoint.startswith("webhooks."))


def test_no_query_breaks(app: Flask, admin: Browser, team: dict[str, int]) -> None:
    broken = []
    for rule in rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        for at, value in enumerate(VALUES):
            if not scene.is_turn(f"? {rule.rule}", value, 1_000):
                continue
            query = "&".join(f"{name}={quoted(value)}" for name in scene.NAMES)
            status = scene.ask(admin, "GET", f"{_usual(rule, team)}?{query}", **(HTMX if at % 2 else {}))
            if is_broken(rule, status):
                broken.append(f"{status} {rule.rule}?…={named(value)}")
    assert not broken


def test_no_path_breaks(app: Flask, admin: Browser, team: dict[str, int]) -> None:
    token, broken = admin.token(), []
    for rule in rules(app):
        for value in VALUES if "<" in rule.rule else ():
            if not scene.is_turn(f"/ {rule.rule}", value, 800):
                continue
            path = rule.rule
            for part in scene.parts(rule.rule):
                path = path.replace(part, quoted(value))
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                status = scene.ask(admin, method, path, {"csrf_token": token} if method == "POST" else None)
                if is_broken(rule, status):
                    broken.append(f"{status} {method} {rule.rule} {named(value)}")
    assert not broken


def test_no_header_breaks(admin: Browser, team: dict[str, int]) -> None:
    """As they come from the server: bytes, taken for Latin-1, and never a line break."""
    broken = []
    for path in ("/", "/batches", "/login", "/nowhere", "/healthz", "/api/v1/opt-outs"):
        for name in HEADERS:
            for value in VALUES:
                said = value.encode("utf-8", "surrogatepass").decode("latin-1")
                if set(said) & set("\r\n\x00") or not scene.is_turn(f"{path} {name}", value, 1_000):
                    continue
                status = scene.ask(admin, "GET", path, **(HTMX | {name: said}))
                if status >= 500:
                    broken.append(f"{status} {path} {name}: {named(value)}")
    assert not broken


def test_nothing_that_a_program_sends_breaks(app: Flask, ada: User) -> None:
    factories.number()
    _, key = api_keys.make("Website", ada)
    db.session.commit()
    program, broken = Program(app, key), []
    for name in FIELDS:
        for value in JSON:
            if not scene.is_turn(name, repr(value), 60):
                continue
            sent = {"phone": CAROL, "reason": "asked", name: value}
            answer = program.call("POST", "/api/v1/opt-outs", json=sent)
            if answer.status_code >= 500:
                broken.append(f"{answer.status_code} {name}: {value!r:.40}")
    for body in (b"", b"null", b"[]", b"\xff", b'{"phone":', b"[" * 100_000, b"1e400", b'"\\ud800"'):
        answer = program.call("POST", "/api/v1/opt-outs", data=body, content_type="application/json")
        if answer.status_code >= 500:
            broken.append(f"{answer.status_code} {body[:20]!r}")
    assert not broken


def _usual(rule: Rule, team: dict[str, int]) -> str:
    """The rule's path, with what there is in its places."""
    path = rule.rule
    for part in scene.parts(rule.rule):
        name = part.strip("<>").rpartition(":")[2]
        path = path.replace(part, str(team.get(name, CAROL if name == "phone" else "1")))
    return path
