"""What a request asks for: the texts of its prompt, and the JSON in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_SECTION = re.compile(r"^(\w+) \(JSON\):\n", re.M)
_DECODER = json.JSONDecoder()


def texts(body: Mapping[str, Any], *roles: str) -> list[str]:
    """The texts of messages of these roles, in their order."""
    messages = body.get("messages")
    rows = [one for one in messages if isinstance(one, dict)] if isinstance(messages, list) else []
    return [_text(one.get("content")) for one in rows if one.get("role") in roles]


def _text(content: object) -> str:
    """Of a message: a text, or parts of which some are."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def sections(body: Mapping[str, Any]) -> dict[str, Any]:
    """“Tasks (JSON):” and what follows it, by its title, from the system's texts."""
    system = "\n\n".join(texts(body, "system", "developer"))
    found = {}
    for title in _SECTION.finditer(system):
        found[title[1]] = _value(system, title.end())
    return found


def data(body: Mapping[str, Any]) -> dict[str, Any]:
    """The first JSON object that the user's texts hold; empty when there is none."""
    for text in texts(body, "user"):
        value = _value(text, text.find("{")) if "{" in text else None
        if isinstance(value, dict):
            return value
    return {}


def schema(body: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schema that the answer has to fit, wherever the request has it; empty when it has none."""
    for found in _schemas(body):
        if isinstance(found, dict) and "properties" in found:
            return found
    return {}


def _schemas(body: Mapping[str, Any]) -> Iterator[Any]:
    wanted = body.get("response_format")
    if isinstance(wanted, dict) and isinstance(wanted.get("json_schema"), dict):
        yield wanted["json_schema"].get("schema")
    tools = body.get("tools")
    for tool in tools if isinstance(tools, list) else []:
        yield tool.get("function", {}).get("parameters")
    for text in texts(body, "system", "developer", "user"):
        for start in (found.start() for found in re.finditer(r"^\{", text, re.M)):
            yield _value(text, start)


def _value(text: str, start: int) -> Any:
    try:
        return _DECODER.raw_decode(text, start)[0]
    except ValueError:
        return None
