"""What the API takes and answers, declared once: bodies are read by it, and the OpenAPI follows from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.errors import Fault
from webapp.services.team.api_keys import EVENTS, OPT_OUTS, RUNS

VERSION = "1"
TEXT, OBJECT = "string", "object"
Kind = str | tuple[str, ...]
"""A type of JSON Schema, or several of which one holds."""


@dataclass(frozen=True)
class Param:
    """One thing that is sent. `longest`: characters of a text."""

    name: str
    words: str
    kind: str = TEXT
    required: bool = False
    longest: int = 1000

    @property
    def schema(self) -> dict[str, Any]:
        if self.kind == OBJECT:
            return {"type": OBJECT, "description": self.words, "additionalProperties": True}
        return {"type": TEXT, "description": self.words, "maxLength": self.longest}


@dataclass(frozen=True)
class Operation:
    """One address. `answers`: by status; those that every address has come on top. `answer`: its fields."""

    method: str
    path: str
    scope: str
    summary: str
    answers: Mapping[int, str]
    answer: Mapping[str, Kind]
    body: tuple[Param, ...] = ()


PHONE = Param("phone", "In any spelling; best with + and the country code.", required=True, longest=100)
FIELDS = Param("fields", "What is known of the event: texts, numbers, true or false, nested or not.", OBJECT)
NAME = Param("name", "What they are called; a name that is known stays.", longest=200)
ATTRIBUTES = Param("attributes", "What is known of the contact; what staff have set stays.", OBJECT)
ID = Param("id", "Names this event, as the Idempotency-Key header does.", longest=200)
EVENT = Param("event", "What the program calls it, for example order.shipped.", required=True, longest=80)
REASON = Param("reason", "What was said, and where. Longer than 1,000 characters is cut.", longest=1_000_000)

STANDING: Mapping[str, Kind] = {
    "phone": "string", "opted_out": "boolean", "since": ("string", "null"), "known_from": ("string", "null"),
    "on_hold": "boolean",
}  # fmt: skip
RUN: Mapping[str, Kind] = {
    "id": "integer", "workflow": "integer", "name": "string", "version": "integer", "phone": "string",
    "state": "string", "step": "string", "reason": "string", "started_at": "string",
    "due_at": ("string", "null"), "ended_at": ("string", "null"), "steps": "array",
}  # fmt: skip
OPERATIONS = (
    Operation("post", "/opt-outs", OPT_OUTS, "Someone has opted out",
              {201: "It is recorded", 200: "It was known"}, STANDING, (PHONE, REASON)),
    Operation("get", "/opt-outs/{phone}", OPT_OUTS, "Has someone opted out?",
              {200: "What is known"}, STANDING),
    Operation("post", "/events", EVENTS, "Something has happened to a contact",
              {200: "Which workflows it started, and which it did not"},
              {"event": "string", "phone": "string", "started": "array", "refused": "array"},
              (EVENT, PHONE, FIELDS, NAME, ATTRIBUTES, ID)),
    Operation("post", "/workflows/{workflow_id}/runs", EVENTS, "Start one workflow for a contact",
              {201: "It is started", 200: "It was started before by this event",
               404: "There is no such workflow", 409: "It is not live, or does not start for them"},
              RUN, (PHONE, FIELDS, NAME, ATTRIBUTES, ID)),
    Operation("get", "/runs/{run_id}", RUNS, "What became of a run",
              {200: "The run", 404: "There is no such run"}, RUN),
)  # fmt: skip
OF_ALL = {
    401: "No key, or one that is not known, was withdrawn or has expired",
    403: "The key is not good for this",
    422: "What was sent was not understood; the sentence says why",
    429: "Too many calls; try again after Retry-After seconds",
    500: "The fault is ours",
    503: "The database cannot be used; try again",
}
MOST_IN_PATH = {"workflow_id": "integer", "run_id": "integer", "phone": "string"}


def read(method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent to an address, by name; what is missing is an empty text or object.

    Other names are ignored. Raises Fault that names the field.
    """
    operation = next(one for one in OPERATIONS if (one.method, one.path) == (method, path))
    return {param.name: _read(param, body.get(param.name)) for param in operation.body}


def _read(param: Param, sent: Any) -> Any:
    if sent is None or sent == "":
        if param.required:
            raise Fault(f"“{param.name}” is missing. {param.words}", param.name)
        return {} if param.kind == OBJECT else ""
    if param.kind == OBJECT:
        if not isinstance(sent, dict):
            raise Fault(f"“{param.name}” is a JSON object, such as {{}}.", param.name)
        return sent
    if not isinstance(sent, str):
        raise Fault(f"“{param.name}” is a text, in quotation marks.", param.name)
    if len(sent) > param.longest:
        raise Fault(f"“{param.name}” can have up to {param.longest:,} characters.", param.name)
    return sent


def openapi(address: str) -> dict[str, Any]:
    """OpenAPI 3.1. `address`: where this installation is found."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    error = _object({"error": "string", "field": "string"}) | {"required": ["error"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Outbound", "version": VERSION},
        "servers": [{"url": f"{address}/api/v1"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": {"Error": error},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    good = {"application/json": {"schema": _object(one.answer)}}
    answers = {**one.answers, **OF_ALL}
    told: dict[str, Any] = {
        "summary": one.summary,
        "operationId": f"{one.method}_{'_'.join(re.findall(r'[a-z]+', one.path))}",
        "description": f"The key needs the scope {one.scope}.",
        "parameters": [_in_path(name) for name in re.findall(r"{(\w+)}", one.path)],
        "responses": {
            str(status): {"description": words, "content": good if status < 300 else problem}
            for status, words in sorted(answers.items())
        },
    }
    return told | ({"requestBody": _body(one.body)} if one.body else {})


def _body(params: tuple[Param, ...]) -> dict[str, Any]:
    schema = {
        "type": OBJECT,
        "properties": {param.name: param.schema for param in params},
        "required": [param.name for param in params if param.required],
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": MOST_IN_PATH[name]}}


def _object(fields: Mapping[str, Kind]) -> dict[str, Any]:
    kinds = {name: list(kind) if isinstance(kind, tuple) else kind for name, kind in fields.items()}
    return {"type": OBJECT, "properties": {name: {"type": kind} for name, kind in kinds.items()}}
