"""`./outbound agent test NAME`: says what failed, turn by turn, and fails with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import desks, factories, model_desks
from tests.processes.commands import Commands
from tests.simulator.model.server import ModelServer
from webapp import config
from webapp.db import db
from webapp.processes import environment
from webapp.processes.prepare import migrate_database
from webapp.schema import create_app
from webapp.services.agents.evals import evals

pytestmark = pytest.mark.processes

TESTS = "test: Hours\nsays: when are you open\ncontains: nine\n"
BAD = "\ntest: Late\nsays: when are you open\ncontains: midnight\nlabel: Night\nhandoff: no\n"


def keep(data: Path, text: str) -> None:
    """An installation with the agent Desk, and these tests."""
    with create_app(config.load(environment.for_command({"OUTBOUND_DATA": str(data)}))).app_context():
        migrate_database()
        ada = factories.user()
        evals.save(desks.agent(ada).id, text, ada)
        db.session.commit()
        db.engine.dispose()


@pytest.mark.long
def test_all_pass(commands: Commands, data: Path) -> None:
    keep(data, TESTS)
    assert commands.run("agent", "test", " desk", data=data) == (0, "Desk: 1 of 1 test passes.\n")


@pytest.mark.long
def test_where_nothing_is(commands: Commands, data: Path) -> None:
    assert "There is no Outbound in" in commands.refused("agent", "test", "Desk", data=data)


@pytest.mark.long
def test_what_fails_is_printed_with_its_line(commands: Commands, data: Path) -> None:
    keep(data, TESTS + BAD)
    code, said = commands.run("agent", "test", "Desk", data=data)
    assert code == 1
    assert said.splitlines() == [
        "FAILED Late",
        "  says: when are you open",
        "    expected contains: midnight (line 7)",
        f"    came     the answer “{desks.HOURS}”",
        "    expected label: Night (line 8)",
        "    came     no label",
        "",
        "Line 8: The agent has no label “Night”.",
        "Desk: 1 of 2 tests pass.",
    ]


@pytest.mark.long
def test_an_agent_with_a_model_asks_it(commands: Commands, data: Path, model: ModelServer) -> None:
    with create_app(config.load(environment.for_command({"OUTBOUND_DATA": str(data)}))).app_context():
        migrate_database()
        ada = factories.user()
        desk = model_desks.agent(model_desks.known_model(model, ada).id, ada)
        evals.save(desk.id, "test: Parking\nsays: Is there parking?\ncontains: behind the house\n", ada)
        db.session.commit()
        db.engine.dispose()
    assert commands.run("agent", "test", "Model desk", data=data) == (0, "Model desk: 1 of 1 test passes.\n")


@pytest.mark.long
def test_an_agent_that_does_not_exist(commands: Commands, data: Path) -> None:
    words = ("user", "add", "ada@example.org", "--name", "Ada", "--password-stdin")
    assert commands.run(*words, data=data, typed="three unrelated words\n")[0] == 0
    assert "There is no agent called “Desk”. There are none yet." in commands.refused(
        "agent", "test", "Desk", data=data
    )
    keep(data, TESTS)
    assert "There are: “Desk”." in commands.refused("agent", "test", "Front", data=data)
