"""Places calls by Vonage's own SDK, and reads what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vonage_voice import Voice
from vonage_voice.models import CreateCallRequest, Phone, ToPhone

from tests.simulator.server import Control, wait_for
from tests.simulator.voice.desk import Desk, Ncco

OURS = "12015550100"
ADA = "12025550123"
DETECTION = {"behavior": "continue", "mode": "default"}


@dataclass
class Caller:
    """One app: its SDK, its web server, and the simulator's control API."""

    voice: Voice
    desk: Desk
    control: Control

    def place(self, phone: str = ADA, ncco: Ncco | None = None, **more: Any) -> str:
        """Call a phone; the NCCO is what the answer URL serves. The call's uuid."""
        if ncco is not None:
            self.desk.answers["/answer"].append(ncco)
        order = {"answer_url": [f"{self.desk.url}/answer"], "answer_method": "POST"} | more
        request = CreateCallRequest(to=[ToPhone(number=phone)], from_=Phone(number=OURS), **order)
        uuid: str = self.voice.create_call(request).uuid
        return uuid

    def call(self, phone: str = ADA, ncco: Ncco | None = None, **more: Any) -> dict[str, Any]:
        """Call a phone, and wait until the call is over; the call."""
        return self.after(self.place(phone, ncco, **more))

    def after(self, uuid: str) -> dict[str, Any]:
        """The call, once all calls are over."""
        self.control.calls_idle()
        return self.now(uuid)

    def now(self, uuid: str) -> dict[str, Any]:
        """The call as it is."""
        return next(call for call in self.control.calls() if call["uuid"] == uuid)

    def until(self, uuid: str, status: str) -> None:
        """Wait for a status."""
        wait_for(lambda: self.now(uuid)["status"] == status, 20)

    def until_said(self, uuid: str, text: str) -> None:
        """Wait for a line of the transcript."""
        wait_for(lambda: any(text in line["text"] for line in self.now(uuid)["transcript"]), 20)

    def at(self, path: str) -> list[str]:
        """An eventUrl of the desk."""
        return [f"{self.desk.url}{path}"]


def talk(text: str, **more: Any) -> dict[str, Any]:
    """The action talk."""
    return {"action": "talk", "text": text, **more}


def words(call: dict[str, Any], who: str) -> list[str]:
    """What one side said."""
    return [line["text"] for line in call["transcript"] if line["who"] == who]


def notes(call: dict[str, Any]) -> str:
    """All notes of a transcript."""
    return "\n".join(words(call, "note"))
