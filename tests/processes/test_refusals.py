"""What keeps `outbound up` from starting is one plain line, and nothing runs afterwards."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.processes.commands import Commands
from tests.processes.house import refused
from webapp.processes.environment import PYTHON, ROOT

pytestmark = pytest.mark.processes


def test_a_port_in_use(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = refused("up", "--port", str(port), data=data)
    assert f"Port {port} on 127.0.0.1 is in use" in said
    assert "--port" in said


def test_a_host_that_is_not_known(data: Path) -> None:
    assert "nowhere.invalid is not known" in refused("up", "--host", "nowhere.invalid", data=data)


def test_a_port_that_is_none(data: Path) -> None:
    assert "70000 is not a port" in refused("up", "--port", "70000", data=data)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused("up", data=tmp_path / "file" / "data")
    assert f"The data folder {tmp_path}/file/data cannot be used" in said
    assert "OUTBOUND_DATA" in said


def test_some_of_the_vonage_credentials(data: Path) -> None:
    said = refused("up", data=data, VONAGE_APPLICATION_ID="a", VONAGE_API_KEY="b")
    assert "VONAGE_PRIVATE_KEY, VONAGE_SIGNATURE_SECRET missing" in said


def test_no_vonage_credentials_where_there_were_some(data: Path) -> None:
    data.mkdir()
    (data / "sent-through-vonage").touch()
    assert "set VONAGE_… again" in refused("up", "--port", "0", data=data)


def test_a_secrets_file_that_somebody_broke(data: Path) -> None:
    data.mkdir()
    (data / "secrets.env").write_text("OUTBOUND_SECRET_KEY\n")
    assert "secrets.env has a line that is not NAME=value" in refused("up", data=data)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("OUTBOUND_PUBLIC_URL", "your.host", "'your.host'; give a whole address, as in https://your.host"),
        ("OUTBOUND_WEB_PROCESSES", "two", "OUTBOUND_WEB_PROCESSES is 'two'; it can be a number from 1 to"),
        ("OUTBOUND_WEB_THREADS", "0", "OUTBOUND_WEB_THREADS is '0'; it can be a number from 1 to"),
        ("OUTBOUND_FILES", "/dev/null/files", "The folder for files /dev/null/files cannot be used: "),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must start with redis://, rediss:// or unix://"),
        ("OUTBOUND_SECRET_KEY", "short", "OUTBOUND_SECRET_KEY has fewer than 32 characters"),
        ("SIMULATOR_PORT", "http", "The port of a simulator is 'http', which is no number."),
    ],
)
@pytest.mark.long
def test_a_variable_that_is_mistyped(data: Path, name: str, value: str, sentence: str) -> None:
    assert sentence in refused("up", "--port", "0", data=data, **{name: value})


@pytest.mark.parametrize(
    "program", ["gunicorn -c python:webapp.processes.web", "jobs.worker", "jobs.schedule"]
)
@pytest.mark.long
def test_a_host_of_its_own_whose_environment_lacks_something(program: str) -> None:
    command = [sys.executable, "-m", *program.split()]
    ended = subprocess.run(command, cwd=ROOT, env=PYTHON, capture_output=True, text=True, check=False)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "OUTBOUND_SECRET_KEY is not set." in ended.stderr


@pytest.mark.long
def test_a_file_that_is_no_private_key(data: Path) -> None:
    other = data.parent / "public.pem"
    other.write_text("-----BEGIN PUBLIC KEY-----\n")
    told = {"VONAGE_APPLICATION_ID": "a", "VONAGE_API_KEY": "b", "VONAGE_SIGNATURE_SECRET": "c"}
    said = refused("up", "--port", "0", data=data, VONAGE_PRIVATE_KEY=str(other), **told)
    assert "VONAGE_PRIVATE_KEY holds no RSA key in PEM." in said


@pytest.mark.long
def test_a_redis_that_does_not_answer(data: Path) -> None:
    said = refused("up", "--port", "0", data=data, REDIS_URL="redis://127.0.0.1:9/0")
    assert "at REDIS_URL does not answer" in said


@pytest.mark.long
def test_a_postgresql_that_does_not_answer_and_its_password_stays_ours(data: Path) -> None:
    url = "postgresql+psycopg://outbound:confidential@127.0.0.1:9/outbound"
    said = refused("up", "--port", "0", data=data, DATABASE_URL=url)
    assert "127.0.0.1:9" in said
    assert "confidential" not in said


@pytest.mark.long
def test_a_postgresql_that_has_no_place_for_what_people_write(data: Path, postgresql_url: str) -> None:
    make = "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(make))
    engine.dispose()
    url = postgresql_url.replace("/postgres?", "/latin?")
    said = refused("up", "--port", "0", data=data, DATABASE_URL=url)
    assert "is in LATIN1, which has no place for what people write" in said
    assert "--encoding=UTF8" in said


@pytest.mark.long
def test_a_database_from_a_newer_version(data: Path) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()
    said = refused("up", "--port", "0", data=data)
    assert "was made by a newer version of Outbound (its schema is 9999)" in said


@pytest.mark.long
def test_somebody_is_let_in_from_the_command_line(commands: Commands, data: Path) -> None:
    words = ("user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
    code, said = commands.run(*words, data=data, typed="a long enough one\n")
    assert (code, said) == (0, "ada@example.org may log in now, as admin.\n")

    code, said = commands.run(*words, data=data, typed="a long enough one\n")
    assert code == 1
    assert said == "outbound: Someone with this e-mail address has an account already.\n"
