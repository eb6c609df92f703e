"""A title and three lines from facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.base import Goal, Who
from webapp.agents.summary import (
    LONGEST_LINE,
    LONGEST_TITLE,
    CallTold,
    Facts,
    Summary,
    TaskDone,
    shortened,
    summarize,
)
from webapp.rules.replies.reply_kinds import ReplyKind

MOVED = TaskDone("Move appointment", {"Day": "Tuesday, 10 March", "Time": "15:30", "Reason": ""})
REMINDER = Facts("March reminders", "Hi Maria, see you on Tuesday at 10:30! Reply YES or NO.", ReplyKind.NO)
FACTS = st.builds(
    Facts,
    st.text(max_size=100),
    st.text(max_size=300),
    st.none() | st.sampled_from(ReplyKind),
    st.lists(
        st.builds(TaskDone, st.text(), st.dictionaries(st.text(), st.text()), st.text()), max_size=3
    ).map(tuple),
    st.none() | st.builds(Goal, st.booleans(), st.text()),
    st.text(),
    st.booleans(),
    st.text(),
    st.sampled_from(Who),
    st.text(),
    st.none() | st.builds(CallTold, st.text(), st.text(), st.booleans(), st.text(), st.text(), st.booleans()),
)


def test_a_reminder_that_was_moved() -> None:
    facts = Facts(
        REMINDER.batch, REMINDER.asked, ReplyKind.NO, (MOVED,), Goal(True, "Move appointment was agreed.")
    )
    assert summarize(facts) == Summary(
        "Move appointment: Tuesday, 10 March, 15:30",
        (
            "The first reply was no. "
            "Batch March reminders: “Hi Maria, see you on Tuesday at 10:30! Reply YES or NO.”",
            "Move appointment was done: Day Tuesday, 10 March, Time 15:30.",
            "The goal is reached: Move appointment was agreed.",
        ),
    )


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (Facts(), "No messages yet"),
        (Facts(last_text="Hello, do you repair bikes?"), "“Hello, do you repair bikes?”"),
        (
            Facts(last_text="Behind the house.", last_by=Who.AGENT, wrote="Where can I park?"),
            "“Where can I park?”",
        ),
        (Facts("Reminders", first_reply=ReplyKind.QUESTION, wrote="When is it?"), "“When is it?”"),
        (Facts("Reminders", first_reply=ReplyKind.QUESTION), "Asked a question: Reminders"),
        (Facts("Reminders", first_reply=ReplyKind.YES, wrote="Yes, I come"), "Said yes: Reminders"),
        (Facts("March reminders"), "No reply yet: March reminders"),
        (REMINDER, "Said no: March reminders"),
        (Facts("Reminders", first_reply=ReplyKind.WRONG_NUMBER, handoff="Unsure."), "Wrong number"),
        (Facts(handoff="They asked for a person."), "Handed off: They asked for a person."),
        (Facts(handoff="They asked.", opted_out=True), "Asked not to be reached"),
        (
            Facts(tasks=(TaskDone("Book", error="the server did not answer"),)),
            "Book failed: the server did not answer",
        ),
        (Facts(goal=Goal(True, "They said yes.")), "Goal reached: They said yes."),
        (Facts(goal=Goal(False, "Not yet."), last_text="Hm"), "“Hm”"),
    ],
)
def test_the_title_is_what_matters_most(facts: Facts, title: str) -> None:
    assert summarize(facts).title == title


def test_the_last_line_says_who_wrote_last() -> None:
    assert summarize(Facts(last_text="See you", last_by=Who.STAFF)).lines[2] == (
        "The last text is from staff: “See you”"
    )


def test_the_last_line_does_not_say_the_batch_again() -> None:
    facts = Facts("Reminders", "See you", last_text="See you", last_by=Who.STAFF)
    assert summarize(facts).lines[2] == "Nothing was written since."


@given(FACTS)
def test_it_is_short_and_never_empty(facts: Facts) -> None:
    summary = summarize(facts)
    assert 0 < len(summary.title) <= LONGEST_TITLE
    assert all(0 < len(line) <= LONGEST_LINE and "\n" not in line for line in summary.lines)


@given(st.text(), st.integers(10, 80))
def test_what_is_cut_says_so(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest and (short == " ".join(text.split()) or short.endswith("…"))


def test_it_is_cut_behind_a_word() -> None:
    assert shortened("Handed off: the appointment", 24) == "Handed off: the…"
    assert shortened("Donaudampfschiffahrtsgesellschaft", 10) == "Donaudamp…"


CALLS = [
    (
        CallTold("Answered", "2 min", False, "Tuesday is fine", "Bye"),
        "Talked 2 min: “Tuesday is fine”",
        "We called them: answered, 2 min. Batch March reminders: “Hello.”",
        "In the call they said last: “Bye”",
    ),
    (
        CallTold("No answer"),
        "No answer: March reminders",
        "We called them: no answer. Batch March reminders: “Hello.”",
        "No one was talked with.",
    ),
    (
        CallTold("Voicemail", theirs=True),
        "Called us: voicemail",
        "They called us: voicemail. Batch March reminders: “Hello.”",
        "No one was talked with.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("call", "title", "asked", "stands"), CALLS)
def test_a_call_that_came_last(call: CallTold, title: str, asked: str, stands: str) -> None:
    found = summarize(Facts("March reminders", "Hello.", call=call))
    assert (found.title, found.lines) == (title, (asked, "No task was carried out.", stands))


def test_a_text_after_a_call_says_more() -> None:
    call = CallTold("Answered", "2 min", newest=False)
    found = summarize(Facts(last_text="Where can I park?", wrote="Where can I park?", call=call))
    assert found.title == "“Where can I park?”"
    assert found.lines[0] == "We called them: answered, 2 min."
    assert found.lines[2] == "The last text is from the contact: “Where can I park?”"
