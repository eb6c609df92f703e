"""The OpenAPI of the API names each of its addresses, and what they really answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.views.client import Browser
from webapp.errors import Fault
from webapp.services.team import api_keys
from webapp.views.api import api_schema

DOCS = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")


def test_each_address_is_declared_with_its_scope(app: Flask) -> None:
    routes = {
        (
            method.lower(),
            re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")),
            rule.endpoint,
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.show_schema"
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert {(method, path) for method, path, _ in routes} == {
        (one.method, one.path) for one in api_schema.OPERATIONS
    }
    scopes = {(one.method, one.path): one.scope for one in api_schema.OPERATIONS}
    for method, path, endpoint in routes:
        assert app.view_functions[endpoint].scope == scopes[method, path]  # type: ignore[attr-defined]
    assert set(scopes.values()) == set(api_keys.SCOPES)


def test_it_is_served_without_a_key_under_our_own_address(browser: Browser, app: Flask) -> None:
    answer = browser.client.get("/api/v1/openapi.json", headers={"Host": "evil.example.org"})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    said = answer.get_json()
    assert said["openapi"] == "3.1.0"
    assert said["servers"] == [{"url": f"{app.config['SETTINGS'].public_url}/api/v1"}]
    ids = [one["operationId"] for path in said["paths"].values() for one in path.values()]
    assert len(set(ids)) == len(ids) == len(api_schema.OPERATIONS)
    for one in api_schema.OPERATIONS:
        told = said["paths"][one.path][one.method]
        assert ("requestBody" in told) == bool(one.body)
        in_path = [each["name"] for each in told["parameters"] if each["in"] == "path"]
        assert in_path == re.findall(r"{(\w+)}", one.path)
        assert {"401", "413", "422", "429"} < told["responses"].keys()


def test_it_tells_all_that_is_answered_and_what_may_be_sent() -> None:
    """schemathesis asks the same of a running installation: docs/security.md."""
    paths = api_schema.openapi("https://outbound.example.org")["paths"]
    run = paths["/runs/{run_id}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    step = run["properties"]["steps"]["items"]
    assert run["additionalProperties"] is step["additionalProperties"] is False
    assert step["required"] == ["step", "kind", "state", "branch", "error", "at", "done_at"]
    sent = paths["/opt-outs"]["post"]["requestBody"]["content"]
    assert sent.keys() == {"application/json", "application/x-www-form-urlencoded"}
    told = sent["application/json"]["schema"]["properties"]
    assert (told["phone"]["type"], told["phone"]["minLength"], "type" in told["reason"]) == (
        "string", 1, False,
    )  # fmt: skip
    names = [one["name"] for one in paths["/events"]["post"]["parameters"]]
    assert names == ["Idempotency-Key"]


@pytest.mark.parametrize("one", api_schema.OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_the_docs_tell_all_of_it(one: api_schema.Operation) -> None:
    assert f"/api/v1{one.path.split('{')[0]}" in DOCS
    missing = [param.name for param in one.body if f"`{param.name}`" not in DOCS]
    missing += [name for name in one.answer if f'"{name}"' not in DOCS]
    assert missing == []


def test_the_docs_name_every_scope() -> None:
    assert [words for words in api_keys.SCOPES.values() if words not in DOCS] == []


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({}, "event", "“event” is missing. What the program calls it, for example order.shipped."),
        ({"event": 7}, "event", "“event” is a text, in quotation marks."),
        ({"event": "e" * 81}, "event", "“event” can have up to 80 characters."),
        ({"event": "e", "phone": None}, "phone", "“phone” is missing. In any spelling; best with + and the"),
        ({"event": "e", "phone": "1", "fields": []}, "fields", "“fields” is a JSON object, such as {}."),
    ],
)
def test_what_is_sent_is_read_by_it(sent: dict[str, object], field: str, sentence: str) -> None:
    with pytest.raises(Fault) as refused:
        api_schema.read("post", "/events", sent)
    assert refused.value.field == field
    assert refused.value.sentence.startswith(sentence)
