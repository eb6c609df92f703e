"""The library of the llm engine takes 80 MB: nothing loads it but the module that makes an Llm."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.sources import ROOT, imports, sources, within

LIBRARY = ("pydantic_ai", "openai", "httpx2", "httpcore2", "genai_prices", "tiktoken")
USERS = {f"webapp.agents.llm.{name}" for name in ("client", "faults", "transport")}


@pytest.mark.parametrize(
    "modules",
    [
        "webapp.schema", "webapp.cli", "jobs.worker, jobs.dispatch, jobs.schedule, jobs.sweep",
        "webapp.services.agents.language_models", "webapp.simulator.model.server",
    ],
)  # fmt: skip
@pytest.mark.long
def test_no_other_process_loads_it(modules: str) -> None:
    code = f"import sys, {modules}; print([m for m in {LIBRARY} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


@pytest.mark.long
def test_only_three_modules_know_it() -> None:
    found = {
        module
        for module, path in sources().items()
        if any(within(name, library) for name in imports(path) for library in LIBRARY)
    }
    assert found == USERS
