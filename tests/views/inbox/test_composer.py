"""Answering: what is sent, what is refused and why, and that a form sent twice sends one SMS."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests import factories
from tests.conversations import CAROL, fresh, they_write, we_write
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.channel import Channel
from webapp.models.entry import Direction, Origin
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.inbox import reply
from webapp.services.outbox import claim, from_batch
from webapp.services.outbox.claimed_entry import Sender


def sent() -> list[str]:
    """The texts that we have put into the outbox."""
    db.session.rollback()
    ours = select(Message.text).where(Message.direction == Direction.OUT).order_by(Message.id)
    return list(db.session.scalars(ours))


def composer(page: Page) -> str:
    return next((e.words() for e in page.root.all("div") if e.attrs.get("id") == "composer"), "")


def test_a_reply_waits_in_the_outbox_and_nobody_waits_for_us_any_more(
    staff: Browser, grace: User, thread: Thread
) -> None:
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text=" Yes,\r\nfrom ten. ")
    assert page.title == "+1 202-555-0111"
    message = db.session.scalars(select(Message).where(Message.direction == Direction.OUT)).one()
    assert (message.text, message.state, message.origin) == ("Yes,\nfrom ten.", "queued", Origin.STAFF)
    assert (message.phone, message.user_id) == (CAROL, grace.id)
    assert (fresh(thread).needs_reply, fresh(thread).last_text) == (False, "Yes, from ten.")
    assert db.session.scalars(select(Event.kind).where(Event.thread_id == thread.id)).all() == [
        "thread.replied"
    ]


def test_the_answer_to_htmx_is_an_empty_composer_with_a_new_key(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    answer = staff.submit(page, f"/inbox/{thread.id}", text="Yes", htmx=True)
    assert answer.headers["HX-Trigger"] == "outbound:sent"
    assert (answer.value("text") or "").strip() == ""
    assert answer.value("key") != page.value("key")


def test_a_form_that_is_sent_again_sends_nothing_more(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    for htmx in (True, False, True):
        assert staff.submit(page, f"/inbox/{thread.id}", text="Yes", htmx=htmx).status == 200
    assert sent() == ["Yes"]


def test_another_text_in_an_old_form_is_another_message(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    staff.submit(page, f"/inbox/{thread.id}", text="Yes")
    staff.submit(page, f"/inbox/{thread.id}", text="Yes, from ten.")
    assert sent() == ["Yes", "Yes, from ten."]


def test_the_same_words_from_a_fresh_form_are_sent(staff: Browser, thread: Thread) -> None:
    for _ in range(2):
        staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text="Yes")
    assert sent() == ["Yes", "Yes"]


def test_a_form_sent_again_after_an_opt_out_answers_as_before(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    staff.submit(page, f"/inbox/{thread.id}", text="Yes")
    they_write("STOP")
    assert staff.submit(page, f"/inbox/{thread.id}", text="Yes").status == 200
    assert sent().count("Yes") == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "G" * 32, "0" * 33, "0" * 32 + "\n"])
def test_a_form_without_its_key_is_refused(staff: Browser, thread: Thread, key: str) -> None:
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text="Yes", key=key)
    assert page.status == 422
    assert "Reload the page and send it again." in composer(page)
    assert sent() == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Write something first."),
        (" \n ", "Write something first."),
        ("\x00", "Write something first."),
        ("x" * 919, "This would be 7 segments; at most 6 can be sent at once."),
        ("Hi {{name}}", "Write something in the place of {{name}}, or remove it."),
        ("й" * 403, "This would be 7 segments; at most 6 can be sent at once."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_is_said_and_the_text_stays(
    staff: Browser, thread: Thread, text: str, fault: str, htmx: bool
) -> None:
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text=text, htmx=htmx)
    assert page.status == 422
    assert fault in composer(page)
    assert (page.value("text") or "").strip("\n\x00") == text.strip("\n\x00")
    assert sent() == []


@pytest.mark.parametrize("text", ["x" * 918, "й" * 402, "{name} <b>", "👍"])
def test_what_fits_is_sent_as_it_is(staff: Browser, thread: Thread, text: str) -> None:
    staff.submit(staff.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text=text)
    assert sent() == [text]


def test_who_has_opted_out_cannot_be_written_to_and_the_page_says_why(staff: Browser, thread: Thread) -> None:
    they_write("STOP")
    page = staff.get(f"/inbox/{thread.id}")
    assert "They have opted out." in composer(page)
    assert not [f for f in page.root.all("form") if f.attrs.get("id") == "composer-form"]


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stop_that_comes_while_somebody_types_refuses_the_text_and_keeps_it(
    staff: Browser, thread: Thread, htmx: bool
) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    they_write("STOP")
    confirmations = sent()
    answer = staff.submit(page, f"/inbox/{thread.id}", text="One more thing", htmx=htmx)
    assert answer.status == 422
    assert "They have opted out." in composer(answer)
    assert "One more thing" in composer(answer)
    assert sent() == confirmations


def test_a_number_without_sms_cannot_answer(staff: Browser, thread: Thread) -> None:
    factories.sms_of(thread.number).active = False
    assert "SMS is switched off for Front desk." in composer(staff.get(f"/inbox/{thread.id}"))


def test_a_reply_that_waits_is_dropped_when_they_opt_out(ada: User, thread: Thread) -> None:
    message = we_write(thread, "One more thing", ada.id)
    they_write("STOP")
    db.session.refresh(message)
    assert (message.state, message.reason) == (MessageState.SKIPPED, "They opted out.")


@pytest.mark.parametrize("origin", list(Origin))
def test_the_gate_refuses_an_opted_out_phone_whoever_wants_to_reach_it(
    number: Number, origin: Origin
) -> None:
    they_write("STOP")
    assert gate.ask(CAROL, Asking(origin, Channel.SMS)).allowed is (origin == Origin.CONFIRMATION)


@pytest.mark.parametrize("origin", [one for one in Origin if one != Origin.CONFIRMATION])
def test_the_claim_skips_what_slipped_into_the_outbox(number: Number, origin: Origin) -> None:
    """As when the opt-out was committed between asking the gate and queueing."""
    they_write("STOP")
    thread = factories.thread(CAROL, number.id)
    late = factories.add(
        Message(
            thread_id=thread.id,
            number_id=number.id,
            phone=CAROL,
            direction=Direction.OUT,
            state=MessageState.QUEUED,
            origin=origin,
            text="Too late",
        )
    )
    entries = claim.claim(Sender(number.id, Channel.SMS, number.e164, number.carrier, None, None), 10)
    assert [entry.order.text for entry in entries] == [
        "You are unsubscribed and will get no more messages. Reply START to get them again."
    ]
    db.session.refresh(late)
    assert late.state == MessageState.SKIPPED
    assert "They have opted out." in late.reason


def test_a_batch_skips_who_has_opted_out(number: Number, ada: User) -> None:
    they_write("STOP")
    batch = factories.batch([CAROL, "+12025550122"], number_id=number.id, created_by=ada.id)
    entries = from_batch.claim(
        Sender(number.id, Channel.SMS, number.e164, number.carrier, None, None), [batch], 10
    )
    assert [entry.phone for entry in entries] == ["+12025550122"]


def test_what_a_text_costs_is_told_while_it_is_written(staff: Browser, thread: Thread) -> None:
    token = staff.get(f"/inbox/{thread.id}").value("csrf_token")

    def cost(text: str) -> str:
        return staff.post("/inbox/measure", {"text": text, "csrf_token": token}, htmx=True).words

    assert cost("") == "Ctrl Enter sends"
    assert cost("Hello") == "1 segment · 155 characters left"
    assert cost("x" * 161) == "2 segments · 145 characters left"
    assert cost("x" * 919) == "7 segments: at most 6 can be sent at once"
    assert "“ makes segments shorter: 70 characters instead of 160. Use plain characters" in cost("“Hi”")
    assert "Use plain characters" not in cost("й")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_two_requests_at_once_with_one_key_make_one_message(thread: Thread, ada: User) -> None:
    """The second has asked before the first was there: the unique reference stops it."""
    key = reply.new_key()
    first = reply.reply(thread, "Yes", ada.id, key)
    again = reply._put_once(thread, "Yes", ada.id, str(first.client_ref))
    assert again.id == first.id
    db.session.commit()
    assert sent() == ["Yes"]


@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_writes_over_a_colleague_unseen(
    staff: Browser, admin: Browser, thread: Thread, htmx: bool
) -> None:
    here, there = (browser.get(f"/inbox/{thread.id}") for browser in (staff, admin))
    admin.submit(there, f"/inbox/{thread.id}", text="We are, from ten.")
    refused = staff.submit(here, f"/inbox/{thread.id}", text="Sorry, we are not.", htmx=htmx)
    assert refused.status == 422
    assert "Ada Lovelace has answered meanwhile." in composer(refused)
    assert "The other answer: “We are, from ten.”" in composer(refused)
    assert (refused.value("text") or "").strip() == "Sorry, we are not."
    assert sent() == ["We are, from ten."]
    assert staff.submit(refused, f"/inbox/{thread.id}", text="Until six.", htmx=htmx).status == 200
    assert sent() == ["We are, from ten.", "Until six."]


def test_who_has_seen_a_colleague_s_answer_adds_to_it(staff: Browser, admin: Browser, thread: Thread) -> None:
    admin.submit(admin.get(f"/inbox/{thread.id}"), f"/inbox/{thread.id}", text="We are.")
    page = staff.get(f"/inbox/{thread.id}")
    assert staff.submit(page, f"/inbox/{thread.id}", text="From ten.").status == 200
    assert sent() == ["We are.", "From ten."]


def test_what_they_wrote_meanwhile_keeps_nobody_from_answering(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    they_write("Hello?")
    assert staff.submit(page, f"/inbox/{thread.id}", text="Yes").status == 200
    assert sent() == ["Yes"]


def of_kind(page: Page) -> str:
    """What the composer writes: the words of the tab that is chosen."""
    kinds = next(e for e in page.root.all("nav") if e.attrs.get("class") == "kinds")
    return next(a.words() for a in kinds.all("a") if a.attrs.get("aria-current"))


def test_a_note_is_kept_for_the_team_and_not_sent(staff: Browser, grace: User, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}?note=1")
    assert of_kind(page) == "Note"
    assert f"/inbox/{thread.id}" not in [form.attrs["action"] for form in page.root.all("form")]
    assert "It is not sent to +1 202-555-0111." in composer(page)
    page = staff.submit(page, "/notes", text=" She rang, too. ")
    assert "Grace Hopper noted: She rang, too." in page.words
    assert sent() == []
    assert fresh(thread).needs_reply, "a note answers nobody"


def test_after_a_note_one_writes_notes_until_one_says_otherwise(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}?note=1")
    answer = staff.submit(page, "/notes", text="She rang.", htmx=True)
    assert (of_kind(answer), answer.headers["HX-Trigger"]) == ("Note", "outbound:sent")
    back = staff.get(f"/inbox/{thread.id}/composer", htmx=True)
    assert of_kind(back) == "Message"


@pytest.mark.parametrize(
    ("text", "words"), [(" \n", "Write something first."), ("x" * 5001, "5,000 characters")]
)
def test_a_note_that_cannot_be_kept_comes_back(staff: Browser, thread: Thread, text: str, words: str) -> None:
    page = staff.get(f"/inbox/{thread.id}?note=1")
    for htmx in (False, True):
        answer = staff.submit(page, "/notes", text=text, htmx=htmx)
        assert answer.status == 422
        assert of_kind(answer) == "Note" and words in composer(answer)
        assert (answer.value("text") or "").strip() == text.strip()


def test_a_note_can_be_written_where_no_message_can(staff: Browser, thread: Thread) -> None:
    they_write("STOP")
    assert "You cannot write here now." in composer(staff.get(f"/inbox/{thread.id}"))
    page = staff.submit(staff.get(f"/inbox/{thread.id}?note=1"), "/notes", text="She will call.")
    assert "noted: She will call." in page.words
