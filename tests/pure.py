"""Tests that need nothing but their row run without what pytest does around each test.

Most tests are rows of tables of rules. Their setup and teardown have nothing to do, and take, with three
reports and what is captured meanwhile, several times as long as the rule. Failures are reported as usual.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import is_hypothesis_test

STOPS = (pytest.exit.Exception, KeyboardInterrupt)


def is_pure(item: pytest.Item) -> bool:
    """Whether all that it is given is a row: no fixture, no mark, no example of hypothesis'."""
    if not isinstance(item, pytest.Function) or is_hypothesis_test(item.obj):
        return False
    if {mark.name for mark in item.iter_markers()} - {"parametrize"}:
        return False
    fixtures: Any = item.session._fixturemanager
    return set(item.fixturenames) <= set(_row(item)) and not any(
        fixtures.getfixturedefs(name, item) for name in item.fixturenames
    )


def _row(item: pytest.Function) -> dict[str, Any]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _leaves_all(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Whether the next test takes over all that others have set up."""
    state: Any = item.session._setupstate
    stays = nextitem.listchain() if nextitem else []
    return [*state.stack] == stays[: len(state.stack)]


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """None: pytest's own way."""
    if item.config.getoption("usepdb") or not is_pure(item) or not _leaves_all(item, nextitem):
        return None
    assert isinstance(item, pytest.Function)
    test, row = item.obj, _row(item)
    call = pytest.CallInfo.from_call(lambda: test(**row), "call", reraise=STOPS)
    report = item.ihook.pytest_runtest_makereport(item=item, call=call)
    item.ihook.pytest_runtest_logreport(report=report)
    return True
