"""The tables of states: each state has its line, ends are ends, and the order of webhooks does not matter."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models import states
from webapp.models.approval import APPROVAL_MOVES, ApprovalState
from webapp.models.batch import BATCH_MOVES, BatchState
from webapp.models.call import CALL_MOVES, CallState
from webapp.models.message import MESSAGE_MOVES, MessageState
from webapp.models.recipient import RECIPIENT_MOVES, RecipientStatus
from webapp.models.task_record import ACTION_MOVES, RECORD_MOVES, ActionState, RecordState
from webapp.models.webhook_event import WEBHOOK_MOVES, WebhookState
from webapp.models.work import WORK_MOVES, Work

TABLES: list[tuple[type[StrEnum], states.Table]] = [
    (BatchState, BATCH_MOVES),
    (Work, WORK_MOVES),
    (MessageState, MESSAGE_MOVES),
    (CallState, CALL_MOVES),
    (RecipientStatus, RECIPIENT_MOVES),
    (ApprovalState, APPROVAL_MOVES),
    (WebhookState, WEBHOOK_MOVES),
    (RecordState, RECORD_MOVES),
    (ActionState, ACTION_MOVES),
]
REPORTED = [
    MessageState.SENT, MessageState.FAILED, MessageState.REJECTED, MessageState.UNDELIVERED,
    MessageState.DELIVERED,
]  # fmt: skip


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_state_has_its_line_and_leads_to_states(kind: type[StrEnum], table: states.Table) -> None:
    assert set(table) == set(kind)
    assert {target for targets in table.values() for target in targets} <= set(kind)


def test_nothing_that_may_have_left_waits_again_by_itself() -> None:
    """Only `sending`, when it is certain that nothing left, goes back; `unknown` needs a new message."""
    assert states.sources(MESSAGE_MOVES, MessageState.QUEUED) == [MessageState.SENDING]
    assert states.sources(CALL_MOVES, CallState.QUEUED) == [CallState.STAFF_FIRST, CallState.SENDING]


@pytest.mark.parametrize(
    "end", [MessageState.DELIVERED, MessageState.SKIPPED, MessageState.CANCELED, MessageState.RECEIVED]
)
def test_an_end_is_an_end(end: MessageState) -> None:
    assert MESSAGE_MOVES[end] == frozenset()


def settle(start: MessageState, reports: list[MessageState]) -> MessageState:
    """What the services do: move where the table allows it, else stay."""
    state = start
    for report in reports:
        if report in MESSAGE_MOVES[state]:
            state = report
    return state


@given(
    st.sampled_from([MessageState.SENDING, MessageState.UNKNOWN, MessageState.SENT]),
    st.lists(st.sampled_from(REPORTED), max_size=8),
    st.randoms(use_true_random=False),
)
def test_reports_in_any_order_and_number_end_the_same(
    start: MessageState, reports: list[MessageState], random: object
) -> None:
    shuffled = [*reports, *reports]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(start, reports) == settle(start, shuffled)


@given(st.lists(st.sampled_from(REPORTED), min_size=1, max_size=8))
def test_the_strongest_report_wins(reports: list[MessageState]) -> None:
    assert settle(MessageState.SENDING, reports) == max(reports, key=REPORTED.index)


def test_an_illegal_move_is_refused_by_name() -> None:
    with pytest.raises(states.IllegalMove, match="finished -> draft"):
        states.check(BATCH_MOVES, BatchState.FINISHED, BatchState.DRAFT)
