"""Whatever changes rows that others change, too: what comes before it, and the act itself."""

from __future__ import annotations

from sqlalchemy import select

from jobs import sweep
from tests import factories
from tests.conversations import CAROL, DAVE, they_send, they_write, thread_of, we_write
from tests.services.locks.agent_acts import OF_AGENTS
from tests.services.locks.batch_acts import OF_BATCHES, Act, nothing
from tests.services.locks.call_acts import OF_CALLS
from tests.services.locks.demo_acts import OF_THE_DEMO
from tests.services.locks.later_acts import OF_TEXTS_FOR_LATER
from tests.services.locks.scene import (
    ASKS,
    SECOND,
    Scene,
    age,
    asked_for_patience,
    claims,
    close,
    close_for_dave,
    early,
    ends,
    held,
    out,
    over,
    park,
    postpone,
    queued,
    report,
    reports,
    several,
)
from tests.services.locks.staff_acts import OF_STAFF_PHONES
from tests.services.locks.status_acts import OF_STATUSES
from tests.services.locks.task_acts import OF_TASKS
from tests.services.locks.workflow_acts import OF_WORKFLOWS
from webapp.carriers.base import InboundMessage, Report, StatusReport, TextPart
from webapp.db import db, now
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.contact_import import ContactImport
from webapp.models.message import Message
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient
from webapp.models.source import Source, SourceKind
from webapp.rules.media import MediaKind
from webapp.services import receipts
from webapp.services.contacts import many_labels
from webapp.services.contacts.imports import contacts
from webapp.services.contacts.imports.plan import Plan, Taken
from webapp.services.inbox import withdraw
from webapp.services.inbox.receiving import text_parts
from webapp.services.intake.people import Portion
from webapp.services.media import fetching, store
from webapp.services.media.fetching import Order
from webapp.services.media.fetching import Outcome as Fetched
from webapp.services.opt_outs import holds, listing, marked, programs, register
from webapp.services.outbox import abandoned, aside, culprits, due, record, waiting
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.privacy import erasure, retention, traces

DELIVERED, LOST, OUT = (Report.DELIVERED, False), (Report.UNDELIVERED, False), (Report.REJECTED, True)


def note(scene: Scene) -> None:
    listing.add(CAROL, "She rang us up.", scene.ada)


def lift(scene: Scene) -> None:
    listing.lift(db.session.scalars(select(OptOut)).one(), "She rang.", scene.ada)


def tell(scene: Scene) -> None:
    programs.tell([CAROL], "", scene.program)


def report_of_nothing() -> None:
    receipts.receive(StatusReport("out-x", "", Report.REJECTED, opted_out=True, phone=CAROL), {})


def import_opt_outs(_scene: Scene) -> None:
    register.record_all([DAVE, CAROL], register.Evidence(OptOutSource.IMPORT, "Of the old one"))


def import_contacts(scene: Scene) -> None:
    """Dave is marked in it."""
    people = [(DAVE, ["Dave", "Rome", "yes"]), (CAROL, ["Carol", "Bonn", ""])]
    columns = ["Name", "City", "Opted out"]
    listed = ContactImport(filename="people.csv", columns=columns, created_by=scene.ada.id)
    marked.record(listed, Portion(2, 3, people, [], []))
    db.session.commit()
    done = contacts.take_in(
        Plan((Taken(1, "City"),), (0,), "Keen"), people, Source(SourceKind.LIST, "people.csv", 1)
    )
    contacts.tell(done.changed)


def label_many(scene: Scene) -> None:
    ids = db.session.scalars(select(Contact.id).order_by(Contact.id.desc())).all()
    many_labels.put(ids, "Keen", Source(SourceKind.PERSON, scene.ada.name, scene.ada.id))


def decide(scene: Scene, *, refusal: bool) -> None:
    (holds.opt_out if refusal else holds.dismiss)(holds.waiting()[0], scene.ada)


def answer(scene: Scene) -> None:
    we_write(thread_of(they_write("Yes")), "Good.", scene.ada.id)


def sweep_with_number(_scene: Scene) -> None:
    factories.number(SECOND)
    db.session.commit()
    sweep.sweep()


def remove_old(_scene: Scene) -> None:
    for _ in retention.tidy():
        db.session.commit()


def picture(_scene: Scene) -> None:
    they_send(("image", "https://api.nexmo.com/1", ""))


def recorded() -> None:
    """That a picture cannot be had is written down."""
    thread_id = db.session.scalars(select(Message.thread_id).order_by(Message.id.desc())).first()
    assert thread_id
    fetching.record(
        Order(1, thread_id, MediaKind.IMAGE, "", "vonage"),
        Fetched(None, reason="It is gone.", permanent=True),
    )


def part(number: int, said: str) -> None:
    sms = InboundMessage(
        f"part-{number}", CAROL, factories.OUR_NUMBER, said, now(), part=TextPart("7", number, 2)
    )
    assert sms.part
    text_parts.join(text_parts.keep(sms, sms.part, {}))


def lost() -> None:
    they_send(("image", "https://api.nexmo.com/1", ""))
    recorded()


def put_recipients_aside() -> None:
    ids = db.session.scalars(select(Recipient.id).where(Recipient.batch_id == 1)).all()
    aside.put_recipients(1, dict.fromkeys(ids, ValueError()))


def alone(scene: Scene, result: SendResult) -> None:
    record.record_alone(Outcome(scene.sent, result, carrier_id="out-1", sentence="So it is."))


