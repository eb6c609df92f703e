"""OpenAI's wire, as far as a chat without streaming needs it: /v1/models and /v1/chat/completions."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from aiohttp import web

from webapp.simulator.model import scripted, summary
from webapp.simulator.model.memory import MEMORY, Memory, Request
from webapp.simulator.model.moods import Mood

LONGEST_BODY = 4 * 1024 * 1024
ELSEWHERE = "http://192.0.2.1/v1/chat/completions"
"""Documentation's own network (RFC 5737): no server is there."""
PROSE = "Sure! I would be happy to help you with that. What would you like to know?"
RUNAWAY = "and so on " * 20_000
ENDLESS = b" " * 65_536


def add_routes(app: web.Application) -> None:
    """Add the wire to the server."""
    app.router.add_get("/v1/models", models)
    app.router.add_post("/v1/chat/completions", complete)


async def models(request: web.Request) -> web.Response:
    """The one model that there is."""
    memory = request.app[MEMORY]
    if not _is_let_in(request, memory):
        return problem(401, "Incorrect API key provided.", "invalid_api_key")
    one = {"id": memory.settings.model, "object": "model", "created": 0, "owned_by": "simulator"}
    return web.json_response({"object": "list", "data": [one]})


async def complete(request: web.Request) -> web.StreamResponse:
    """An answer, as the mood is."""
    memory = request.app[MEMORY]
    if not _is_let_in(request, memory):
        return problem(401, "Incorrect API key provided.", "invalid_api_key")
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        return problem(400, "We could not parse the JSON body of your request.", None)
    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        return problem(400, "Missing required parameter: 'messages'.", None)
    mood = memory.take_mood()
    noted = memory.note(body, mood.name)
    if body.get("model") != memory.settings.model:
        return _status(
            noted, problem(404, f"The model `{body.get('model')}` does not exist.", "model_not_found")
        )
    return await _in_mood(request, noted, mood)


def _is_let_in(request: web.Request, memory: Memory) -> bool:
    wanted = f"Bearer {memory.settings.key}"
    given = request.headers.get("Authorization", "")
    return not memory.settings.key or hmac.compare_digest(given.encode(), wanted.encode())


async def _in_mood(request: web.Request, noted: Request, mood: Mood) -> web.StreamResponse:
    if mood.name == "slow":
        await asyncio.sleep(mood.seconds)
    if mood.name == "reset":
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)
    if mood.name == "endless":
        return await _endless(request, noted)
    if mood.name == "web_page":
        return _status(
            noted, web.Response(text="<!doctype html><h1>It works!</h1>", content_type="text/html")
        )
    refusal = _refusal(noted.body, mood)
    return _status(noted, refusal) if refusal else _status(noted, _completion(noted, mood))


def _status(noted: Request, answer: web.Response) -> web.Response:
    noted.status = answer.status
    return answer


async def _endless(request: web.Request, noted: Request) -> web.StreamResponse:
    """Until the caller has had enough; at most a minute."""
    noted.status = 200
    stream = web.StreamResponse(headers={"Content-Type": "application/json"})
    await stream.prepare(request)
    try:
        for sent in range(600):
            await stream.write(ENDLESS)
            await asyncio.sleep(0.1 if sent > 100 else 0)
    except ConnectionError:
        noted.said = "(the caller hung up)"
    return stream


def _refusal(body: Mapping[str, Any], mood: Mood) -> web.Response | None:
    if mood.name == "busy":
        wait = {"Retry-After": f"{mood.seconds:g}"}
        return problem(429, "Rate limit reached for requests.", "rate_limit_exceeded", headers=wait)
    if mood.name == "no_credit":
        return problem(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota")
    if mood.name == "wrong_key":
        return problem(401, "Incorrect API key provided.", "invalid_api_key")
    if mood.name == "error_500":
        return problem(500, "The server had an error while processing your request.", None, "server_error")
    if mood.name == "redirect":
        return web.Response(status=307, headers={"Location": ELSEWHERE})
    asked = body.get("response_format") or {}
    if mood.name in ("no_json_schema", "text_only") and asked.get("type") == "json_schema":
        return problem(400, "'response_format' of type 'json_schema' is not supported.", None)
    if mood.name == "text_only" and (asked or body.get("tools")):
        return problem(400, "This model does not support tools or 'response_format'.", None)
    return None


def _completion(noted: Request, mood: Mood) -> web.Response:
    body = noted.body
    text, reason = _text(body, mood)
    noted.said = text
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
    tools = body.get("tools")
    if tools and mood.name not in ("empty", "prose", "runaway", "filtered"):
        call = {"name": tools[0]["function"]["name"], "arguments": text}
        message |= {
            "content": None,
            "tool_calls": [{"id": f"call_{uuid4().hex}", "type": "function", "function": call}],
        }
        reason = "tool_calls" if reason == "stop" else reason
    asked = sum(len(json.dumps(one)) for one in body["messages"]) // 4
    spoken = max(1, len(text) // 4)
    usage = {"prompt_tokens": asked, "completion_tokens": spoken, "total_tokens": asked + spoken}
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    return web.json_response(
        {
            "id": f"chatcmpl-{uuid4().hex}", "object": "chat.completion", "created": int(noted.at),
            "model": body["model"], "choices": [] if mood.name == "no_choices" else [choice], "usage": usage,
        }
    )  # fmt: skip


def _text(body: Mapping[str, Any], mood: Mood) -> tuple[str, str]:
    """What it says, and why it ends there."""
    fixed = {"empty": ("", "stop"), "prose": (PROSE, "stop"), "filtered": ("", "content_filter")}
    if mood.name in fixed:
        return fixed[mood.name]
    if mood.name == "runaway":
        return RUNAWAY, "length"
    if mood.name == "nonsense":
        return json.dumps({"answer": 42, "say": ["no", "text"]}), "stop"
    if mood.name == "given":
        return mood.output if isinstance(mood.output, str) else json.dumps(mood.output), "stop"
    said = scripted.answer(body)
    if mood.name == "invents":
        said |= _invented(said)
    if mood.name == "extra_fields":
        said |= {
            "phone": "+15005550006",
            "headers": {"X-Evil": "1"},
            "url": "https://evil.example",
            "tool": "shell",
        }
    text = json.dumps(said, ensure_ascii=False)
    return (text[: len(text) // 2], "stop") if mood.name == "cut_json" else (text, "stop")


def _invented(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same answer, or the same summary, with what is in no prompt."""
    if isinstance(said.get("lines"), list):
        return {"lines": [*said["lines"][:-1], summary.INVENTED]}
    return {"say": f"{said.get('say', '')} {summary.INVENTED}".strip()}


def problem(
    status: int, message: str, code: str | None, kind: str = "invalid_request_error",
    headers: Mapping[str, str] | None = None,
) -> web.Response:  # fmt: skip
    """An error in OpenAI's shape."""
    error = {"message": message, "type": kind, "param": None, "code": code}
    return web.json_response({"error": error}, status=status, headers=headers)
