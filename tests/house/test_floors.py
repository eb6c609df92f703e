"""Who may import whom: down only."""

from __future__ import annotations

import pytest

from tests.house.sources import ROOT, imports, sources, within

FLOORS = {
    "webapp.rules": set(),
    "webapp.errors": set(),
    "webapp.config": set(),
    "webapp.logs": {"webapp.rules"},
    "webapp.dialects": set(),
    "webapp.db": {"webapp.dialects"},
    "webapp.bulk": {"webapp.db", "webapp.dialects"},
    "webapp.job_names": set(),
    "webapp.models": {"webapp.db", "webapp.bulk", "webapp.rules", "webapp.errors"},
    "webapp.after_commit": {"webapp.db"},
    "webapp.queue": {"webapp.after_commit", "webapp.job_names"},
    "webapp.files": {"webapp.after_commit"},
    "webapp.sealing": set(),
    "webapp.simulated_model": set(),
    "webapp.allowed_hosts": {"webapp.rules"},
    "webapp.guarded_http": {"webapp.rules", "webapp.allowed_hosts"},
    "webapp.carriers": {"webapp.config", "webapp.rules", "webapp.guarded_http", "webapp.allowed_hosts"},
    "webapp.agents": {"webapp.errors", "webapp.rules"},
    "webapp.form_fields": {"webapp.errors", "webapp.rules"},
    "webapp.field_kinds": {"webapp.errors", "webapp.rules", "webapp.form_fields"},
    "webapp.channels": {
        "webapp.models", "webapp.db", "webapp.bulk", "webapp.rules", "webapp.errors", "webapp.carriers.base",
        "webapp.carriers.calls", "webapp.field_kinds",
    },
    "webapp.simulator": {"webapp.rules"},
    "webapp.server": set(),
    "webapp.services": {
        "webapp.models", "webapp.db", "webapp.bulk", "webapp.queue", "webapp.rules", "webapp.errors",
        "webapp.config", "webapp.carriers.base", "webapp.carriers.calls", "webapp.carriers.account",
        "webapp.files", "webapp.channels",
        "webapp.field_kinds", "webapp.simulated_model",
        "webapp.form_fields", "webapp.guarded_http", "webapp.allowed_hosts", "webapp.sealing",
        "webapp.agents",
    },
    "webapp.views": {
        "webapp.services", "webapp.models", "webapp.db", "webapp.queue", "webapp.rules", "webapp.errors",
        "webapp.config", "webapp.carriers.registry", "webapp.carriers.base", "webapp.carriers.calls",
        "webapp.carriers.account",
        "webapp.channels", "webapp.field_kinds", "webapp.agents",
    },
    "jobs": {
        "webapp.services", "webapp.models", "webapp.db", "webapp.queue", "webapp.job_names", "webapp.config",
        "webapp.app", "webapp.carriers.registry", "webapp.carriers.base",
        "webapp.carriers.calls", "webapp.processes",
    },
}  # fmt: skip
"""Each floor, and the floors that it may import (besides itself)."""


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


def test_packages_are_empty_inside() -> None:
    """A hub `__init__` makes every file import back up to it."""
    assert [str(p) for p in ROOT.glob("webapp/**/__init__.py") if p.read_text().strip()] == []


def test_services_know_nothing_of_the_web() -> None:
    web = ("flask", "webapp.views", "jinja2", "werkzeug", "htmx_flask")
    wrong = [
        f"{module}: {name}"
        for module, path in sources().items()
        if any(within(module, floor) for floor in ("webapp.services", "webapp.rules", "webapp.agents"))
        for name in imports(path)
        if any(within(name, one) for one in web)
    ]
    assert not wrong
