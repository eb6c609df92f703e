"""Which output mode a model takes: asked of its server, once, when the connection is tested.

By plain HTTP, in the very forms in which the engine asks: no process has to load the engine's library.
The question does not mention JSON: a server that ignores the form answers in prose, and is found out.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import requests

from webapp.agents.llm import sentences
from webapp.agents.llm.access import ModelAccess, OutputMode

QUESTION = "What is the capital of France, and how many letters does its name have?"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"capital": {"type": "string"}, "letters": {"type": "integer"}},
    "required": ["capital", "letters"],
    "additionalProperties": False,
}
ABLE = {
    OutputMode.NATIVE: "keeps to a JSON schema, which is the surest way",
    OutputMode.TOOL: "keeps to the form of a tool, which works well",
    OutputMode.PROMPTED: "has to be asked for the form in words: expect more answers that cannot be used",
}
"""What it means for the answers."""
MOST_BYTES = 200_000
MOST_TOKENS = 300


@dataclass(frozen=True, slots=True)
class Found:
    """`mode`: None when the model cannot be used; `sentence` says what it can do, or what is wrong."""

    mode: OutputMode | None
    sentence: str


class _Stop(Exception):
    """No other mode would fare better."""


def probe(access: ModelAccess) -> Found:
    """Ask in each mode, the surest first, until one is answered, within its `seconds`. Raises nothing."""
    session = requests.Session()
    session.trust_env = False
    last, ends = sentences.NONSENSE, time.monotonic() + access.seconds
    try:
        for mode in OutputMode:
            began = time.monotonic()
            answered, last = _answered(session, _in_time(access, ends - began), mode)
            if answered:
                return Found(mode, _able(access, mode, time.monotonic() - began))
    except _Stop as stop:
        last = str(stop)
    finally:
        session.close()
    return Found(None, last)


def _in_time(access: ModelAccess, left: float) -> ModelAccess:
    """With no more time for this request than is left for all."""
    if left < access.request_seconds:
        access = replace(access, request_seconds=round(max(left, 1.0), 1))
    return access


def _able(access: ModelAccess, mode: OutputMode, seconds: float) -> str:
    return f"“{access.model}” answered in {seconds:.1f} s, and {ABLE[mode]}."


def _answered(session: requests.Session, access: ModelAccess, mode: OutputMode) -> tuple[bool, str]:
    """Whether the answer fits; what is wrong with it."""
    status, body = _post(session, access, _asked(access, mode))
    if status == 200:
        return _fits(body, mode)
    if stop := _hopeless(status, body, access):
        raise _Stop(stop)
    return False, sentences.failed(status)


def _hopeless(status: int, body: bytes, access: ModelAccess) -> str:
    if 300 <= status < 400:
        return sentences.REDIRECTED
    if status == 402 or (status == 429 and b"insufficient_quota" in body):
        return sentences.NO_CREDIT
    known = {
        401: sentences.KEY,
        403: sentences.KEY,
        404: sentences.not_known(access.model),
        429: sentences.BUSY,
    }
    return known.get(status, "")


def _post(session: requests.Session, access: ModelAccess, asked: dict[str, Any]) -> tuple[int, bytes]:
    """Status, and the body as far as it is read. Raises _Stop when there is no answer."""
    headers = {"Authorization": f"Bearer {access.key}"} if access.key else {}
    url = f"{access.base_url}/chat/completions"
    ends = time.monotonic() + access.request_seconds
    try:
        with session.post(
            url,
            json=asked,
            headers=headers,
            timeout=access.request_seconds,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return answer.status_code, _read(answer, ends)
    except requests.Timeout as error:
        raise _Stop(sentences.too_slow(access.request_seconds)) from error
    except requests.exceptions.SSLError as error:
        raise _Stop("The certificate of the model's server is not valid.") from error
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise _Stop(sentences.RESET if "aborted" in str(error) else sentences.UNREACHABLE) from error
    except (requests.RequestException, ValueError) as error:
        raise _Stop(sentences.ADDRESS) from error


def _read(answer: requests.Response, ends: float) -> bytes:
    read = b""
    for chunk in answer.iter_content(8_192):
        read += chunk
        if len(read) > MOST_BYTES:
            raise _Stop(sentences.TOO_LONG)
        if time.monotonic() > ends:
            raise requests.Timeout
    return read


def _asked(access: ModelAccess, mode: OutputMode) -> dict[str, Any]:
    messages = [{"role": "user", "content": QUESTION}]
    asked: dict[str, Any] = {"model": access.model, "messages": messages}
    official = access.base_url.startswith("https://api.openai.com/")
    asked["max_completion_tokens" if official else "max_tokens"] = MOST_TOKENS
    if mode is OutputMode.NATIVE:
        schema = {"name": "answer", "schema": SCHEMA, "strict": True}
        return asked | {"response_format": {"type": "json_schema", "json_schema": schema}}
    if mode is OutputMode.TOOL:
        function = {"name": "answer", "description": "Give the answer.", "parameters": SCHEMA}
        return asked | {"tools": [{"type": "function", "function": function}], "tool_choice": "required"}
    wanted = f"Answer with one JSON object that fits this schema, and nothing else:\n\n{json.dumps(SCHEMA)}"
    return asked | {"messages": [{"role": "system", "content": wanted}, *messages]}


def _fits(body: bytes, mode: OutputMode) -> tuple[bool, str]:
    """Whether the answer has the form; else what it is."""
    try:
        message = json.loads(body)["choices"][0]["message"]
        said = (
            message["tool_calls"][0]["function"]["arguments"]
            if mode is OutputMode.TOOL
            else message["content"]
        )
    except (ValueError, LookupError, TypeError):
        return False, sentences.NO_ANSWER
    text = str(said or "").strip()
    if not text:
        return False, sentences.EMPTY
    try:
        value = json.loads(text)
    except ValueError:
        return False, sentences.CUT if text[0] in "{[" else sentences.PROSE
    fits = isinstance(value, dict) and isinstance(value.get("capital"), str) and "letters" in value
    return fits, sentences.NONSENSE
