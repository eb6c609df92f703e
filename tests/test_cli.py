"""The command line: what it takes, and what it says when it cannot."""

from __future__ import annotations

import tomllib

import pytest

from webapp import cli
from webapp.commands import develop
from webapp.processes.environment import ROOT


def test_the_version_is_the_one_of_pyproject(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["version"]) == 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert capsys.readouterr().out == f"{project['version']}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["help"]) == 0
    said = capsys.readouterr().out
    commands = ("up", "user", "agent", "erase", "demo", "test", "check", "bench", "version", "help")
    assert all(f"    {name} " in said for name in commands)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["version", "--verbose"], "'--verbose' is not known to `version`"),
        (["up", "--workers", "0"], "must be a number from 1 to 64"),
        (["up", "--port", "http"], "invalid int value: 'http'"),
        (["user", "add", "ada@example.org"], "the following arguments are required: --name"),
        (["user", "add", "ada@example.org", "--name", "J\udcf6rg"], "--name: is not written in UTF-8"),
        (["user", "add", "j\udcf6rg@example.org", "--name", "Ada"], "email: is not written in UTF-8"),
        (["agent"], "the following arguments are required: VERB"),
        (["agent", "test"], "the following arguments are required: NAME"),
        (["agent", "test", "J\udcf6rg"], "NAME: is not written in UTF-8"),
        (["erase", "+1202\udcff5550111"], "phone: is not written in UTF-8"),
    ],
)
def test_what_it_does_not_understand_it_says(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_bench_that_does_not_exist_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "nothing"]) == 1
    printed = capsys.readouterr()
    assert "there is no bench 'nothing'" in printed.err
    assert all(name in printed.out for name in develop.benches())


def test_what_the_suite_cannot_run_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    monkeypatch.setattr(develop, "POSTGRESQL", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    said = "\n".join(develop.left_out())
    assert "apt-get install chromium" in said
    assert "apt-get install postgresql" in said
