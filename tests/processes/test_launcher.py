"""`./outbound`, the shell script, in a folder of its own, with a stand-in for the Python that installs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp.processes.environment import ROOT

pytestmark = pytest.mark.processes

SAYS_WHERE = """
import os, sys
print(sys.argv[1:], sys.prefix, os.getcwd(), os.environ["PYTHONPATH"])
"""

PYTHON = f"""#!/bin/sh
# A Python that makes a "virtual environment" of itself and only notes what pip is asked to install.
case "$*" in
    *"-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; echo venv >>"$LOG" ;;
    *"-m pip"*) [ ! -e "$LOG.offline" ] || exit 1
        sleep "${{SLOW:-0}}"; for last; do :; done; echo "pip ${{last##*/}}" >>"$LOG" ;;
    *) exec {sys.executable} "$@" ;;
esac
"""


class Checkout:
    """A copy of the launcher with a command line that says where it runs."""

    umask = -1  # ours

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "log"
        (root / "webapp").mkdir(parents=True)
        (root / "webapp" / "cli.py").write_text(SAYS_WHERE)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (root / name).touch()
        shutil.copy(ROOT / "outbound", root)
        self.python = root / "python"
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)

    def run(self, *words: str, program: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": "/usr/bin:/bin", "OUTBOUND_PYTHON": str(self.python), "LOG": str(self.log)} | env
        command = [str(program or self.root / "outbound"), *words]
        return subprocess.run(
            command, cwd="/", env=env, capture_output=True, text=True, timeout=60, umask=self.umask
        )

    def installed(self) -> list[str]:
        """What was done since the last look."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "a checkout")


def test_it_installs_once_quietly_and_passes_the_words_on(checkout: Checkout) -> None:
    done = checkout.run("version", "two words")
    assert done.stdout.startswith("['version', 'two words']")
    assert done.stdout.endswith(f" / {checkout.root}\n")
    assert done.stderr == "outbound: installing requirements.txt into .venv, which takes about a minute ...\n"
    assert checkout.installed() == ["venv", "pip requirements.txt"]

    assert checkout.run("version").stderr == ""
    assert checkout.installed() == []


def test_no_one_else_may_write_what_is_run(checkout: Checkout) -> None:
    checkout.umask = 0
    checkout.run("version")
    made = [checkout.root / ".venv", *(checkout.root / ".venv").rglob("*")]
    assert [path for path in made if path.stat().st_mode & 0o022] == []


def test_a_second_command_waits_for_the_one_that_installs(checkout: Checkout) -> None:
    with ThreadPoolExecutor() as terminals:
        both = list(terminals.map(lambda word: checkout.run(word, SLOW="0.5"), ("version", "demo")))
    assert [done.returncode for done in both] == [0, 0]
    assert checkout.installed() == ["venv", "pip requirements.txt"]
    assert sum("waiting for another command" in done.stderr for done in both) == 1


def test_a_changed_list_is_installed_again(checkout: Checkout) -> None:
    checkout.run("version")
    (checkout.root / "requirements.txt").write_text("# new\n")
    checkout.installed()
    checkout.run("version")
    assert checkout.installed() == ["pip requirements.txt"]


@pytest.mark.parametrize("word", ["test", "check", "bench"])
def test_what_developers_need_comes_with_their_commands(checkout: Checkout, word: str) -> None:
    checkout.run("version")
    checkout.installed()
    checkout.run(word)
    assert checkout.installed() == ["pip requirements-dev.txt"]


def test_an_install_that_was_interrupted_is_done_again_from_the_start(checkout: Checkout) -> None:
    Path(f"{checkout.log}.offline").touch()
    done = checkout.run("version")
    assert done.returncode == 1
    assert "installing failed" in done.stderr
    Path(f"{checkout.log}.offline").unlink()
    checkout.installed()
    assert checkout.run("version").returncode == 0
    assert checkout.installed() == ["venv", "pip requirements.txt"]


def test_through_a_symlink_it_finds_its_checkout(checkout: Checkout, tmp_path: Path) -> None:
    link = tmp_path / "bin-outbound"
    link.symlink_to(checkout.root / "outbound")
    assert str(checkout.root) in checkout.run("version", program=link).stdout


def test_a_python_that_is_too_old_or_missing_is_named(checkout: Checkout) -> None:
    old = checkout.root / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for python in (str(old), "/nowhere/python"):
        done = checkout.run("version", OUTBOUND_PYTHON=python)
        assert done.returncode == 1
        assert done.stderr == f"outbound: OUTBOUND_PYTHON is '{python}', which is not Python 3.11 or later.\n"


def test_without_any_python_it_says_how_to_get_one(checkout: Checkout, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("readlink", "dirname", "rm", "cksum", "cat", "sh"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    done = checkout.run("version", PATH=str(tools), OUTBOUND_PYTHON="")
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr


def test_without_ensurepip_it_says_which_package_has_it(checkout: Checkout) -> None:
    checkout.python.write_text(PYTHON.replace("    *) exec", "    *ensurepip*) exit 1 ;;\n    *) exec"))
    done = checkout.run("version")
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert not (checkout.root / ".venv").exists()


def test_a_python_that_was_upgraded_away_gets_a_new_environment(checkout: Checkout) -> None:
    checkout.run("version")
    (checkout.root / ".venv" / "bin" / "python").unlink()
    checkout.installed()
    assert checkout.run("version").returncode == 0
    assert checkout.installed() == ["venv", "pip requirements.txt"]
