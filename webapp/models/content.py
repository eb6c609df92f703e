"""What a batch says to its people: one class for each channel, each with `most_units` and `words`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from webapp.models.channel import Channel


@dataclass(frozen=True)
class SmsContent:
    """A message with placeholders, and how many segments it may have for any row."""

    message: str = ""
    max_segments: int = 1

    @property
    def most_units(self) -> int:
        """What one row costs at most."""
        return self.max_segments

    @property
    def words(self) -> str:
        """What it says, as it was written."""
        return self.message


@dataclass(frozen=True)
class CallContent:
    """What a call says first, with placeholders, and how it is placed.

    Who holds the conversation and what else they should know stands in the batch (`agent_id`, `context`).
    `voicemail`, `screening`, `menu`: what is done when one answers, see models/call. `at_once`: how many of
    the batch's calls may be open at the same time, `pace`: how many may start in a second; None: as many as
    the number's.
    Retries: at most so many, each so many minutes after the end of a call with one of these outcomes;
    `retry_other_time`: in another part of the day than before.
    """

    message: str = ""
    language: str = "en"
    voicemail: str = "hang_up"
    voicemail_message: str = ""
    screening: str = "introduce"
    menu: str = "hang_up"
    record: bool = False
    ring_seconds: int = 30
    longest_seconds: int = 600
    at_once: int | None = None
    pace: float | None = None
    retries: int = 0
    retry_minutes: int = 60
    retry_on: tuple[str, ...] = ("no_answer", "busy")
    retry_other_time: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "retry_on", tuple(self.retry_on))  # JSON has lists

    @property
    def most_units(self) -> int:
        """A call is one, however long."""
        return 1

    @property
    def words(self) -> str:
        """What it says first, as it was written."""
        return self.message


EMPTY = '{"channel": "sms", "message": "", "max_segments": 1}'
CONTENTS: dict[str, type[Any]] = {Channel.SMS: SmsContent, Channel.CALL: CallContent}


class ContentJson(TypeDecorator[Any]):
    """Content as JSON that names its channel. Raises KeyError or TypeError for what is no content."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, Any]:
        channel = next(key for key, kind in CONTENTS.items() if isinstance(value, kind))
        return {"channel": str(channel), **asdict(value)}

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return CONTENTS[value["channel"]](**{key: of for key, of in value.items() if key != "channel"})
