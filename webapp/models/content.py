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


EMPTY = '{"channel": "sms", "message": "", "max_segments": 1}'
CONTENTS: dict[str, type[Any]] = {Channel.SMS: SmsContent}


class ContentJson(TypeDecorator[Any]):
    """Content as JSON that names its channel. Raises KeyError or TypeError for what is no content."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, Any]:
        channel = next(key for key, kind in CONTENTS.items() if isinstance(value, kind))
        return {"channel": str(channel), **asdict(value)}

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return CONTENTS[value["channel"]](**{key: of for key, of in value.items() if key != "channel"})
