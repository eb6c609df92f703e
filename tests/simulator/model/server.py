"""Starts the real simulated model in a process of its own, and talks to its control API."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from typing import Any

import requests

from tests.simulator.server import ROOT

MODEL = "simulated-model"


class ModelServer:
    """A running simulated model. What its control API does not answer with 2xx raises requests.HTTPError."""

    def __init__(self, port: int = 0, **settings: Any) -> None:
        ours = {f"SIMULATED_MODEL_{name.upper()}": str(value) for name, value in settings.items()}
        theirs = {
            name: value for name, value in os.environ.items() if not name.startswith("SIMULATED_MODEL_")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.simulator.model", "--port", str(port)], cwd=ROOT,
            env=theirs | ours, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        atexit.register(self.process.kill)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert "ready at" in line, line + self.process.stderr.read()
        self.url = line.split()[-1]
        self.base_url = f"{self.url}/v1"
        self.session = requests.Session()
        self.session.trust_env = False

    def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """One request to the control API; the JSON of its answer."""
        response = self.session.request(method, f"{self.url}/control{path}", timeout=10, **options)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer

    def mood(self, mood: str, **how: Any) -> None:
        """count=, seconds=, output=."""
        self.call("POST", "/mood", json={"mood": mood, **how})

    def requests(self) -> list[dict[str, Any]]:
        """All that it was asked since the last reset."""
        rows: list[dict[str, Any]] = self.call("GET", "/requests", params={"limit": 1000})["requests"]
        return rows

    def prompts(self) -> str:
        """Every text of every prompt, as they came, one below the other."""
        return "\n".join(json.dumps(row["body"], ensure_ascii=False) for row in self.requests())

    def reset(self) -> None:
        self.call("POST", "/reset")

    def stop(self) -> None:
        """Stop the process and wait for it."""
        self.session.close()
        self.process.terminate()
        self.process.wait(5)
        atexit.unregister(self.process.kill)
        assert self.process.stderr is not None
        self.process.stderr.close()
