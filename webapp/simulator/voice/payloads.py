"""The bodies of the Voice API's webhooks, as Vonage writes them, and a call as GET shows it."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime

from webapp.simulator.voice.leg import INBOUND, Leg
from webapp.simulator.voice.recordings import Recording

Body = dict[str, object]
RATE = 0.0139  # EUR a minute, billed by the second.
SIP = {"busy": 486, "unanswered": 480, "timeout": 480, "rejected": 603, "failed": 404, "completed": 200}


def iso(at: float) -> str:
    """Epoch seconds as Vonage writes them."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def common(leg: Leg) -> Body:
    """What all webhooks of a call have."""
    first, last = leg.ends
    return {
        "from": first, "to": last, "uuid": leg.uuid, "conversation_uuid": leg.conversation_uuid,
        "timestamp": iso(time.time()),
    }  # fmt: skip


def status(leg: Leg, word: str) -> Body:
    """A call's event `started`, `ringing`, `answered`, or its end."""
    body = {"headers": {}} | common(leg) | {"status": word, "direction": leg.direction}
    if word == "answered":
        body |= {"start_time": None, "rate": None, "network": None}
    if leg.detail:
        body["detail"] = leg.detail
    if word in SIP:
        body["sip_code"] = SIP[word]
    if word == "completed":
        body |= {**billed(leg), "disconnected_by": leg.disconnected_by}
    return body


def detected(leg: Leg, word: str, sub_state: str = "") -> Body:
    """`human` or `machine`: with call_uuid for uuid."""
    body = common(leg) | {"status": word, "direction": leg.direction}
    body["call_uuid"] = body.pop("uuid")
    return body | ({"sub_state": sub_state} if sub_state else {})


def billed(leg: Leg) -> Body:
    """Duration, rate and price as texts; times and network."""
    end = leg.ended_at or time.time()
    return {
        "start_time": iso(end - leg.seconds), "end_time": iso(end), "duration": str(math.ceil(leg.seconds)),
        "rate": "0.00000000" if leg.direction == INBOUND else f"{RATE:.8f}", "price": leg.price,
        "network": leg.network,
    }  # fmt: skip


def bill(leg: Leg) -> None:
    """Set price and network of a call that has ended."""
    minutes = math.ceil(leg.seconds) / 60
    leg.price = f"{0.0 if leg.direction == INBOUND else RATE * minutes:.8f}"
    leg.network = "US-FIXED" if leg.phone.startswith("1") else "GB-MOBILE"


def answer(leg: Leg, region_url: str) -> Body:
    """What the answer webhook is told."""
    told = {name: value for name, value in common(leg).items() if name != "timestamp"}
    return told | {"region_url": region_url}


def error(leg: Leg, reason: str) -> Body:
    """An NCCO that cannot be run."""
    return {"reason": reason, "conversation_uuid": leg.conversation_uuid, "timestamp": iso(time.time())}


def notified(leg: Leg, payload: object) -> Body:
    """A notify action."""
    stamp = iso(time.time())
    return {"payload": payload, "conversation_uuid": leg.conversation_uuid, "timestamp": stamp}


def transferred(leg: Leg, before: str) -> Body:
    """A leg that went to another conversation."""
    return {
        "conversation_uuid_from": before, "conversation_uuid_to": leg.conversation_uuid, "uuid": leg.uuid,
        "timestamp": iso(time.time()), "type": "transfer",
    }  # fmt: skip


def recorded(leg: Leg, recording: Recording, base: str) -> Body:
    """A recording that is over; `base`: the host that has the file."""
    return {
        "start_time": iso(recording.started_at), "end_time": iso(recording.started_at + recording.seconds),
        "recording_url": f"{base}/v1/files/{recording.uuid}", "recording_uuid": recording.uuid,
        "size": recording.size, "conversation_uuid": leg.conversation_uuid, "timestamp": iso(time.time()),
    }  # fmt: skip


def shown(leg: Leg, base: str) -> Body:
    """A call, as GET /v1/calls/{uuid} shows it."""
    first, last = leg.ends
    body: Body = {
        "_links": {"self": {"href": f"{base}/v1/calls/{leg.uuid}"}},
        "uuid": leg.uuid, "conversation_uuid": leg.conversation_uuid, "status": leg.status,
        "direction": leg.direction, "to": {"type": "phone", "number": last},
        "from": {"type": "phone", "number": first},
    }  # fmt: skip
    return body | (billed(leg) if leg.status == "completed" else {})
