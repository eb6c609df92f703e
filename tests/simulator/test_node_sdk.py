"""Vonage's own Node SDK drives the simulator, and verifies its signatures.

It is not installed with Outbound. In a folder of your own: `npm install @vonage/server-sdk @vonage/jwt`, then
`OUTBOUND_NODE_SDK=<that folder> ./outbound test tests/simulator/test_node_sdk.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.server import SIGNATURE_SECRET, Control, Simulator
from tests.simulator.sink import Sink

SDK = os.environ.get("OUTBOUND_NODE_SDK", "")
NODE = shutil.which("node")
DRIVER = Path(__file__).with_name("drive.cjs")
ADA, OURS = "447700900123", "12015550100"
TEXT = {"to": ADA, "from": OURS, "text": "Hi Ada 👋", "channel": "sms", "message_type": "text"}
pytestmark = pytest.mark.skipif(
    not (SDK and NODE), reason="OUTBOUND_NODE_SDK names no folder with Vonage's Node SDK, or node is missing"
)


def driven(simulator: Simulator, act: str, **given: Any) -> Any:
    """What the SDK made of one act."""
    credentials = {
        "url": simulator.url, "applicationId": simulator.application_id, "privateKey": simulator.private_key,
    }  # fmt: skip
    asked = json.dumps({"act": act, **credentials, **given})
    ran = subprocess.run(
        [str(NODE), str(DRIVER)], input=asked, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def tokens(sink: Sink) -> list[str]:
    return [(each.authorization or "").removeprefix("Bearer ") for each in sink.received]


def test_a_text_goes_out_and_its_webhooks_verify(simulator: Simulator, control: Control, sink: Sink) -> None:
    answer = driven(simulator, "text", message={**TEXT, "to": "447700901111", "client_ref": "node-1"})
    control.idle()
    [message] = control.messages(client_ref="node-1")
    assert message["message_uuid"] in (answer.get("messageUUID"), answer.get("message_uuid"))
    assert len(tokens(sink)) == 3
    assert driven(simulator, "verify", tokens=tokens(sink), secret=SIGNATURE_SECRET) == [True] * 3
    assert driven(simulator, "verify", tokens=tokens(sink), secret="another " * 5) == [False] * 3


def test_a_refusal_comes_as_the_sdk_s_error(simulator: Simulator, control: Control) -> None:
    refused = driven(simulator, "text", message={**TEXT, "text": "x" * 1001})
    assert (refused["status"], refused["problem"]["title"]) == (422, "Invalid params")
    assert [each["name"] for each in refused["problem"]["invalid_parameters"]] == ["text"]
    control.fault("no_credit", count=1)
    assert driven(simulator, "text", message=TEXT)["status"] == 402
    assert control.messages() == []


def test_a_call_is_placed_looked_at_and_ended(simulator: Simulator, control: Control) -> None:
    ncco = [{"action": "talk", "text": "Hello."}, {"action": "wait", "timeout": 600}]
    phones = {"to": [{"type": "phone", "number": "12025553008"}], "from": {"type": "phone", "number": OURS}}
    call = driven(simulator, "call", call={**phones, "ncco": ncco})
    assert call["status"] == "started"
    assert driven(simulator, "look", uuid=call["uuid"])["uuid"] == call["uuid"]
    driven(simulator, "hangUp", uuid=call["uuid"])
    control.calls_idle()
    assert driven(simulator, "look", uuid=call["uuid"])["status"] in ("completed", "cancelled")
    missing = driven(simulator, "look", uuid="00000000-0000-4000-8000-000000000000")
    assert missing["status"] == 404
