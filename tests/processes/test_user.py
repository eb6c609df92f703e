"""`./outbound user …`: who has forgotten a password, or lost a phone, when no admin is there."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.commands import Commands
from webapp.processes import folder

pytestmark = pytest.mark.processes

ADD = ("user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")


@pytest.mark.long
def test_links_and_second_factors(commands: Commands, data: Path) -> None:
    assert commands.run(*ADD, data=data, typed="three unrelated words\n")[0] == 0
    folder.remember_address(data, "http://127.0.0.1:8330")
    code, said = commands.run("user", "password-link", "Ada@example.org", data=data)
    assert code == 0 and re.search(r"\nhttp://127.0.0.1:8330/password/\S{32}\n$", said), "where it runs"
    assert commands.run("user", "reset-second-factor", "ada@example.org", data=data)[0] == 0
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        assert database.execute("SELECT user_id, created_by FROM password_link").fetchall() == [(1, None)]
        kinds = {kind for (kind,) in database.execute("SELECT kind FROM event")}
    assert "user.password_link_made" in kinds and "user.second_factor_reset" not in kinds
    refusal = commands.refused("user", "password-link", "bea@example.org", data=data)
    assert "No one has an account with this e-mail address." in refusal
    for verb in ("password-link", "reset-second-factor"):
        refusal = commands.refused("user", verb, "ada@example.org", data=data.parent / "elsewhere")
        assert "There is no Outbound in" in refusal


@pytest.mark.long
def test_a_password_that_no_one_types(commands: Commands, data: Path) -> None:
    said = commands.run("user", "add", "ada@example.org", "--name", "Ada", data=data)[1]
    assert said.endswith("outbound: Nothing was typed, so nothing was changed.\n")
    assert "Traceback" not in said
