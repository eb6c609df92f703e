"""What must hold after every step. Each function looks at one kind of row."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Row

from tests.stateful.expected import Expected, Talk
from tests.stateful.picture import Picture
from webapp.models import states
from webapp.models.batch import BATCH_MOVES, BatchState
from webapp.models.entry import Direction, Origin
from webapp.models.message import MESSAGE_MOVES, MessageState
from webapp.models.recipient import RecipientStatus
from webapp.services.recipients import tallies

M, S, B = MessageState, RecipientStatus, BatchState
WITH_A_REASON = (M.UNKNOWN, M.FAILED, M.REJECTED, M.UNDELIVERED, M.SKIPPED)
ON_ITS_WAY = (S.QUEUED, S.SENDING)
NOT_YET_OR_NOT_AGAIN = (S.QUEUED, S.SKIPPED, S.CANCELED, S.FAULTY)
A_PERSON_MAY_REPEAT = (M.UNKNOWN, M.FAILED, M.REJECTED, M.UNDELIVERED)
LATE_ARE = (S.SKIPPED, S.CANCELED)
"""Who was wanted again, and then was not: what is heard of the first try later changes nothing."""


def messages(now: Picture, expected: Expected) -> None:
    """Each is in the highest state that we heard of, and says why when it did not arrive."""
    out = {row.id: row for row in now.messages.values() if row.direction == Direction.OUT}
    assert out.keys() == expected.states.keys(), "messages lost, or from nowhere"
    for row in out.values():
        assert row.state == expected.states[row.id], f"{row} should be {expected.states[row.id]}"
        assert bool(row.reason) == (row.state in WITH_A_REASON), f"a reason or none: {row}"
    left = [r for r in out.values() if r.origin == Origin.CONFIRMATION and r.state != M.FAILED]
    confirmations = Counter((r.thread_id, r.text) for r in left)
    assert set(confirmations.values()) <= {1}, "confirmed twice"


def forward(before: Picture, now: Picture) -> None:
    """States change only as their tables allow, perhaps in several moves; revisions only grow."""
    for row_id, row in now.messages.items():
        if row_id in before.messages:
            assert row.state in _reached(MESSAGE_MOVES, before.messages[row_id].state), row
    for row_id, row in now.batches.items():
        if row_id in before.batches:
            earlier = before.batches[row_id]
            assert row.state in _reached(BATCH_MOVES, earlier.state), row
            changed = earlier.state != row.state or _tally(before, row_id) != _tally(now, row_id)
            assert row.revision > earlier.revision - (not changed), f"nobody would notice: {row}"
    for row_id, row in now.threads.items():
        if row_id in before.threads:
            new = _written(now, row_id) - before.messages.keys()
            changed = new or _shown(before.threads[row_id]) != _shown(row)
            assert row.revision > before.threads[row_id].revision - (not changed), (
                f"nobody would notice: {row}"
            )


def recipients(now: Picture) -> None:
    """A recipient agrees with its latest message, and counts its attempts."""
    for row in now.recipients.values():
        attempts = now.attempts(row.id)
        latest = attempts[-1] if attempts else None
        assert row.attempt == len(attempts), row
        if row.status in NOT_YET_OR_NOT_AGAIN:
            repeated = latest is None or latest.state in A_PERSON_MAY_REPEAT
            assert repeated or row.status in LATE_ARE, (row, latest)
        else:
            assert latest is not None, row
            assert (str(row.status), row.reason) == (str(latest.state), latest.reason), (row, latest)


def counted(now: Picture) -> None:
    """The tally of a batch is what its rows say."""
    rows = now.recipients.values()
    really = Counter((row.batch_id, str(row.status)) for row in rows)
    out = [row for row in rows if row.opted_out_at is not None]
    really.update((row.batch_id, tallies.OPTED_OUT) for row in out)
    replied = (row for row in rows if row.replied_at is not None and row.opted_out_at is None)
    really.update((row.batch_id, tallies.REPLIED) for row in replied)
    assert {key: count for key, count in now.tallies.items() if count} == dict(really)


def batches(now: Picture) -> None:
    """A batch that is not going on says so, and nothing goes on in it."""
    for row in now.batches.values():
        statuses = {one.status for one in now.recipients.values() if one.batch_id == row.id}
        assert bool(row.pause_reason) == (row.state == B.PAUSED), row
        assert bool(row.finished_at) == (row.state in (B.FINISHED, B.CANCELED)), row
        if row.state == B.FINISHED:
            assert not statuses & set(ON_ITS_WAY), (row, statuses)
        if row.state in (B.DRAFT, B.SCHEDULED):
            assert not any(one.batch_id == row.id for one in now.messages.values()), row


def conversations(now: Picture, expected: Expected) -> None:
    """Every text stands in its thread once, and the inbox says of each thread what is true."""
    threads = {row.id: (row.phone, row.e164) for row in now.threads.values()}
    there = Counter((row.carrier_id, row.text, threads[row.thread_id]) for row in now.inbound())
    came = [sms for sms in expected.inbound.values() if sms.to in expected.numbers]
    assert there == Counter((sms.carrier_id, sms.text, (sms.sender, sms.to)) for sms in came)
    for row in now.threads.values():
        talk = expected.talks.get((row.phone, row.e164), Talk())
        assert (row.unread, row.needs_reply) == (talk.unread, talk.needs_reply), row


def wishes(now: Picture, expected: Expected) -> None:
    """Who must not be reached is known, and webhooks wait only for what is not known."""
    assert now.opted_out == expected.opted_out
    texts = {sms.carrier_id for sms in expected.inbound.values() if sms.to not in expected.numbers}
    assert now.waiting == {report.carrier_id for report in expected.waiting} | texts


def _reached(table: states.Table, source: Any) -> set[Any]:
    found, new = {source}, [source]
    while new:
        new = [target for state in new for target in table[state] if target not in found]
        found.update(new)
    return found


def _tally(picture: Picture, batch_id: int) -> dict[str, int]:
    return {status: count for (batch, status), count in picture.tallies.items() if batch == batch_id}


def _shown(thread: Row[Any]) -> tuple[Any, ...]:
    """What a list of conversations shows of one."""
    return thread.unread, thread.needs_reply, thread.last_direction


def _written(picture: Picture, thread_id: int) -> set[int]:
    return {row.id for row in picture.messages.values() if row.thread_id == thread_id}
