"""What the simulated account has: its application, and the numbers that it owns.

The application begins with the addresses that the simulator was started with; where a PUT moves them,
webhooks go to the new ones from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from webapp.simulator.core import Core
from webapp.simulator.settings import changed

PATHS = {
    "inbound_url": ("messages", "inbound_url"),
    "status_url": ("messages", "status_url"),
    "answer_url": ("voice", "answer_url"),
    "fallback_answer_url": ("voice", "fallback_answer_url"),
    "event_url": ("voice", "event_url"),
}
"""Where each of the simulator's addresses stands in an application: capability, webhook."""


@dataclass
class Number:
    """A number that the account owns, with Vonage's names. `app_id`: the application that it is linked to."""

    msisdn: str
    country: str
    type: str = "mobile-lvn"
    features: tuple[str, ...] = ("VOICE", "SMS", "MMS")
    app_id: str = ""
    moHttpUrl: str = ""
    voiceCallbackType: str = ""
    voiceCallbackValue: str = ""

    def shown(self) -> dict[str, Any]:
        """As the Numbers API lists it: without what is empty, and with an application in three places."""
        told = {name: value for name, value in vars(self).items() if value}
        told["features"] = list(self.features)
        if self.app_id:
            told |= {"messagesCallbackType": "app", "messagesCallbackValue": self.app_id}
            if not self.voiceCallbackType:
                told |= {"voiceCallbackType": "app", "voiceCallbackValue": self.app_id}
        return told


class Account:
    """The application as the Application API has it, without `id` and `_links`; and numbers by digits."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.application: dict[str, Any] = {}
        self.numbers: dict[str, Number] = {}
        self.forget()

    def forget(self) -> None:
        """As at the start."""
        settings = self._core.settings
        self.numbers = {}
        self.application = {
            "name": "Simulated application",
            "keys": {"public_key": settings.public_key},
            "capabilities": _capabilities(settings),
            "privacy": {"improve_ai": False},
        }

    @property
    def id(self) -> str:
        return self._core.settings.application_id

    def replace(self, given: dict[str, Any]) -> None:
        """What is left out goes, but for the key; from now on webhooks go where the application says."""
        self.application = {"keys": self.application["keys"]} | {
            name: value for name, value in given.items() if name not in ("id", "_links")
        }
        told = {name: self._address(*path) for name, path in PATHS.items()}
        self._core.settings = changed(self._core.settings, told)

    def shown(self) -> dict[str, Any]:
        """As a GET answers it."""
        links = {"self": {"href": f"/v2/applications/{self.id}"}}
        return {"id": self.id, **self.application, "_links": links}

    def _address(self, capability: str, hook: str) -> str:
        capabilities = self.application.get("capabilities") or {}
        hooks = (capabilities.get(capability) or {}).get("webhooks") or {}
        return str((hooks.get(hook) or {}).get("address") or "")


def _capabilities(settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (capability, hook) in PATHS.items():
        if address := getattr(settings, name):
            hooks = found.setdefault(capability, {}).setdefault("webhooks", {})
            hooks[hook] = {"address": address, "http_method": "POST"}
    return found


ACCOUNT: web.AppKey[Account] = web.AppKey("account", Account)
