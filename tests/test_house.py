"""The house rules, read off the source: who may import whom, how large a room may be, who has the key."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from webapp import queue
from webapp.views.security import PUBLIC_ENDPOINTS

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15

FLOORS = {
    "webapp.rules": set(),
    "webapp.errors": set(),
    "webapp.config": set(),
    "webapp.logs": set(),
    "webapp.sqlite_engine": set(),
    "webapp.db": {"webapp.sqlite_engine"},
    "webapp.bulk": {"webapp.db"},
    "webapp.job_names": set(),
    "webapp.models": {"webapp.db", "webapp.bulk", "webapp.rules", "webapp.errors"},
    "webapp.queue": {"webapp.db", "webapp.job_names"},
    "webapp.carriers": {"webapp.config", "webapp.rules"},
    "webapp.simulator": {"webapp.rules"},
    "webapp.services": {
        "webapp.models", "webapp.db", "webapp.bulk", "webapp.queue", "webapp.rules", "webapp.errors",
        "webapp.config", "webapp.carriers.base",
    },
    "webapp.views": {
        "webapp.services", "webapp.models", "webapp.db", "webapp.queue", "webapp.rules", "webapp.errors",
        "webapp.config", "webapp.carriers.vonage_webhooks", "webapp.carriers.base",
    },
    "jobs": {
        "webapp.services", "webapp.models", "webapp.db", "webapp.queue", "webapp.job_names", "webapp.config",
        "webapp.app", "webapp.carriers.vonage", "webapp.processes",
    },
}  # fmt: skip
"""Each floor, and the floors that it may import (besides itself)."""


@cache
def sources() -> dict[str, Path]:
    """Our modules by dotted name."""
    found = [*ROOT.glob("webapp/**/*.py"), *ROOT.glob("jobs/*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in found}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a module imports, `from x import y` as x.y."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, floor: str) -> bool:
    return name == floor or name.startswith(f"{floor}.")


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_run_down_only(floor: str) -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in sources().items()
        if within(module, floor)
        for name in imports(path)
        if within(name, "webapp") or within(name, "jobs")
        if not any(within(name, allowed) for allowed in {floor, *FLOORS[floor]})
    ]
    assert not wrong


def test_there_is_no_circle_of_imports() -> None:
    graph = {module: {_module_of(name) for name in imports(path)} for module, path in sources().items()}
    seen: dict[str, int] = {}

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert seen.get(module) != 1, f"circle: {' -> '.join([*trail, module])}"
        if module in seen:
            return
        seen[module] = 1
        for name in graph.get(module, set()) - {module, ""}:
            visit(name, (*trail, module))
        seen[module] = 2

    for module in graph:
        visit(module, ())


def _module_of(name: str) -> str:
    while name and name not in sources():
        name = name.rpartition(".")[0]
    return name


def test_packages_are_empty_inside() -> None:
    """A hub `__init__` makes every file import back up to it."""
    assert [str(p) for p in ROOT.glob("webapp/**/__init__.py") if p.read_text().strip()] == []


def test_only_the_adapter_imports_the_sdk() -> None:
    assert [m for m, p in sources().items() if any(within(n, "vonage") for n in imports(p))] == [
        "webapp.carriers.vonage"
    ]


def test_services_know_nothing_of_the_web() -> None:
    web = ("flask", "webapp.views", "jinja2", "werkzeug", "htmx_flask")
    wrong = [
        f"{module}: {name}"
        for module, path in sources().items()
        if within(module, "webapp.services") or within(module, "webapp.rules")
        for name in imports(path)
        if any(within(name, one) for one in web)
    ]
    assert not wrong


def test_there_is_one_door_to_the_carrier() -> None:
    """Only the outbox takes a carrier, and only the dispatch job makes one."""
    takes = {
        module
        for module, path in sources().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.arg)
        and node.annotation is not None
        and "Carrier" in ast.unparse(node.annotation)
    }
    assert {module for module in takes if not within(module, "webapp.services.outbox")} <= {
        "webapp.carriers.vonage"
    }
    makes = {
        m
        for m, p in sources().items()
        if "VonageCarrier(" in p.read_text() and "class VonageCarrier" not in p.read_text()
    }
    assert makes == {"jobs.dispatch"}
    sends = {
        module
        for module, path in sources().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("carrier.send")
    }
    assert sends == {"webapp.services.outbox.deliver"}


def test_units_of_work_are_committed_in_views_and_jobs() -> None:
    """And by the dispatcher, whose claim and record are two units of work with the network between them."""
    allowed = {"webapp.services.outbox.lane", "webapp.services.outbox.dispatcher"}
    wrong = [
        module
        for module, path in sources().items()
        if within(module, "webapp.services") and module not in allowed
        if re.search(r"session(\(\))?\.commit\(", path.read_text())
    ]
    assert not wrong


def test_states_change_only_through_their_tables() -> None:
    """No assignment to a state outside of models; bulk moves go through models.states or recipients.move."""
    states = {"state", "status", "reading", "checking"}
    movers = {"webapp.services.recipients"}
    wrong = []
    for module, path in sources().items():
        if not module.startswith(("webapp.services", "webapp.views", "jobs")) or module in movers:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                wrong += [
                    f"{module}:{node.lineno}"
                    for t in targets
                    if isinstance(t, ast.Attribute) and t.attr in states
                ]
    assert not wrong


def test_every_job_name_resolves_and_every_job_is_named() -> None:
    named = {job.path for job in queue.JOBS}
    for path in named:
        module, _, function = path.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function))
    assert {job.queue for job in queue.JOBS} <= set(queue.QUEUES)
    not_jobs = {"jobs.worker", "jobs.ending", "jobs.schedule", "jobs.unit_of_work", "jobs.__init__"}
    public = {
        f"{module}.{node.name}"
        for module, path in sources().items()
        if within(module, "jobs") and module not in not_jobs
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public == named


def test_every_queue_has_a_worker() -> None:
    worker = importlib.import_module("jobs.worker")
    assert set(worker.FIRST) == set(worker.OTHERS) == set(queue.QUEUES)


def test_every_route_asks_for_a_login_or_is_on_the_short_list(app: Flask) -> None:
    client = app.test_client()
    asked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC_ENDPOINTS:
            continue
        url = re.sub(r"<[^>]+>", "1", rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(url, method=method)
            asked += 1
            assert answer.status_code in (303, 400, 401), f"{method} {rule.rule}: {answer.status_code}"
            if answer.status_code == 303:
                assert "/login" in answer.headers["Location"] or "/log-in" in answer.headers["Location"]
    assert asked > 10


def test_public_routes_exist(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= PUBLIC_ENDPOINTS


def test_rooms_stay_small() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in [*sources().values(), *ROOT.glob("tests/**/*.py")]
        if "migrations" not in path.parts
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert not large


def test_functions_stay_short() -> None:
    long = [
        f"{module}.{node.name}: {length} lines"
        for module, path in sources().items()
        if "migrations" not in module
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_handlers_parse_call_one_verb_and_answer() -> None:
    long = []
    for module, path in sources().items():
        if not within(module, "webapp.views"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and any(
                ".get(" in ast.unparse(d) or ".post(" in ast.unparse(d) for d in node.decorator_list
            ):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_HANDLER:
                    long.append(f"{module}.{node.name}: {length} lines")
    assert not long


def test_no_error_is_swallowed() -> None:
    """No bare except; `except Exception` only where it raises again."""
    wrong = []
    for module, path in sources().items():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
            silent = len(node.body) == 1 and isinstance(node.body[0], ast.Pass) and broad
            if node.type is None or silent or (broad and not raises):
                wrong.append(f"{module}:{node.lineno}")
    assert not wrong


def test_no_file_names_a_registry_or_a_machine() -> None:
    pattern = re.compile(
        r"--(extra-)?index-url|https?://(files\.pythonhosted|pypi|registry\.npmjs)|/(work|root)/"
    )
    kept = [
        *ROOT.glob("*.txt"),
        *ROOT.glob("*.toml"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        ROOT / "outbound",
    ]
    assert [str(path) for path in [*kept, *sources().values()] if pattern.search(path.read_text())] == []
