"""Is it true that nothing was lost and nothing came twice? Each question answers with the offenders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tests.crash import people
from tests.crash.record import CarriersRecord, OurRecord, counted
from webapp.models.batch import BatchState
from webapp.models.entry import Origin
from webapp.models.message import MESSAGE_MOVES, MessageState
from webapp.models.recipient import RecipientStatus
from webapp.rules.replies import keywords
from webapp.services.receipts import STATES

UNENDED = {RecipientStatus.QUEUED, RecipientStatus.SENDING, RecipientStatus.FAULTY}
ON_THE_WAY = {MessageState.QUEUED, MessageState.SENDING}
REPORTS = {str(report): state for report, state in STATES.items()} | {
    "undeliverable": MessageState.UNDELIVERED
}
EXAMPLES = 5

Offenders = dict[str, list[str]]


def audit(carrier: CarriersRecord, ours: OurRecord, replied: Iterable[str]) -> Offenders:
    """For each promise, those that break it. `replied`: the texts that staff were told are sent."""
    return {
        "without an end": _unended(ours),
        "accepted twice": _doubled(carrier, ours),
        "accepted and not in our record": _strangers(carrier, ours),
        "accepted and neither known nor unknown with a reason": _not_known(carrier, ours),
        "reported to us and not believed": _behind(carrier, ours),
        "reached after an opt-out": _reached(carrier, ours),
        "inbound lost or doubled": _inbound(carrier, ours),
        "reaction not at its message": _reactions(ours),
        "reply of staff lost or doubled": _replies(carrier, ours, replied),
        "webhook refused or given up": _unanswered(carrier),
        "webhook believed that could not be verified": _believed(carrier),
        "opt-out told by the carrier and not kept": _not_kept(carrier, ours),
        "a row that raises not set aside": _poisoned(carrier, ours),
        "tally wrong": _tallies(ours),
        "batch not finished": [f"{b.id} {b.state} {b.pause_reason}" for b in ours.batches
                               if b.state != BatchState.FINISHED],
    }  # fmt: skip


def _unended(ours: OurRecord) -> list[str]:
    found = [f"recipient {row.id} {row.status}" for row in ours.recipients if row.status in UNENDED]
    return found + [f"message {row.id} {row.state}" for row in ours.sent.values() if row.state in ON_THE_WAY]


def _doubled(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    """No one in these runs decides to send again, so one acceptance each is all that is right."""
    refs = Counter(str(one["client_ref"]) for one in carrier.accepted)
    recipients = Counter(
        ours.sent[ref].recipient_id for ref in refs if ref in ours.sent and ours.sent[ref].recipient_id
    )
    found = [f"reference {ref} {count} times" for ref, count in refs.items() if count > 1]
    return found + [f"recipient {who} {count} times" for who, count in recipients.items() if count > 1]


def _strangers(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    return [one["to"] for one in carrier.accepted if str(one["client_ref"]) not in ours.sent]


def _not_known(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    found = []
    for one in carrier.accepted:
        row = ours.sent.get(str(one["client_ref"]))
        if row is None:
            continue
        unknown = row.state == MessageState.UNKNOWN and row.reason
        if row.carrier_id != one["message_uuid"] and not unknown:
            found.append(f"{one['to']} {row.state} {row.carrier_id}")
    return found


def _behind(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    """A status that we answered with 2xx counts: our state is that one, or one that may follow it."""
    found = []
    for hook in carrier.statuses:
        row = ours.sent.get(str(hook["client_ref"]))
        if row is None or hook["outcome"] != "answered" or hook["forged"]:
            continue
        least = REPORTS[hook["status"]]
        if row.state != least and row.state not in MESSAGE_MOVES[least]:
            found.append(f"{row.phone} is {row.state}, reported {hook['status']}")
    return found


def _reached(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    """A claim that came after we had answered the STOP, and before anything that lifts it could be known."""
    out = _opted_out(carrier)
    found = []
    for one in carrier.accepted:
        row = ours.sent.get(str(one["client_ref"]))
        if row is None or row.origin == Origin.CONFIRMATION or row.claimed_at is None:
            continue
        claimed = row.claimed_at.timestamp()
        found += [
            f"{row.phone} at {row.claimed_at}" for since, until in out[one["to"]] if since < claimed < until
        ]
    return found


def _opted_out(carrier: CarriersRecord) -> dict[str, list[tuple[float, float]]]:
    """For each phone, the times in which it certainly was opted out (epoch seconds)."""
    ends = datetime.max.replace(tzinfo=UTC).timestamp()
    starts = defaultdict(list)
    for hook in carrier.inbounds:
        if keywords.match(hook["text"]) == keywords.Keyword.START:
            starts[hook["phone"]].append(hook["at"])
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for hook in carrier.inbounds:
        if keywords.match(hook["text"]) == keywords.Keyword.STOP and hook["outcome"] == "answered":
            # A START that was written earlier may still have been on its way: it ends the certainty too.
            until = [at for at in starts[hook["phone"]] if at > hook["at"] - 60]
            found[hook["phone"]].append((hook["settled_at"], min(until, default=ends)))
    return found


def _inbound(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    texts = {hook["message_uuid"]: hook for hook in carrier.inbounds if hook["outcome"] == "answered"}
    found = []
    for uuid, hook in texts.items():
        rows = ours.received.get(uuid, [])
        if len(rows) != 1 or rows[0].text != hook["text"] or rows[0].phone != "+" + hook["phone"]:
            found.append(f"{hook['phone']} wrote {hook['text']!r}: {len(rows)} times in the inbox")
    return found


def _reactions(ours: OurRecord) -> list[str]:
    texts = {row.id: row.text for row in ours.sent.values()}
    rows = [row for rows in ours.received.values() for row in rows if row.text.startswith("Liked “")]
    return [f"{row.id}: {row.text}" for row in rows if texts.get(row.reacts_to, "?") not in row.text]


def _replies(carrier: CarriersRecord, ours: OurRecord, replied: Iterable[str]) -> list[str]:
    written = Counter(row.text for row in ours.sent.values() if row.origin == Origin.STAFF)
    accepted = Counter(one["text"] for one in carrier.accepted)
    wrong = [text for text in replied if written[text] != 1 or accepted[text] > 1]
    return [f"{text!r}: {written[text]} written, {accepted[text]} accepted" for text in wrong]


def _unanswered(carrier: CarriersRecord) -> list[str]:
    hooks = [*carrier.statuses, *carrier.inbounds]
    return [
        f"{hook['kind']} {hook['outcome']}: {hook['answer']}"
        for hook in hooks
        if hook["outcome"] in ("refused", "gave_up", "pending") and not hook["forged"]
    ]


def _believed(carrier: CarriersRecord) -> list[str]:
    """Each is asked for again until it comes as it should be."""
    hooks = [*carrier.statuses, *carrier.inbounds]
    return [f"{hook['kind']} {hook['forged']}" for hook in hooks
            if hook["outcome"] == "answered" and hook["forged"]]  # fmt: skip


def _not_kept(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    told = {f"+{hook['phone']}" for hook in carrier.statuses
            if hook["code"] == "1240" and hook["outcome"] == "answered"}  # fmt: skip
    return sorted(told - ours.opted_out)


def _poisoned(carrier: CarriersRecord, ours: OurRecord) -> list[str]:
    """Nothing was sent to them, and the row says so."""
    sent = [one["to"] for one in carrier.accepted if f"+{one['to']}" == people.POISONED]
    rows = [row for row in ours.recipients if row.phone == people.POISONED]
    wrong = [
        row for row in rows if row.status != RecipientStatus.FAILED or "nothing was sent" not in row.reason
    ]
    return sent + [f"{row.id} {row.status} {row.reason}" for row in wrong]


def _tallies(ours: OurRecord) -> list[str]:
    right = counted(ours)
    return [f"{key}: {count}, not {right.get(key, 0)}" for key, count in ours.tallies.items()
            if count != right.get(key, 0)]  # fmt: skip


def numbers(carrier: CarriersRecord, ours: OurRecord) -> dict[str, Any]:
    """How much went on, so that a run that proves nothing is seen."""
    return {
        "recipients": len(ours.recipients),
        "accepted": len(carrier.accepted),
        "inbound": len({hook["message_uuid"] for hook in carrier.inbounds}),
        "statuses": len(carrier.statuses),
        "webhooks repeated": sum(
            max(0, hook["attempts"] - 1) for hook in [*carrier.statuses, *carrier.inbounds]
        ),
        "by status": dict(Counter(str(row.status) for row in ours.recipients)),
        "unknown": sum(row.state == MessageState.UNKNOWN for row in ours.sent.values()),
    }
