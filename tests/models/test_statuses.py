"""Each status is declared once, and what is asked of them comes out as people mean it."""

from __future__ import annotations

from enum import StrEnum

import pytest

from webapp.channels import registry as channels
from webapp.models import statuses
from webapp.models.batch import BatchState
from webapp.models.call import CallState
from webapp.models.message import MessageState
from webapp.models.recipient import FAILURES, GOING_ON, RecipientStatus
from webapp.models.statuses import Phase
from webapp.models.task_record import ActionState, RecordState
from webapp.services import sweep
from webapp.services.batches import approval
from webapp.services.gate import frequency
from webapp.services.inbox.listing import listing
from webapp.services.inbox.receiving import keyword_replies
from webapp.services.opt_outs import in_flight
from webapp.services.privacy import retention
from webapp.services.recipients import reach
from webapp.views.batches import words


@pytest.mark.parametrize(
    "kind", [RecipientStatus, MessageState, CallState, BatchState, RecordState, ActionState]
)
def test_every_state_of_a_noun_is_declared(kind: type[StrEnum]) -> None:
    assert [statuses.about(state).key for state in kind] == [str(state) for state in kind]
    assert all(statuses.about(state).word and statuses.about(state).icon for state in kind)


@pytest.mark.parametrize("kind", [RecipientStatus, MessageState, CallState])
def test_every_state_of_a_message_is_in_a_phase(kind: type[StrEnum]) -> None:
    received = {"received"}
    assert {str(state) for state in kind if statuses.about(state).phase is None} <= received


def test_what_goes_out_says_so_in_its_conversation() -> None:
    said = {str(state): statuses.about(state).said for state in (*MessageState, *CallState)}
    assert [state for state, words in said.items() if not words] == ["received"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (FAILURES, "undelivered rejected failed"),
        (GOING_ON, "queued waiting sending calling ringing talking"),
        (frequency.OPEN_CALLS, "ringing answered"),
        (frequency.REACHED, "sending unknown sent delivered"),
        (in_flight.ON_THEIR_WAY, "sending unknown sent"),
        (in_flight.CAME_BACK, "queued skipped canceled"),
        (keyword_replies.NEVER_LEFT, "skipped canceled failed"),
        (sweep.UNSENT, "queued waiting"),
        (retention.NEEDED, "queued waiting sending calling ringing talking"),
        (retention.UNSENT, "queued sending"),
        (reach.LEFT_OUT, "faulty skipped canceled"),
        (
            approval.BEGUN,
            "sending sent delivered undelivered rejected failed unknown calling ringing talking answered "
            "voicemail screened menu no_answer busy",
        ),
        (listing.TROUBLE, "unknown failed rejected undelivered skipped"),
    ],
)
def test_what_is_asked_of_them(asked: tuple[str, ...], expected: str) -> None:
    assert set(map(str, asked)) == set(expected.split())


def test_a_colour_for_each_message_in_a_conversation() -> None:
    marks = {str(state): statuses.about(state).mark for state in MessageState}
    assert {state for state, mark in marks.items() if mark == "pending"} == {"queued", "sending"}
    assert {state for state, mark in marks.items() if mark == "warn"} == {"unknown"}
    assert {state for state, mark in marks.items() if mark == "bad"} == {
        "failed", "rejected", "undelivered", "skipped",
    }  # fmt: skip


def test_the_tiles_of_a_batch() -> None:
    assert [tile.status.key for tile in words.tiles(channels.of("sms"), {})] == [
        "queued", "sent", "delivered", "replied", "failed",
    ]  # fmt: skip
    some = words.tiles(channels.of("sms"), {"unknown": 1, "rejected": 2})
    assert {tile.status.key: tile.count for tile in some} == {
        "queued": 0, "sent": 0, "delivered": 0, "replied": 0, "failed": 2, "unknown": 1,
    }  # fmt: skip


def test_the_tiles_of_a_batch_of_calls_speak_of_calls() -> None:
    tiles = words.tiles(channels.of("call"), {"rejected": 2, "failed": 1})
    assert {tile.status.key: tile.count for tile in tiles} == {
        "queued": 0, "answered": 0, "voicemail": 0, "no_answer": 0, "busy": 0, "rejected": 2, "failed": 1,
    }  # fmt: skip
    assert next(tile.hint for tile in tiles if tile.status.key == "failed") == "Could not be called"


def test_phases_are_asked_by_name() -> None:
    assert statuses.in_phase(RecipientStatus, Phase.LEFT) == (RecipientStatus.SENT, RecipientStatus.UNKNOWN)
    with pytest.raises(KeyError):
        statuses.about("lost")
