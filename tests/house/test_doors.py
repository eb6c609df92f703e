"""Who has the key: to the carrier, to states, to a commit, to the jobs, and to the pages."""

from __future__ import annotations

import ast
import importlib
import re

from flask import Flask

from tests.house.sources import imports, sources, tree, within
from webapp import queue
from webapp.views.signing_in.security import PUBLIC_ENDPOINTS


def test_only_the_adapter_imports_the_sdk() -> None:
    assert [m for m, p in sources().items() if any(within(n, "vonage") for n in imports(p))] == [
        "webapp.carriers.vonage.client"
    ]


def test_there_is_one_door_to_the_carrier() -> None:
    """Only the outbox takes a carrier, and has a channel hand over to it; only the dispatch job makes one."""
    takes = {
        module
        for module, path in sources().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.arg)
        and node.annotation is not None
        and re.search(r"\bCarrier\b", ast.unparse(node.annotation))
    }
    doors = ("webapp.services.outbox", "webapp.channels")
    assert {module for module in takes if not any(within(module, door) for door in doors)} == set()
    makes = {
        module
        for module, path in sources().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        if node.attr == "connect" and "CARRIERS" in ast.unparse(node.value)
    }
    assert makes == {"jobs.dispatch"}
    client = "webapp.carriers.vonage.client"
    assert {m for m, p in sources().items() if any(within(n, client) for n in imports(p))} == {
        "webapp.carriers.vonage.carrier", "webapp.carriers.vonage.media",
    }  # fmt: skip
    assert users_of("carrier.send") == {"webapp.channels.sms"}
    assert users_of("carrier.place") == {"webapp.channels.call"}
    assert users_of(".hand_over") == {"webapp.services.outbox.deliver"}


def users_of(attribute: str) -> set[str]:
    return {
        module
        for module, path in sources().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(attribute)
    }


def test_no_bulk_statement_is_about_calls() -> None:
    """A call has two rows: `update(Call)` of a state touches all calls, `delete(Call)` leaves entries.

    Moves are of Entry, with its kind; what is the call's own is changed in its own table, by name.
    """
    wrong = [
        f"{module}:{node.lineno}"
        for module, path in sources().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("update", "delete", "insert") and node.args
        if ast.unparse(node.args[0]) == "Call"
    ]
    assert not wrong


def test_units_of_work_are_committed_in_views_and_jobs() -> None:
    """And by the dispatcher, whose claim and record are two units of work with the network between them."""
    allowed = {"webapp.services.outbox.lane", "webapp.services.outbox.unit_of_work"}
    wrong = [
        module
        for module, path in sources().items()
        if within(module, "webapp.services") and module not in allowed
        if re.search(r"session(\(\))?\.commit\(", path.read_text())
    ]
    assert not wrong


def test_states_change_only_through_their_tables() -> None:
    """No assignment to a state outside models; bulk moves go through models.states or recipients.moving."""
    states = {"state", "status", "reading", "checking"}
    movers = {"webapp.services.recipients.moving"}
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
    assert {job.queue for job in queue.JOBS} <= {*queue.QUEUES, queue.THINKER_QUEUE}
    not_jobs = {
        "jobs.agent_turns",
        "jobs.signal_hooks",
        "jobs.on_demand",
        "jobs.slots",
        "jobs.thinker",
        "jobs.worker",
        "jobs.shutdown",
        "jobs.schedule",
        "jobs.unit_of_work",
        "jobs.__init__",
    }
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
