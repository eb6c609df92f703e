"""What the API takes and answers, declared once: bodies are read by it, and the OpenAPI follows from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.errors import Fault
from webapp.services.team.api_keys import EVENTS, OPT_OUTS, RUNS
from webapp.views import failures, ids

VERSION = "1"
TEXT, OBJECT, ANYTHING = "string", "object", "anything"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Param:
    """One thing that is sent. `longest`: characters of a text. What is not required may be null."""

    name: str
    words: str
    kind: str = TEXT
    required: bool = False
    longest: int = 1000

    @property
    def schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {"description": self.words}
        if self.kind != ANYTHING:
            told["type"] = self.kind if self.required else [self.kind, "null"]
        if self.kind == TEXT:
            told |= {"maxLength": self.longest} | ({"minLength": 1} if self.required else {})
        return told


@dataclass(frozen=True)
class Operation:
    """One address. `answers`: by status; those that every address has come on top. `answer`: its fields.

    `forms`: it takes a form as well as JSON.
    """

    method: str
    path: str
    scope: str
    summary: str
    answers: Mapping[int, str]
    answer: Mapping[str, Kind]
    body: tuple[Param, ...] = ()
    forms: bool = False


PHONE = Param("phone", "In any spelling; best with + and the country code.", required=True, longest=100)
FIELDS = Param("fields", "What is known of the event: texts, numbers, true or false, nested or not.", OBJECT)
NAME = Param("name", "What they are called; a name that is known stays.", longest=200)
ATTRIBUTES = Param("attributes", "What is known of the contact; what staff have set stays.", OBJECT)
ID = Param("id", "Names this event, as the Idempotency-Key header does.", longest=200)
EVENT = Param("event", "What the program calls it, for example order.shipped.", required=True, longest=80)
REASON = Param("reason", "What was said, and where: a text. Longer than 1,000 characters is cut.", ANYTHING)

Kind = str | tuple[str, ...] | tuple[Mapping[str, Any]]
"""A type of JSON Schema, or several of which one holds; a list of objects by the fields of one."""
NO_TEXT = ("string", "null")
STANDING: Mapping[str, Kind] = {
    "phone": "string", "opted_out": "boolean", "since": NO_TEXT, "known_from": NO_TEXT, "on_hold": "boolean",
}  # fmt: skip
STARTED = {"workflow": "integer", "name": "string", "run": "integer"}
REFUSED = {"workflow": "integer", "name": "string", "reason": "string"}
STEP = {
    "step": "string", "kind": "string", "state": "string", "branch": "string", "error": "string",
    "at": "string", "done_at": NO_TEXT,
}  # fmt: skip
RUN: Mapping[str, Kind] = {
    "id": "integer", "workflow": "integer", "name": "string", "version": "integer", "phone": "string",
    "state": "string", "step": "string", "reason": "string", "started_at": "string",
    "due_at": NO_TEXT, "ended_at": NO_TEXT, "steps": (STEP,),
}  # fmt: skip
OPERATIONS = (
    Operation("post", "/opt-outs", OPT_OUTS, "Someone has opted out",
              {201: "It is recorded", 200: "It was known"}, STANDING, (PHONE, REASON), forms=True),
    Operation("get", "/opt-outs/{phone}", OPT_OUTS, "Has someone opted out?",
              {200: "What is known", 404: "No phone was named"}, STANDING),
    Operation("post", "/events", EVENTS, "Something has happened to a contact",
              {200: "Which workflows it started, and which it did not"},
              {"event": "string", "phone": "string", "started": (STARTED,), "refused": (REFUSED,)},
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
    413: "More than 1 MB was sent",
    422: "What was sent was not understood; the sentence says why",
    429: "Too many calls; try again after Retry-After seconds",
    500: "The fault is ours",
    503: "The database cannot be used; try again",
}
ROW = {"type": "integer", "minimum": 1, "maximum": ids.LARGEST}
IN_PATH: Mapping[str, Any] = {"workflow_id": ROW, "run_id": ROW, "phone": {"type": "string", "minLength": 1}}
NAMES_IT = {"name": "Idempotency-Key", "in": "header", "description": ID.words, "schema": {"type": "string"}}
"""Whatever starts something may say so."""
HEADERS = {401: "WWW-Authenticate", 429: "Retry-After"}


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
    told = {"type": "string", "title": "string", "status": "integer", "detail": "string", "field": "string"}
    problem = _object(told) | {"required": [name for name in told if name != "field"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Outbound", "version": VERSION},
        "servers": [{"url": f"{address}/api/v1"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": problem},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    answers = {**one.answers, **OF_ALL}
    told: dict[str, Any] = {
        "summary": one.summary,
        "operationId": f"{one.method}_{'_'.join(re.findall(r'[a-z]+', one.path))}",
        "description": f"The key needs the scope {one.scope}.",
        "parameters": [_in_path(name) for name in re.findall(r"{(\w+)}", one.path)],
        "responses": {str(status): _answer(one, status, answers[status]) for status in sorted(answers)},
    }
    if one.scope == EVENTS:
        told["parameters"].append(NAMES_IT)
    return told | ({"requestBody": _body(one)} if one.body else {})


def _answer(one: Operation, status: int, words: str) -> dict[str, Any]:
    told: dict[str, Any] = {"description": words}
    if status >= 300:
        told["content"] = {failures.PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    else:
        told["content"] = {JSON: {"schema": _object(one.answer)}}
    if status in HEADERS:
        told["headers"] = {HEADERS[status]: {"required": True, "schema": {"type": "string"}}}
    return told


def _body(one: Operation) -> dict[str, Any]:
    schema = {
        "type": OBJECT,
        "properties": {param.name: param.schema for param in one.body},
        "required": [param.name for param in one.body if param.required],
    }
    kinds = (JSON, FORM) if one.forms else (JSON,)
    return {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": IN_PATH[name]}


def _object(fields: Mapping[str, Kind]) -> dict[str, Any]:
    """All of these fields, and no others."""
    kinds = {name: _kind(kind) for name, kind in fields.items()}
    return {"type": OBJECT, "properties": kinds, "required": [*kinds], "additionalProperties": False}


def _kind(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, str):
        return {"type": kind}
    first = kind[0]
    return {"type": [*kind]} if isinstance(first, str) else {"type": "array", "items": _object(first)}
