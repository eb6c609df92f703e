"""What a server has answered: read with a bound, and of it only what is to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from requests import Response
from urllib3.exceptions import HTTPError

from webapp.rules import storable
from webapp.services.actions.base import ActionFault

LARGEST = 64 * 1024
AT_ONCE = 16 * 1024
LONGEST_KEPT = 500
"""Characters of one value."""
MASK = "•••"
DONE_BUT = "The request was carried out, but nothing of its answer could be kept:"


def read(answer: Response) -> bytes | None:
    """All of it; None when it is larger than LARGEST. Raises HTTPError when the connection breaks."""
    content = bytearray()
    while chunk := answer.raw.read1(AT_ONCE, decode_content=False):
        content += chunk
        if len(content) > LARGEST:
            return None
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and len(content) < int(announced):
        raise HTTPError("it ended too early")
    return bytes(content)


def kept(answer: Response, paths: Mapping[str, str], secrets: Iterable[str]) -> dict[str, str]:
    """The wanted values by name, as texts; "" for one that is not there. Raises ActionFault, HTTPError."""
    if not paths:
        return {}
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise ActionFault(f"{DONE_BUT} it is packed.")
    content = read(answer)
    if content is None:
        raise ActionFault(f"{DONE_BUT} it is larger than {LARGEST // 1024} kB.")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ActionFault(f"{DONE_BUT} it is not JSON.") from error
    return {name: masked(_text(_at(said, path)), secrets)[:LONGEST_KEPT] for name, path in paths.items()}


def masked(text: str, secrets: Iterable[str]) -> str:
    """Servers repeat what they were sent: a secret is not kept."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def _at(said: Any, path: str) -> Any:
    """`data.items.0.id`: names of objects, places of lists from 0 on. None when nothing is there."""
    for part in path.split("."):
        if isinstance(said, dict):
            said = said.get(part)
        elif isinstance(said, list):
            said = said[int(part)] if part.isdecimal() and len(part) < 6 and int(part) < len(said) else None
        else:
            return None
    return said


def _text(value: Any) -> str:
    if isinstance(value, str):
        return storable.clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return storable.clean(json.dumps(value, ensure_ascii=False))
