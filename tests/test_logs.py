"""Whatever a process logs, by us or by a library, in lines or as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from webapp import logs

PHONE, TOKEN = "+12025550111", "Zk3-9_abcdefgh1JKLMNOPQRSTUVWXYZ0123456789x"
FORGED = f"{PHONE}\n2026-01-01 00:00:00 [info] nothing happened {TOKEN}\x1b[2J"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """A test has the logs to itself."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level


def log_all() -> None:
    structlog.get_logger("webapp.somewhere").warning(FORGED, why=FORGED, rows=[FORGED])
    logging.getLogger("a.library").error("Exception on %s", FORGED)
    try:
        raise ValueError(FORGED)
    except ValueError:
        structlog.get_logger("webapp.somewhere").exception("it raised")
        logging.getLogger("a.library").exception("it raised")


def test_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logs.init("line")
    log_all()
    said = capsys.readouterr().err
    lines = said.splitlines()
    assert "+…0111" in lines[0]
    assert all(line.startswith(("20", "    | ")) for line in lines), lines
    assert sum(line.startswith("20") for line in lines) == 4, "one a call"
    assert not [sign for sign in ("\x1b", TOKEN, PHONE) if sign in said]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.init("json")
    log_all()
    said = capsys.readouterr().err
    lines = [json.loads(line) for line in said.splitlines()]
    assert len(lines) == 4
    assert "nothing happened" in lines[0]["event"]
    assert not [sign for sign in (TOKEN, PHONE) if sign in said]
