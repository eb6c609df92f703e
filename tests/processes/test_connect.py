"""`./outbound connect`: says what would change, asks, sets it at the (simulated) account, and reads it
again."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.commands import Commands
from tests.simulator.account import (
    LANDLINE,
    OURS,
    PUBLIC,
    SPARE,
    TAKEN,
    THEIRS,
    SimulatedAccount,
    running,
)
from tests.simulator.server import API_SECRET, APPLICATION_ID, keys

pytestmark = pytest.mark.processes

EXIT_OK, EXIT_NOT_SET = 0, 1


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedAccount]:
    with running() as made:
        yield made


@pytest.fixture
def theirs(server: SimulatedAccount) -> SimulatedAccount:
    server.reset()
    return server


class Connect:
    """The command, in an installation of its own."""

    def __init__(self, commands: Commands, data: Path, theirs: SimulatedAccount) -> None:
        self._commands, self._data, self.noted = commands, data, 0
        told = theirs.simulator.app_environment() | {"OUTBOUND_PUBLIC_URL": PUBLIC}
        self._env = {name: value for name, value in told.items() if name != "OUTBOUND_SIMULATOR_URL"}

    def __call__(self, *words: str, typed: str = "", **env: str) -> tuple[int, str]:
        code, said = self._commands.run("connect", *words, data=self._data, typed=typed, **self._env | env)
        for secret in (API_SECRET, keys()[0][60:90], self._env["VONAGE_SIGNATURE_SECRET"]):
            assert secret not in said
        return code, said

    def forget_numbers(self) -> None:
        self.noted = 0
        if not (self._data / "outbound.db").exists():
            return
        with closing(sqlite3.connect(self._data / "outbound.db")) as database:
            for table in ("number_service", "number"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608  (one of these two)
            database.commit()
        self.noted = len(self.audit())

    def numbers(self) -> dict[str, list[str]]:
        query = (
            "SELECT e164, channel FROM number JOIN number_service ON number_id = id WHERE active "
            "ORDER BY e164, channel"
        )
        with closing(sqlite3.connect(self._data / "outbound.db")) as database:
            found: dict[str, list[str]] = {}
            for e164, channel in database.execute(query):
                found.setdefault(e164, []).append(channel)
            return found

    def audit(self) -> list[str]:
        with closing(sqlite3.connect(self._data / "outbound.db")) as database:
            kinds = [row[0] for row in database.execute("SELECT kind FROM event ORDER BY id")]
        return kinds[self.noted :]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One installation for all: to make its database takes seconds."""
    made = Path(tempfile.mkdtemp(prefix="outbound-up-"))
    yield made / "data"
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def connect(commands: Commands, folder: Path, theirs: SimulatedAccount) -> Connect:
    """In an installation without numbers."""
    made = Connect(commands, folder, theirs)
    made.forget_numbers()
    return made


@pytest.mark.long
def test_it_shows_what_would_change_and_changes_nothing_by_itself(
    connect: Connect, theirs: SimulatedAccount
) -> None:
    before = theirs.application
    code, said = connect()
    assert code == EXIT_OK
    assert "missing             Replies (inbound)" in said
    assert f"to be: {PUBLIC}/webhooks/vonage/inbound" in said
    assert f"the application {theirs.number(TAKEN)['app_id']} uses it" in said
    assert said.endswith("Nothing was changed at Vonage.\n")
    assert (theirs.application, connect.numbers()) == (before, {})


def test_it_sets_what_is_answered_with_yes_and_is_content_afterwards(
    connect: Connect, theirs: SimulatedAccount
) -> None:
    application = theirs.application
    hook = {"address": THEIRS, "http_method": "GET", "socket_timeout": 2000}
    theirs.put(
        application | {"capabilities": {"voice": {"region": "eu-west", "webhooks": {"answer_url": hook}}}}
    )
    code, said = connect(typed="y\ny\n")
    assert code == EXIT_OK
    assert f"now: {THEIRS}" in said
    assert "Set, and read again: Replies (inbound), Delivery reports (status)," in said
    assert "Messaging API Type" in said
    for capability, name, path in (
        ("messages", "inbound_url", "inbound"), ("messages", "status_url", "status"),
        ("voice", "answer_url", "answer"), ("voice", "fallback_answer_url", "fallback"),
        ("voice", "event_url", "event"),
    ):  # fmt: skip
        assert theirs.address(capability, name) == f"{PUBLIC}/webhooks/vonage/{path}"
    assert theirs.application["capabilities"]["voice"]["region"] == "eu-west"
    assert connect.numbers() == {f"+{OURS}": ["call", "sms"], f"+{SPARE}": ["sms"], f"+{LANDLINE}": ["call"]}
    assert [theirs.number(one)["app_id"] for one in (OURS, SPARE, LANDLINE)] == [APPLICATION_ID] * 3
    assert theirs.number(TAKEN)["app_id"] != APPLICATION_ID
    code, said = connect()
    assert (code, "as it should be" in said, "[y/N]" in said) == (EXIT_OK, True, False)
    assert connect.audit() == ["number.added"] * 3 + ["carrier.set_up"]


@pytest.mark.long
def test_scripts_say_yes_and_add_numbers_only_when_they_say_so(
    connect: Connect, theirs: SimulatedAccount
) -> None:
    code, said = connect("--yes")
    assert (code, connect.numbers()) == (EXIT_OK, {})
    assert "--add-numbers adds those that nothing else uses" in said
    theirs.control.fault("account_420", count=1)
    code, said = connect("--yes", "--add-numbers")
    assert code == EXIT_NOT_SET
    assert "is not linked. Vonage refuses it (420): Numbers from this country" in said
    assert "Run `./outbound connect` again." in said
    code, said = connect("--yes", "--add-numbers")
    assert code == EXIT_OK
    assert len(connect.numbers()) == 3


@pytest.mark.long
def test_a_run_whose_answers_are_lost_ends_well(connect: Connect, theirs: SimulatedAccount) -> None:
    theirs.control.fault("account_drops", count=2)
    assert connect("--yes", "--add-numbers")[0] == EXIT_OK
    assert connect("--yes")[1].count("as it should be") == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"OUTBOUND_PUBLIC_URL": "http://outbound.example.org"}, "is not encrypted"),
        ({"OUTBOUND_PUBLIC_URL": "https://192.168.1.20"}, "leads to this machine or network"),
        ({"VONAGE_API_SECRET": ""}, "VONAGE_API_SECRET is not set"),
        ({"VONAGE_API_SECRET": "mistyped"}, "Vonage refuses the API key with its secret"),
        ({"VONAGE_REST_HOST": "127.0.0.1:9"}, "Vonage cannot be reached"),
        ({"VONAGE_SIGNATURE_SECRET": ""}, "VONAGE_SIGNATURE_SECRET missing"),
    ],
)
@pytest.mark.long
def test_what_it_cannot_do_is_one_sentence(
    connect: Connect, theirs: SimulatedAccount, wrong: dict[str, str], why: str
) -> None:
    before = theirs.application
    code, said = connect("--yes", **wrong)
    assert code == 1
    assert why in said
    assert theirs.application == before


def test_without_an_account_it_says_what_is_missing(commands: Commands, data: Path) -> None:
    assert "VONAGE_APPLICATION_ID, " in commands.refused("connect", data=data)
    assert not (data / "outbound.db").exists()
