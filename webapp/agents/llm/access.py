"""How a model is reached, and what it costs. No library of a model is imported here."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from webapp.agents.base import Usage

MILLION = 1_000_000


class OutputMode(StrEnum):
    """How a model is brought to answer with JSON of a given shape, the surest first."""

    NATIVE = "native"  # `response_format` with a JSON schema
    TOOL = "tool"  # the arguments of a tool that it has to call
    PROMPTED = "prompted"  # it is asked to


@dataclass(frozen=True, slots=True)
class ModelAccess:
    """A model behind an OpenAI-compatible server. `base_url`: up to and with its `/v1`.

    `price_in`, `price_out`: of a million tokens; None: not known.
    `seconds`: for a decision in all; `request_seconds`: for one request. `most_tokens`: of one answer, what
    the model thinks to itself before it counted in.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    mode: OutputMode = OutputMode.TOOL
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    seconds: float = 20.0
    request_seconds: float = 12.0
    most_tokens: int = 2_000

    def usage(self, requests: int, tokens_in: int, tokens_out: int) -> Usage:
        """With the price, where both prices are known."""
        if self.price_in is None or self.price_out is None:
            return Usage(requests, tokens_in, tokens_out)
        price = (self.price_in * tokens_in + self.price_out * tokens_out) / MILLION
        return Usage(requests, tokens_in, tokens_out, price)
