"""`./outbound demo`: fills a fresh installation, says what it made, and takes it away again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.commands import Commands

pytestmark = pytest.mark.processes

VONAGE = {
    "VONAGE_APPLICATION_ID": "a", "VONAGE_PRIVATE_KEY": "-----BEGIN", "VONAGE_API_KEY": "k",
    "VONAGE_SIGNATURE_SECRET": "s",
}  # fmt: skip


@pytest.fixture
def ada(commands: Commands, data: Path) -> Path:
    """An installation in which Ada has an account."""
    words = ("user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
    code, said = commands.run(*words, data=data, typed="three unrelated words\n")
    assert code == 0, said
    return data


def count(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return found


def change(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        database.execute(statement)
        database.commit()


@pytest.mark.long
def test_it_fills_once_and_takes_all_of_it_away(commands: Commands, ada: Path) -> None:
    """What people have changed stays at first, and is explained."""
    code, said = commands.run("demo", data=ada)
    assert code == 0, said
    assert said.startswith("Made up: 2 numbers, 3 agents, ")
    assert "Nothing is sent" in said
    assert count(ada, "entry") > 200
    assert "The made-up data is here already." in commands.refused("demo", data=ada)
    change(ada, "UPDATE agent SET version = 2 WHERE name = 'Harbor Kitchens'")
    code, said = commands.run("demo", "--remove", data=ada)
    assert code == 0, said
    assert "These stay: you have changed them, or something that you have added needs them." in said
    assert "- agents: Harbor Kitchens" in said
    change(ada, "UPDATE agent SET version = 1 WHERE name = 'Harbor Kitchens'")
    code, said = commands.run("demo", "--remove", data=ada)
    assert code == 0, said
    assert said.startswith("Removed ")
    assert "These stay" not in said
    tables = ("entry", "contact", "batch", "number", "agent", "demo_row")
    assert [count(ada, table) for table in tables] == [0] * 6
    assert "There is no made-up data here." in commands.refused("demo", "--remove", data=ada)


@pytest.mark.long
def test_without_an_account_it_says_what_to_do_first(commands: Commands, data: Path) -> None:
    assert "Make your account first" in commands.refused("demo", data=data)


@pytest.mark.long
def test_with_vonage_s_credentials_it_refuses(commands: Commands, ada: Path) -> None:
    assert "connected to Vonage" in commands.refused("demo", data=ada, **VONAGE)
    assert count(ada, "demo_row") == 0
