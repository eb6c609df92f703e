"""Starts the real simulator in a process of its own, and talks to its control API; for all floors' tests."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ROOT = Path(__file__).resolve().parents[2]
APPLICATION_ID = "5ad3a1b2-0000-4000-8000-0123456789ab"
API_KEY = "a1b2c3d4"
API_SECRET = "api-secret-of-the-simulated-account"
SIGNATURE_SECRET = "signature-secret-of-the-simulated-account"
# As good as no waiting: people answer within milliseconds, retries come after 5 ms, 10 ms, 20 ms ...
# A call of a minute takes a second.
QUICK = {
    "speed": 1000, "retry_speed": 1000, "rate": 0, "call_speed": 60, "call_rate": 0, "call_other_rate": 0,
}  # fmt: skip


@cache
def keys() -> tuple[str, str]:
    """One RSA key pair a test run: (private, public), both PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


class Control:
    """The control API, a method an address. Whatever is not 2xx raises requests.HTTPError.

    `secret`: what an installation's simulator wants; one that a test starts wants none.
    """

    def __init__(self, url: str, secret: str = "") -> None:
        self._url = url + "/control"
        self._session = requests.Session()
        self._session.trust_env = False
        if secret:
            self._session.headers["Authorization"] = f"Bearer {secret}"

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """One request to the control API; the JSON of its answer."""
        response = self._session.request(method, self._url + path, timeout=70, **options)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer

    def health(self) -> dict[str, Any]:
        """Whether it is up, and what is pending."""
        return self.call("GET", "/health")

    def configure(self, **settings: Any) -> dict[str, Any]:
        """Change settings until the next reset."""
        return self.call("POST", "/configure", json=settings)["settings"]

    def fault(self, name: str, **how: Any) -> dict[str, Any]:
        """Turn a switch on: count=, fraction=, seconds=, code=, only=."""
        return self.call("POST", f"/faults/{name}", json=how)["faults"]

    def faults(self) -> dict[str, Any]:
        """The switches that are on."""
        return self.call("GET", "/faults")["faults"]

    def clear(self, name: str | None = None) -> None:
        """Turn one switch off, or all."""
        self.call("DELETE", f"/faults/{name}" if name else "/faults")

    def reset(self) -> None:
        """Back to the state and settings of the start."""
        self.call("POST", "/reset")

    def messages(self, **filters: Any) -> list[dict[str, Any]]:
        """All accepted messages, oldest first: to=, client_ref=, since=, after_stop=1."""
        return self._all("/messages", "messages", filters)

    def webhooks(self, kind: str = "inbound", **filters: Any) -> list[dict[str, Any]]:
        """All webhooks of a kind, with the app's answers: phone=, message_uuid=, outcome=, since=."""
        return self._all("/webhooks", "webhooks", {"kind": kind, **filters})

    def counts(self) -> dict[str, Any]:
        """Numbers of messages and webhooks, by what became of them."""
        return self.call("GET", "/counts")

    def inbound(self, sender: str, to: str, text: str) -> str:
        """A handset texts the app; the message's uuid."""
        body = {"from": sender, "to": to, "text": text}
        uuid: str = self.call("POST", "/inbound", json=body)["message_uuid"]
        return uuid

    def calls(self, **filters: Any) -> list[dict[str, Any]]:
        """All calls with their transcripts, oldest first: phone=, status=, since=."""
        return self._all("/calls", "calls", filters)

    def call_webhooks(self, **filters: Any) -> list[dict[str, Any]]:
        """What calls have sent, with the app's answers: call=, kind="event" or "answer", since=."""
        return self._all("/call-webhooks", "webhooks", filters)

    def dial(self, phone: str, number: str, by_hand: bool = False) -> str:
        """A phone calls the app; the call's uuid."""
        body = {"from": phone, "to": number, "by_hand": by_hand}
        uuid: str = self.call("POST", "/calls", json=body)["uuid"]
        return uuid

    def act(self, uuid: str, act: str, text: str = "", confidence: float = 0.95) -> dict[str, Any]:
        """The person at the phone answers, declines, says, presses, hangs up; the call."""
        body = {"act": act, "text": text, "confidence": confidence}
        call: dict[str, Any] = self.call("POST", f"/calls/{uuid}", json=body)["call"]
        return call

    def hold(self, phone: str, held: bool = True) -> None:
        """Take a phone into the hand: no script answers it."""
        self.call("POST", f"/handsets/{phone}", json={"held": held})

    def calls_idle(self, timeout: int = 20) -> None:
        """Wait until no call is live, and none of their webhooks under way."""
        answer = self.call("GET", "/calls/idle", params={"timeout": timeout})
        assert answer["idle"], f"{answer} after {timeout} s"

    def idle(self, timeout: int = 20) -> None:
        """Wait until no webhook is pending; an AssertionError after `timeout` seconds."""
        answer = self.call("GET", "/idle", params={"timeout": timeout})
        assert answer["idle"], f"{answer['pending']} things were still to come after {timeout} s"

    def _all(self, path: str, name: str, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        since, more = int(filters.get("since", 0)), True
        while more:
            answer = self.call("GET", path, params={"limit": 5000, **filters, "since": since})
            rows += answer[name]
            since, more = answer["next"], answer["more"]
        return rows


@dataclass
class Simulator:
    """A running simulator: where it is, what our app needs to reach it, and its control API."""

    url: str
    process: subprocess.Popen[str]
    signature_secret: str = SIGNATURE_SECRET
    application_id: str = APPLICATION_ID
    api_key: str = API_KEY
    control: Control = field(init=False)

    def __post_init__(self) -> None:
        self.control = Control(self.url)

    @property
    def host(self) -> str:
        """host:port, for VONAGE_API_HOST."""
        return self.url.removeprefix("http://")

    @property
    def private_key(self) -> str:
        """The application's private key, PEM."""
        return keys()[0]

    def app_environment(self) -> dict[str, str]:
        """The environment with which our app reaches this simulator."""
        return {
            "VONAGE_API_HOST": self.host,
            "VONAGE_REST_HOST": self.host,
            "VONAGE_API_SCHEME": "http",
            "VONAGE_APPLICATION_ID": self.application_id,
            "VONAGE_PRIVATE_KEY": self.private_key,
            "VONAGE_API_KEY": self.api_key,
            "VONAGE_API_SECRET": API_SECRET,
            "VONAGE_SIGNATURE_SECRET": self.signature_secret,
            "OUTBOUND_SIMULATOR_URL": self.url,
        }

    def stop(self) -> None:
        """Stop the process and wait for it."""
        self.control.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        atexit.unregister(self.process.kill)
        if self.process.stderr:
            self.process.stderr.close()


def environment(**settings: Any) -> dict[str, str]:
    """The environment of a simulator with these settings."""
    values = {
        "host": "127.0.0.1", "port": 0, "application_id": APPLICATION_ID, "public_key": keys()[1],
        "api_key": API_KEY, "api_secret": API_SECRET, "signature_secret": SIGNATURE_SECRET,
    }  # fmt: skip
    values |= QUICK | settings
    ours = {f"SIMULATOR_{name.upper()}": str(value) for name, value in values.items()}
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("SIMULATOR_")}
    return theirs | ours


def start(port: int = 0, **settings: Any) -> Simulator:
    """Start a simulator, on any free port unless told; settings as in webapp/simulator/settings.py.

    Without limits and in no time, unless `rate`, `speed` or `retry_speed` say otherwise.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.simulator"], cwd=ROOT, env=environment(port=port, **settings),
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    # A test that forgets to stop it, or fails before, leaves no orphan.
    atexit.register(process.kill)
    assert process.stderr is not None
    line = process.stderr.readline()
    if "ready at" not in line:
        process.kill()
        rest = process.stderr.read()
        process.stderr.close()
        process.wait()
        raise RuntimeError(f"The simulator did not start: {line}{rest}")
    return Simulator(line.split()[-1], process)


def wait_for(condition: Any, within: float = 5.0) -> None:
    """Ask again and again until `condition()` holds; an AssertionError after `within` seconds."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, f"{json.dumps(str(condition))} did not come true within {within} s"
        time.sleep(0.005)
