"""The simulated account, for tests of what sets it up: what it has, what it was asked, and how to reach
it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from requests.auth import HTTPBasicAuth

from tests.simulator.server import (
    API_KEY,
    API_SECRET,
    APPLICATION_ID,
    SIGNATURE_SECRET,
    Simulator,
    keys,
    start,
)
from webapp.config import VonageSettings

PUBLIC = "https://outbound.example.org"
THEIRS = "https://other.example.com/old"
OURS, SPARE, LANDLINE, TAKEN = "12015550100", "12015550101", "442079460000", "12015550103"
OTHER_APPLICATION = "99999999-0000-4000-8000-000000000000"
NUMBERS: list[dict[str, Any]] = [
    {"msisdn": OURS, "country": "US"},
    {"msisdn": SPARE, "country": "US", "features": ["SMS"]},
    {"msisdn": LANDLINE, "country": "GB", "type": "landline", "features": ["VOICE"]},
    {"msisdn": TAKEN, "country": "US", "app_id": OTHER_APPLICATION},
]
"""One of ours, two that are free, and one that another application has."""


class SimulatedAccount:
    """A simulator, asked as the account's owner."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator, self.control = simulator, simulator.control

    def settings(self, **other: str) -> VonageSettings:
        values = {
            "application_id": APPLICATION_ID, "private_key": keys()[0], "api_key": API_KEY,
            "signature_secret": SIGNATURE_SECRET, "host": self.simulator.host, "scheme": "http",
            "api_secret": API_SECRET, "rest_host": self.simulator.host,
        }  # fmt: skip
        return VonageSettings(**values | other)

    def reset(self) -> None:
        """As new: no addresses, and NUMBERS."""
        self.control.reset()
        self.own(NUMBERS)

    def own(self, numbers: list[dict[str, Any]]) -> None:
        self.control.call("POST", "/numbers", json={"numbers": numbers})

    def number(self, digits: str) -> dict[str, Any]:
        rows = self.control.call("GET", "/numbers")["numbers"]
        found: dict[str, Any] = next(row for row in rows if row["msisdn"] == digits)
        return found

    @property
    def application(self) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("GET").json()
        return found

    def put(self, application: dict[str, Any]) -> None:
        """As people do in the dashboard."""
        self._ask("PUT", json=application).raise_for_status()

    def address(self, capability: str, hook: str) -> str:
        told = self.application["capabilities"].get(capability, {}).get("webhooks", {})
        return str(told.get(hook, {}).get("address", ""))

    def _ask(self, method: str, **how: Any) -> requests.Response:
        url = f"{self.simulator.url}/v2/applications/{APPLICATION_ID}"
        return requests.request(method, url, auth=HTTPBasicAuth(API_KEY, API_SECRET), timeout=10, **how)


@contextmanager
def running() -> Iterator[SimulatedAccount]:
    simulator = start()
    try:
        yield SimulatedAccount(simulator)
    finally:
        simulator.stop()
