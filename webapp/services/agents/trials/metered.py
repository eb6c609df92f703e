"""An engine that asks a model for a trial: within the trial's time, with signs of life, and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic

from webapp.agents import registry
from webapp.agents.base import Conversation, Decision, Engine, EngineFault, Usage
from webapp.agents.llm.access import ModelAccess
from webapp.agents.registry import EngineKind

LEAST_SECONDS = 2.0
"""That must be left for asking to be worth its price."""
NO_TIME = "There was no time left to ask the model."


@dataclass
class Metered:
    """`ends`: on the monotonic clock. `beat`: called before each decision. `usage`: of all of them.

    It is not to be shared by threads.
    """

    access: ModelAccess | EngineFault
    ends: float
    beat: Callable[[], object]
    usage: Usage = field(default_factory=Usage)

    def kind(self) -> EngineKind:
        """To be asked."""
        return replace(registry.with_model(self.access), make=self._made)

    def _made(self) -> Engine:
        return self

    def decide(self, conversation: Conversation) -> Decision:
        """Raises EngineFault."""
        self.beat()
        if isinstance(self.access, EngineFault):
            raise self.access
        left = self.ends - monotonic()
        if left < LEAST_SECONDS:
            raise EngineFault(NO_TIME)
        make = registry.with_model(replace(self.access, seconds=min(left, self.access.seconds))).make
        assert make is not None  # noqa: S101  (for mypy)
        try:
            decision = make().decide(conversation)
        except EngineFault as fault:
            self._add(fault.usage)
            raise
        self._add(decision.usage)
        return decision

    def _add(self, one: Usage) -> None:
        known = [price for price in (self.usage.price, one.price) if price is not None]
        self.usage = Usage(
            self.usage.requests + one.requests,
            self.usage.tokens_in + one.tokens_in,
            self.usage.tokens_out + one.tokens_out,
            sum(known[1:], known[0]) if known else None,
        )
