"""A batch used again: what the new draft takes over, and what is asked again."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import desks, factories
from tests.services.batches import ended
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.batch import Batch, BatchState, Consent, RepliesBy
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.content import CallContent, SmsContent
from webapp.models.event import Event
from webapp.models.number_service import NumberService
from webapp.models.recipient import RecipientStatus
from webapp.models.source import Source, SourceKind
from webapp.models.work import Work
from webapp.services import settings
from webapp.services.batches import drafts
from webapp.services.batches.lists import groups, reuse
from webapp.services.batches.lists.kept_lists import Kept
from webapp.services.batches.lists.reuse import ReuseForm, Whom
from webapp.services.contacts.segments import members, store


@pytest.fixture
def over(app: Flask) -> Batch:
    return ended.batch()


def refused(source: Batch, **form: object) -> Fault:
    known: dict[str, object] = {"name": "Again", "channel": "sms", "whom": "list"}
    with pytest.raises(Fault) as raised:
        reuse.make(source, ReuseForm(**{**known, **form}), source.created_by)  # type: ignore[arg-type]
    db.session.rollback()
    return raised.value


def test_it_is_set_up_like_the_first_and_decided_again(over: Batch) -> None:
    agent = desks.agent(factories.user("Cy"))
    over.replies_by, over.agent_id, over.context = RepliesBy.AGENT, agent.id, "Until May"
    over.unknown_zone, over.timezone = "Europe/Berlin", "Europe/Rome"
    over.over_cap, over.reach_limit, over.local_at = True, None, "2026-11-26T10:00"
    over.answers = {"marked": "send", "edits": {"2": {"1": "Ada"}}}
    over.content, over.archived_at = SmsContent("Hi {{first_name|there}}!", 2), now()
    db.session.commit()
    made = ended.again(over, name="Spring letter")
    assert made.name == "Spring letter"
    assert made.state == BatchState.DRAFT
    same = ("channel", "content", "number_id", "replies_by", "agent_id", "context", "unknown_zone",
            "timezone", "country", "consent", "consent_note", "name_columns")  # fmt: skip
    assert {name: getattr(made, name) for name in same} == {name: getattr(over, name) for name in same}
    assert (made.over_cap, made.reach_limit, made.local_at, made.answers) == (False, 0, "", {})
    assert (made.scheduled_at, made.started_at, made.archived_at) == (None, None, None)
    assert made.created_by != over.created_by
    assert (over.state, len(ended.rows_of(over))) == (BatchState.FINISHED, len(ended.PEOPLE))


def test_the_audit_tells_of_which(over: Batch) -> None:
    made = ended.again(over, "no_reply")
    told = [event for event in db.session.query(Event).filter_by(batch_id=made.id) if "copied" in event.kind]
    assert [event.data for event in told] == [
        {"source": "Autumn letter", "list": "groups", "groups": "Did not reply"}
    ]


def test_those_whom_texts_did_not_reach_are_called(over: Batch) -> None:
    """What is said, and where their consent to calls comes from, is asked again; the number has calls."""
    assert over.number
    over.number.services["call"] = NumberService(channel="call", active=True, pace=1.0, at_once=5)
    db.session.commit()
    made = ended.again(over, "failed", channel="call")
    assert (made.channel, made.content, made.number_id) == (Channel.CALL, CallContent(), over.number_id)
    assert (made.consent, made.consent_note) == (None, "")
    assert ended.names(made) == ["Hal"]
    assert made.checking == Work.NONE, "nothing is said yet"


def test_a_number_that_cannot_do_it_is_not_taken_over(over: Batch) -> None:
    assert ended.again(over, "failed", channel="call").number_id is None


def test_a_new_list(over: Batch) -> None:
    made = reuse.make(over, ReuseForm("", "sms", Whom.NEW), over.created_by)
    db.session.commit()
    assert (made.reading, made.columns, made.copied_from, made.copied_groups) == (Work.NONE, [], None, None)
    assert (made.content, made.consent) == (over.content, None), "of others no one has said anything"
    assert made.name.startswith("Batch of")


def test_another_list_takes_the_place_of_a_copied_one(over: Batch) -> None:
    made = ended.again(over, "no_reply")
    drafts.replace_list(made, factories.listed(over.created_by), "list.csv", over.created_by)
    assert (made.copied_from, made.copied_groups, made.reminds) == (None, None, None)


def test_who_is_in_its_segment_now(over: Batch) -> None:
    carol = factories.add(Contact(phone="+12025550142", name="Carol"))
    segment = store.create("Keen", factories.user("Bea"))
    members.add(segment, members.these([carol.id]), Source(SourceKind.LIST))
    over.segment_id = segment.id
    db.session.commit()
    made = ended.again(over, whom=Whom.SEGMENT)
    assert [row.phone for row in ended.rows_of(made)] == ["+12025550142"]
    assert made.segment_id == segment.id
    over.segment_id = None
    assert refused(over, whom="segment").field == "whom"


def test_a_draft_is_duplicated(app: Flask) -> None:
    draft = factories.batch(factories.phones(3), state=BatchState.DRAFT)
    ended.rows_of(draft)[1].cells = ["+12025550142", "Edited"]
    db.session.commit()
    made = ended.again(draft)
    assert [row.cells[1] for row in ended.rows_of(made)] == ["Person 2", "Edited", "Person 4"]
    assert {row.status for row in ended.rows_of(made)} == {RecipientStatus.QUEUED}


FAULTS = [
    ({"whom": ""}, "whom", "Choose who gets the new batch"),
    ({"whom": "nobody"}, "whom", "Choose who gets"),
    ({"channel": "pigeon"}, "channel", "Choose how they are reached"),
    ({"whom": "groups"}, "groups", "Choose at least one group"),
    ({"whom": "groups", "groups": ("stop", "'")}, "groups", "Choose at least one group"),
    ({"whom": "groups", "groups": ("premium",)}, "groups", "No one is in these groups"),
]


@pytest.mark.parametrize(("form", "field", "sentence"), FAULTS)
def test_what_is_missing_is_said(over: Batch, form: dict[str, object], field: str, sentence: str) -> None:
    fault = refused(over, **form)
    assert (fault.field, fault.sentence[: len(sentence)]) == (field, sentence)


def test_a_list_that_is_not_there_any_more(over: Batch) -> None:
    over.upload_id = None
    for row in ended.rows_of(over):
        row.cells = []
    db.session.commit()
    assert refused(over).sentence == reuse.NOT_THERE[Kept.NOTHING]
    assert groups.counted(over) == []
    over.set_reading(Work.WAITING)
    assert refused(over).sentence == reuse.NOT_THERE[Kept.UNREAD]


def test_one_person_copies_so_many_lists_in_a_day(over: Batch) -> None:
    settings.put("uploads_per_day", 1)
    reuse.make(over, ReuseForm("", "sms", "list"), over.created_by)
    db.session.commit()
    assert "You have uploaded 1 lists today" in refused(over).sentence
    assert over.consent == Consent.ASKED
