"""What went wrong with a model, each in one plain sentence that holds nothing of what was said."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic_ai import exceptions
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart

from webapp.agents.base import EngineFault
from webapp.agents.llm import sentences
from webapp.agents.llm.access import ModelAccess
from webapp.agents.llm.transport import AnswerTooLarge, InvalidAddress, NoAnswer

RETRY_STATUS = frozenset({408, 409, 425, 429})


def fault_of(error: Exception, access: ModelAccess, messages: list[ModelMessage]) -> EngineFault:
    """The fault for an error of the library; `messages`: what was said until then."""
    if any(isinstance(one, AnswerTooLarge) for one in _chain(error)):
        return EngineFault(sentences.TOO_LONG, retriable=True)
    if isinstance(error, NoAnswer):
        return EngineFault(sentences.NO_ANSWER, retriable=True)
    if isinstance(error, InvalidAddress):
        return EngineFault(sentences.ADDRESS)
    if isinstance(error, exceptions.ModelRequestTimeout | exceptions.ModelTimeoutError | TimeoutError):
        return EngineFault(sentences.too_slow(access.seconds), retriable=True)
    if isinstance(error, exceptions.ModelAPIError):
        return _of_server(error, access)
    if isinstance(error, exceptions.UsageLimitExceeded):
        return EngineFault(sentences.BUDGET)
    if isinstance(error, exceptions.ContentFilterError):
        return EngineFault(sentences.FILTERED)
    return _of_answer(error, messages)


def _of_server(error: exceptions.ModelAPIError, access: ModelAccess) -> EngineFault:
    status = _status(error)
    if isinstance(error, exceptions.ModelConnectionError):
        return EngineFault(
            sentences.UNREACHABLE if error.phase == "connect" else sentences.RESET, retriable=True
        )
    if status == 402 or isinstance(error, exceptions.ModelQuotaExceededError):
        return EngineFault(sentences.NO_CREDIT)
    if status in (401, 403):
        return EngineFault(sentences.KEY)
    if status == 404:
        return EngineFault(sentences.not_known(access.model))
    if isinstance(error, exceptions.ModelContextWindowExceededError):
        return EngineFault(sentences.CONTEXT)
    if status in (400, 422) and _is_about_mode(error):
        return EngineFault(sentences.MODE)
    return _by_status(status)


def _by_status(status: int | None) -> EngineFault:
    if status is None:
        return EngineFault(sentences.NO_ANSWER, retriable=True)
    if 300 <= status < 400:
        return EngineFault(sentences.REDIRECTED)
    if status == 429:
        return EngineFault(sentences.BUSY, retriable=True)
    retriable = status >= 500 or status in RETRY_STATUS
    return EngineFault(sentences.failed(status), retriable)


def _status(error: Exception) -> int | None:
    """Redirects are no error with a status of their own: it stands in what the SDK raised."""
    for one in _chain(error):
        status = getattr(one, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _is_about_mode(error: exceptions.ModelAPIError) -> bool:
    said = str(error.body).lower()
    return any(word in said for word in ("response_format", "json_schema", "tool", "grammar"))


def _of_answer(error: Exception, messages: list[ModelMessage]) -> EngineFault:
    """By the last answer: what it is instead of what was asked for."""
    last = next((one for one in reversed(messages) if isinstance(one, ModelResponse)), None)
    if last is None:
        return EngineFault(sentences.NO_ANSWER, retriable=True)
    said = [_said(part) for part in last.parts if isinstance(part, TextPart | ToolCallPart)]
    text = "".join(said).strip()
    if last.finish_reason == "length":
        return EngineFault(sentences.TOO_LONG, retriable=True)
    if not text:
        return EngineFault(sentences.EMPTY, retriable=True)
    if text[0] not in "{[":
        return EngineFault(sentences.PROSE, retriable=True)
    return EngineFault(sentences.NONSENSE if _is_json(text) else sentences.CUT, retriable=True)


def _said(part: TextPart | ToolCallPart) -> str:
    if isinstance(part, TextPart):
        return part.content
    return part.args if isinstance(part.args, str) else json.dumps(part.args)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def retry_after(error: Exception) -> float:
    """Seconds that the server asks us to wait; 0: it does not say."""
    return float(getattr(error, "retry_after", None) or 0.0)
