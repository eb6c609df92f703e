"""One agent, one task: carried out in a call that we place, in one that comes in, and by text."""

from __future__ import annotations

from sqlalchemy import select

from tests import calls, desks, factories
from tests.calls import CAROL, DAVE, ERIN, Operator, dispatch, number, pick_up, say, single
from tests.conversations import they_write
from webapp.carriers.calls import PickedUp
from webapp.db import db
from webapp.models.task_record import TaskRecord
from webapp.services.calls import answering


def done() -> list[tuple[str, dict[str, str], int | None]]:
    db.session.rollback()
    records = db.session.scalars(select(TaskRecord).order_by(TaskRecord.id)).all()
    return [(one.task_name, one.fields, one.agent_id) for one in records]


def test_the_same_task_of_the_same_agent(operator: Operator) -> None:
    ada, ours = factories.user(), number()
    desk = desks.agent(ada)
    ours.services["sms"].agent_id = ours.services["call"].agent_id = desk.id
    db.session.commit()

    single(CAROL, ours, agent_id=desk.id)
    dispatch()
    pick_up(CAROL)
    say("I need an appointment", CAROL)
    assert say("Carol Ray", CAROL)[0] == "Noted, Carol Ray."

    answering.answer(PickedUp("dave-1", "", "CON-1", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    say("I need an appointment", DAVE)
    assert say("Dave Ray", DAVE)[0] == "Noted, Dave Ray."

    they_write("I need an appointment", ERIN)
    desks.answer()
    they_write("Erin Ray", ERIN)
    desks.answer()
    assert desks.said()[-1] == "Noted, Erin Ray."

    names = ("Carol Ray", "Dave Ray", "Erin Ray")
    assert done() == [("Appointment", {"name": name}, desk.id) for name in names]
    assert calls.call_of(DAVE).direction == "in"
