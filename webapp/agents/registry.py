"""The engines that there are, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webapp.agents.base import Engine, EngineFault
from webapp.agents.llm.access import ModelAccess
from webapp.agents.summary_input import SummaryInput

if TYPE_CHECKING:
    from webapp.agents.llm.summarizer import Written

ELSEWHERE = "Language models are asked by a process of their own, not here."


@dataclass(frozen=True, slots=True)
class EngineKind:
    """`make`: the engine; None where nothing answers by itself; with a `fault`, it cannot be used.

    `varies`: the same conversation may give another decision, so that it is worth asking again.
    `asks_model`: it is made by `with_model`, in the one process that loads a model's library.
    """

    name: str
    make: Callable[[], Engine] | None = None
    varies: bool = False
    fault: str = ""
    asks_model: bool = False


def _playbook() -> Engine:
    from webapp.agents.playbook.engine import Playbook  # 8 MB, for which only those pay who think

    return Playbook()


def _without_model() -> Engine:
    raise EngineFault(ELSEWHERE)


ENGINES: Mapping[str, EngineKind] = {
    "playbook": EngineKind("Playbook", _playbook),
    "staff": EngineKind("Staff only"),
    "llm": EngineKind("Language model", _without_model, varies=True, asks_model=True),
}


def answers(name: str) -> bool:
    """Whether there is an engine that answers by itself."""
    return ENGINES[name].make is not None


def load_library() -> None:
    """What asks language models: 80 MB, for the thinker alone."""
    import webapp.agents.llm.engine  # noqa: F401


def with_model(access: ModelAccess | EngineFault) -> EngineKind:
    """The engine that asks this model; or, when it cannot be asked, one that always says why."""

    def make() -> Engine:
        if isinstance(access, EngineFault):
            raise access
        from webapp.agents.llm.engine import Llm

        return Llm(access)

    return replace(ENGINES["llm"], make=make)


def summarize(access: ModelAccess | EngineFault, asked: SummaryInput) -> Written:
    """A summary by this model, in the one process that loads its library. Raises EngineFault."""
    if isinstance(access, EngineFault):
        raise access
    from webapp.agents.llm import summarizer

    return summarizer.summarize(access, asked)
