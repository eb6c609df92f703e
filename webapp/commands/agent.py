"""`agent test NAME`: play an agent's tests, from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from webapp.processes import environment
from webapp.processes.fault import StartFault

if TYPE_CHECKING:
    from webapp.agents.evals import CaseResult, TurnResult
    from webapp.services.agents.evals.evals import Results


def test(name: str) -> int:
    """0 when all tests pass, else 1. Raises StartFault for an agent that does not exist."""
    env = environment.for_installed(os.environ)
    from webapp import config  # the application is loaded only when it is needed: `up` must stay small
    from webapp.agents import registry
    from webapp.errors import Fault
    from webapp.processes.prepare import update_database
    from webapp.schema import create_app
    from webapp.services.agents import store
    from webapp.services.agents.evals import evals

    with create_app(config.load(env)).app_context():
        update_database()
        try:
            agent = store.named(name)
        except Fault as fault:
            raise StartFault(fault.sentence) from fault
        asks = registry.ENGINES[agent.engine].asks_model
        results = evals.run_with_model(agent) if asks else evals.run(agent)
        sys.stdout.write("\n".join(_lines(agent.name, results)) + "\n")
    return 0 if results.ok else 1


def _lines(name: str, results: Results) -> Iterator[str]:
    """What failed, turn by turn, and the sum of it."""
    for case in results.cases:
        if not case.ok:
            yield from _of_case(case)
    for mistake in results.mistakes:
        yield str(mistake)
    yield f"{name}: {results.sentence}"


def _of_case(case: CaseResult) -> Iterator[str]:
    yield f"FAILED {case.name}"
    for turn in case.turns:
        if any(not check.ok for check in turn.checks):
            yield from _of_turn(turn)
    yield ""


def _of_turn(turn: TurnResult) -> Iterator[str]:
    yield from (f"  says: {_on_one_line(text)}" for text in turn.texts)
    for check in turn.checks:
        if not check.ok:
            where = f" (line {check.line})" if check.line else ""
            yield f"    expected {_on_one_line(check.expected)}{where}"
            yield f"    came     {_on_one_line(check.came)}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