OF_THE_PEOPLE: dict[str, tuple[Act, Act]] = {
    "a text": (nothing, lambda _: they_write("Yes please")),
    "STOP": (nothing, lambda _: they_write("STOP")),
    "START": (lambda _: out(), lambda _: they_write("START")),
    "HELP": (nothing, lambda _: they_write("HELP")),
    "a longer refusal": (nothing, lambda _: they_write(ASKS)),
    "START while on hold": (lambda _: held(), lambda _: they_write("START")),
    "the last part of a text": (lambda _: part(1, "Yes "), lambda _: part(2, "please.")),
    "a picture": (nothing, lambda _: they_send(("image", "https://api.nexmo.com/1", ""))),
    "a picture is recorded": (picture, lambda _: recorded()),
    "a picture is asked for again": (lambda _: lost(), lambda _: store.try_again(1)),
    "STOP to a number that nobody has added": (nothing, lambda _: early(CAROL)),
    "texts whose number came later": (lambda _: early(DAVE, CAROL), sweep_with_number),
}
OF_THE_OUTBOX: dict[str, tuple[Act, Act]] = {
    "a claim": (nothing, lambda _: claims()),
    "a claim that begins with the second batch": (nothing, lambda _: claims(turn=1)),
    "a claim as their hours come": (lambda _: park(came=True), lambda _: claims()),
    "a claim outside their hours": (close, lambda _: claims()),
    "a claim outside the hours of one of them": (close_for_dave, lambda _: claims()),
    "the hours have changed": (
        lambda _: (park(came=False), postpone()),
        lambda _: waiting.look_again(),
    ),
    "accepted": (nothing, lambda scene: ends(scene, SendResult.ACCEPTED)),
    "refused": (nothing, lambda scene: ends(scene, SendResult.REFUSED)),
    "refused, as they are out": (nothing, lambda scene: ends(scene, SendResult.REFUSED, opted_out=True)),
    "unknown": (nothing, lambda scene: ends(scene, SendResult.UNKNOWN)),
    "given back": (nothing, lambda scene: ends(scene, SendResult.RETURNED)),
    "given back until later": (lambda _: factories.number(SECOND), lambda _: asked_for_patience()),
    "several results": (
        nothing,
        lambda scene: several(
            scene,
            SendResult.RETURNED,
            SendResult.UNKNOWN,
            SendResult.ACCEPTED,
            SendResult.REFUSED,
            SendResult.ACCEPTED,
        ),
    ),
    "an answer set aside": (nothing, lambda _: aside.put_entries("sms", {queued()[0]: ValueError()})),
    "recipients set aside": (nothing, lambda _: put_recipients_aside()),
    "recipients set aside as their hours come": (
        lambda _: park(came=True),
        lambda _: put_recipients_aside(),
    ),
    "a batch set aside": (nothing, lambda _: aside.pause(1, ValueError())),
    "a number set aside": (nothing, lambda _: aside.rest((1, Channel.SMS), ValueError())),
    "an outcome recorded alone": (nothing, lambda scene: alone(scene, SendResult.ACCEPTED)),
    "a refusal recorded alone": (nothing, lambda scene: alone(scene, SendResult.REFUSED)),
    "given back alone": (nothing, lambda scene: alone(scene, SendResult.RETURNED)),
    "a search for what raises": (nothing, lambda _: culprits.find(due.senders()[0], 10)),
    "the worker died": (
        lambda _: (claims(), age(Message.claimed_at)),
        lambda _: abandoned.give_up(),
    ),
}
OF_THE_CARRIER: dict[str, tuple[Act, Act]] = {
    "delivered": (nothing, lambda scene: report(scene, Report.DELIVERED)),
    "they are out, it says": (nothing, lambda scene: report(scene, Report.REJECTED, True)),
    "they are out, it says of a message that nobody knows": (nothing, lambda _: report_of_nothing()),
    "several reports": (
        nothing,
        lambda scene: reports(scene, DELIVERED, LOST, DELIVERED, LOST, LOST),
    ),
    "several are out, it says": (
        nothing,
        lambda scene: reports(scene, DELIVERED, OUT, DELIVERED, OUT, OUT),
    ),
}
OF_STAFF: dict[str, tuple[Act, Act]] = {
    "an answer": (nothing, answer),
    "an answer taken back": (
        lambda _: postpone(),
        lambda scene: withdraw.withdraw(queued()[0], scene.ada),
    ),
    "an opt-out noted": (nothing, note),
    "an opt-out lifted": (lambda _: out(), lift),
    "a program tells of one": (nothing, tell),
    "a program tells of one that is known": (lambda _: out(), tell),
    "a list of opt-outs": (nothing, import_opt_outs),
    "a list of contacts": (nothing, import_contacts),
    "a label for many": (nothing, label_many),
    "a refusal read": (lambda _: held(), lambda scene: decide(scene, refusal=True)),
    "no refusal read": (lambda _: held(), lambda scene: decide(scene, refusal=False)),
    "somebody erased": (
        lambda scene: ends(scene, SendResult.ACCEPTED),
        lambda _: erasure.erase(CAROL, traces.look(CAROL)),
    ),
    "what is old removed": (over, remove_old),
}
ACTS = (
    OF_THE_PEOPLE
    | OF_THE_OUTBOX
    | OF_THE_CARRIER
    | OF_STAFF
    | OF_BATCHES
    | OF_STATUSES
    | OF_TASKS
    | OF_TEXTS_FOR_LATER
    | OF_WORKFLOWS
    | OF_CALLS
    | OF_STAFF_PHONES
    | OF_AGENTS
    | OF_THE_DEMO
)
