"""GET /v1/calls: which calls, in which order, how many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from webapp.simulator.voice import payloads
from webapp.simulator.voice.leg import Leg


def listed(legs: Iterable[Leg], query: Mapping[str, str], base: str) -> dict[str, Any]:
    """The answer; or, without `_embedded`, the parameters that are wrong with their reasons."""
    try:
        start, end = (_moment(query.get(name)) for name in ("date_start", "date_end"))
        size, index = int(query.get("page_size", "10")), int(query.get("record_index", "0"))
    except ValueError as fault:
        return {"date_start, date_end, page_size, record_index": str(fault)}
    if not (1 <= size <= 100 and index >= 0):
        return {"page_size": "must be from 1 to 100"}
    status, conversation = query.get("status"), query.get("conversation_uuid")
    found = [
        leg for leg in legs
        if (status is None or leg.status == status)
        and (conversation is None or leg.conversation_uuid == conversation)
        and (start is None or leg.created >= start)
        and (end is None or leg.created <= end)
    ]  # fmt: skip
    if query.get("order") == "desc":
        found.reverse()
    rows = found[index : index + size]
    links = {"self": {"href": f"{base}/v1/calls?record_index={index}"}}
    if index + size < len(found):
        links["next"] = {"href": f"{base}/v1/calls?record_index={index + size}"}
    return {
        "count": len(found), "page_size": size, "record_index": index, "_links": links,
        "_embedded": {"calls": [payloads.shown(leg, base) for leg in rows]},
    }  # fmt: skip


def _moment(text: str | None) -> float | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
