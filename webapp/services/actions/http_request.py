"""Ask another system over HTTP: post a booking, look something up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from webapp import allowed_hosts
from webapp.errors import Faults
from webapp.field_kinds import Whole
from webapp.services.actions import named_secrets
from webapp.services.actions.base import Context, Field, Outcome, RemoteAction, Settings
from webapp.services.actions.http import address
from webapp.services.actions.http.address import Address
from webapp.services.actions.http.parts import Body, BodyValue, Header, Headers, Keep
from webapp.services.actions.http.request import Request
from webapp.services.actions.kinds import Choice, is_secret

METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE")
JSON, FORM = "JSON", "form"
LONGEST_SECONDS = 30


class HttpRequest(RemoteAction):
    """Repeated under the same Idempotency-Key when the server does not answer, or asks to come back."""

    kind = "http_request"
    word = "Ask another system"
    icon = "globe"
    fields = (
        Field("method", "Method", Choice(METHODS)),
        Field("url", "Address", Address(required=True), "https://booking.example.com/api/visits/{{visit}}"),
        Field("headers", "Headers", Headers(rows=3),
              "One a line. Secrets by name: Authorization: Bearer {{secret.booking}}"),
        Field("encoding", "Body as", Choice((JSON, FORM))),
        Field("body", "Body", Body(rows=5),
              "One value a line: guests (number): {{guests}}. Without any, no body is sent."),
        Field("keep", "Keep of the answer", Keep(rows=2),
              "One value a line: booking = data.id. Later actions may use {{booking}}."),
        Field("seconds", "Give up after", Whole(LONGEST_SECONDS), "Seconds.", default="10"),
    )  # fmt: skip

    def read(self, settings: Settings) -> dict[str, Any]:
        values = super().read(settings)
        if values["body"] and values["method"] == "GET":
            raise Faults({"body": "A request with GET has no body. Put its values into the address."})
        return values

    def faults(self, settings: Settings) -> list[str]:
        """With what can be told of its host before it is asked: see allowed_hosts."""
        url = settings.get("url", "")
        inward = not super().faults(settings) and address.leads_inward(url, allowed_hosts.present())
        return [address.private(address.host(url))] if inward else super().faults(settings)

    def prepare(self, context: Context, values: Mapping[str, Any]) -> Request:
        headers: tuple[Header, ...] = values["headers"]
        known = {name: value for name, value in context.values.items() if not is_secret(name)}
        secrets = named_secrets.values(name for header in headers for name in header.secrets)
        filled = {header.name: header.filled(known, secrets) for header in headers}
        body = _body(values["body"], known, values["encoding"]) if values["body"] else None
        of_body = {"Content-Type": CONTENT_TYPES[values["encoding"]]} if body is not None else {}
        return Request(
            method=values["method"],
            url=address.filled(values["url"], known),
            headers={**filled, **of_body, "Idempotency-Key": context.key},
            body=body,
            secret_headers=frozenset(header.name for header in headers if header.secrets),
            secrets=tuple(secrets.values()),
            keep=values["keep"],
            seconds=float(values["seconds"]),
        )

    def perform(self, request: Request) -> Outcome:
        from webapp.services.actions.http import sending  # pages with its form need not load all of HTTP

        return sending.send(request, allowed_hosts.present())


CONTENT_TYPES = {JSON: "application/json", FORM: "application/x-www-form-urlencoded"}


def _body(parts: Iterable[BodyValue], values: Mapping[str, str], encoding: str) -> bytes:
    filled = [(part.path, part.filled(values)) for part in parts]
    if encoding == FORM:
        return urlencode([(".".join(path), _plain(value)) for path, value in filled]).encode()
    whole: dict[str, Any] = {}
    for path, value in filled:
        inner = whole
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = value
    return json.dumps(whole, ensure_ascii=False).encode()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
