"""What a simulated model is told at its start."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests.house.sources import ROOT
from webapp.simulator.model.settings import Settings, read
from webapp.simulator.settings import SettingsFault


def test_flags_stand_over_the_environment() -> None:
    environ = {"SIMULATED_MODEL_PORT": "1234", "SIMULATED_MODEL_MODEL": " other ", "SIMULATED_MODEL_KEY": ""}
    assert read(environ, ["--port", "0"]) == Settings(port=0, model="other")
    assert read({}) == Settings()


@pytest.mark.parametrize(
    "environ",
    [{"SIMULATED_MODEL_PORT": "x"}, {"SIMULATED_MODEL_PORT": "70000"}, {"SIMULATED_MODEL_KEEP": "0"}],
)
def test_what_is_wrong_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsFault, match=r"(?i)port|keep"):
        read(environ)


def test_it_takes_a_socket_that_is_held_for_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        command = [sys.executable, "-m", "webapp.simulator.model", "--fd", str(held.fileno())]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, pass_fds=[held.fileno()], stderr=pipe, text=True) as ran:
            assert ran.stderr is not None
            said = ran.stderr.readline()
            ran.terminate()
        assert said.endswith(f":{held.getsockname()[1]}\n")


def test_a_wrong_start_says_why() -> None:
    command = [sys.executable, "-m", "webapp.simulator.model", "--port", "many"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert ran.returncode == 2
    assert "SIMULATED_MODEL_PORT must be a whole number" in ran.stderr
