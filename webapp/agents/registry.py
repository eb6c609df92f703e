"""The engines that there are, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webapp.agents.base import Engine


@dataclass(frozen=True, slots=True)
class EngineKind:
    """`make`: the engine; None where nothing answers by itself; with a `fault`, it cannot be used.

    `varies`: the same conversation may give another decision, so that it is worth asking again.
    """

    name: str
    make: Callable[[], Engine] | None = None
    varies: bool = False
    fault: str = ""


def _playbook() -> Engine:
    from webapp.agents.playbook.engine import Playbook  # 8 MB, for which only those pay who think

    return Playbook()


ENGINES: Mapping[str, EngineKind] = {
    "playbook": EngineKind("Playbook", _playbook),
    "staff": EngineKind("Staff only"),
    "llm": EngineKind(
        "Language model",
        varies=True,
        fault="Language models cannot be used yet. Choose the playbook, or staff only.",
    ),
}


def answers(name: str) -> bool:
    """Whether there is an engine that answers by itself."""
    return ENGINES[name].make is not None
