"""Thirty people pick up, with a playbook and with a stand-in for a model: each call as it is spoken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.callflow.stage import SCRIPT, Model, Stage
from webapp.agents.base import Engine
from webapp.agents.playbook.engine import Playbook
from webapp.rules.callflow import commands as do
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Answerer, Script, VoicemailPolicy

STAFF = replace(SCRIPT, staff=True)
MESSAGE = replace(SCRIPT, voicemail=VoicemailPolicy.LEAVE_MESSAGE, voicemail_message="Please call us back.")
IN = replace(SCRIPT, inbound=True, first_message="", takes_texts=True)
RINGS = {"answerer": Answerer.STAFF, "staff": True}
PEOPLE: dict[str, tuple[Script, Outcome, str]] = {
    "asks when, and says goodbye": (SCRIPT, Outcome.ANSWERED, """
        < This is an automated call from Bright Smile Dental.
        < say stop or press 9.
        < Hello Maria, your appointment is on Tuesday.
        > when is my appointment
        < Tuesday 3 March, 10:30
        > okay thanks bye
        < Goodbye.
        = HangUp"""),
    "moves the appointment": (SCRIPT, Outcome.ANSWERED, """
        > I need to move my appointment
        < Which day suits you?
        > Monday the ninth of March
        p< At what time?
        m< I note Monday the ninth of March.
        .
        < Are you still there?"""),
    "is quiet": (SCRIPT, Outcome.ANSWERED, """
        .
        < Are you still there?
        .
        < I cannot hear you.
        < Will you come?
        .
        < hanging up
        = HangUp"""),
    "is quiet once": (SCRIPT, Outcome.ANSWERED, """
        .
        > when is my appointment
        .
        < Are you still there?"""),
    "mumbles": (SCRIPT, Outcome.ANSWERED, """
        > ~0.1 wendy apartment
        < Could you say it again?
        > ~0.2 when is my appointment
        < Tuesday 3 March"""),
    "stands in noise": (SCRIPT, Outcome.ANSWERED, """
        >
        < Could you say it again?
        >
        >
        < cannot understand you on this line
        = HangUp"""),
    "is heard wrongly, and rightly in the second reading": (SCRIPT, Outcome.ANSWERED, """
        > wendys maya portland | when is my appointment
        p< Tuesday 3 March
        m< You said wendys maya portland"""),
    "wants no more calls": (SCRIPT, Outcome.ANSWERED, """
        > please don't call me again
        = OptOut
        < we will not call you again
        = HangUp"""),
    "says stop": (SCRIPT, Outcome.ANSWERED, """
        > stop
        = OptOut"""),
    "says stop in Spanish": (replace(SCRIPT, language="es"), Outcome.ANSWERED, """
        < diga alto o pulse 9
        > no me llame más
        = OptOut
        < no le llamaremos más"""),
    "may want no more calls, and does": (SCRIPT, Outcome.ANSWERED, """
        > cancel
        < Do you want us to stop calling you?
        > yes
        = OptOut"""),
    "may want no more calls, and does not": (SCRIPT, Outcome.ANSWERED, """
        > cancel
        > no
        < Please go ahead.
        > when is my appointment
        < Tuesday 3 March"""),
    "may want no more calls, and hangs up": (SCRIPT, Outcome.ANSWERED, """
        > wrong number
        < Do you want us to stop calling you?
        ! gone
        = Hold"""),
    "is not understood when asked about that": (SCRIPT, Outcome.ANSWERED, """
        > wrong number
        > the blue one perhaps
        = Hold
        = HangUp"""),
    "presses 9": (SCRIPT, Outcome.ANSWERED, """
        # 9
        = OptOut
        < Goodbye."""),
    "presses 0 and staff accept": (STAFF, Outcome.ANSWERED, """
        # 0
        < putting you through
        = RingStaff
        ! staff accepted
        = Bridge"""),
    "asks for a person, who does not answer": (STAFF, Outcome.ANSWERED, """
        # 0
        ! staff no_answer
        < Shall a colleague call you back?
        > yes please
        = PromiseCallback
        < anything else
        > no thanks
        < Goodbye."""),
    "is cut off from staff twice": (STAFF, Outcome.ANSWERED, """
        # 0
        ! staff accepted
        ! staff dropped
        < we were cut off
        = RingStaff
        ! staff dropped
        < Shall a colleague call you back?
        .
        = PromiseCallback
        = HangUp"""),
    "gets a voicemail of staff": (STAFF, Outcome.ANSWERED, """
        # 0
        ! staff voicemail
        < my colleagues cannot take the call
        > no
        < anything else"""),
    "asks for a person at night": (replace(SCRIPT, callback_when="tomorrow at nine"), Outcome.ANSWERED, """
        # 0
        < my colleagues cannot take the call
        > yes
        = PromiseCallback
        < call you back tomorrow at nine"""),
    "waits for a slow engine": (SCRIPT, Outcome.ANSWERED, """
        > when is my appointment
        ! late
        < One moment, please.
        = Wait
        ! played
        ! played
        < Thank you for waiting.
        ! played
        < I cannot answer that right now.
        < Shall a colleague call you back?"""),
    "says thanks and nothing else": (SCRIPT, Outcome.ANSWERED, """
        > when is my appointment
        > thank you
        p< anything else
        > no
        p< Goodbye."""),
    "did not catch it": (SCRIPT, Outcome.ANSWERED, """
        > sorry, can you repeat that?
        < Hello Maria, your appointment is on Tuesday."""),
    "is a voicemail, and is left alone": (SCRIPT, Outcome.VOICEMAIL, """
        ! machine
        > You have reached 555 0100, please leave a message after the tone
        = HangUp"""),
    "is a voicemail with a beep": (MESSAGE, Outcome.VOICEMAIL, """
        ! machine
        > You have reached Maria, please leave a message
        = Listen
        ! beep
        < Please call us back.
        = LeaveMessage"""),
    "is a voicemail without a beep": (MESSAGE, Outcome.VOICEMAIL, """
        ! machine
        > Hi, this is Maria, I am out
        @ 14
        .
        = LeaveMessage
        ! beep
        = LeaveMessage
        ! beep"""),
    "is taken for a machine and is a person": (MESSAGE, Outcome.ANSWERED, """
        ! machine
        > Hello?
        < Hello Maria, your appointment is on Tuesday.
        > when is my appointment
        < Tuesday 3 March"""),
    "screens calls and comes": (SCRIPT, Outcome.ANSWERED, """
        > Hi, if you record your name and reason for calling, I'll see if this person is available
        < Hello, this is an automated call from Bright Smile Dental.
        > please stay on the line
        = Listen
        > Hello, who is this?
        < Hello Maria, your appointment is on Tuesday."""),
    "screens calls and does not come": (MESSAGE, Outcome.SCREENED, """
        ! machine
        > Hi, if you record your name and reason for calling, I'll see if this person is available
        < automated call from Bright Smile Dental
        @ 60
        .
        = HangUp"""),
    "is a menu": (SCRIPT, Outcome.MENU, """
        > Welcome to Acme. For sales, press one. For support, press two.
        < automated call from Bright Smile Dental
        @ 30
        > For sales, press one. For support, press two.
        = Listen
        @ 60
        .
        = HangUp"""),
    "calls us": (IN, Outcome.ANSWERED, """
        < You have reached Bright Smile Dental.
        < How can I help you?
        > when is my appointment
        < Tuesday 3 March"""),
    "calls staff, and leaves a message": (replace(IN, **RINGS), Outcome.VOICEMAIL, """
        = RingStaff
        ! staff no_answer
        < leave a message after the tone
        = Record
        ! recorded"""),
    "calls to stop, where no texts are taken": (
        replace(IN, takes_texts=False, answerer=Answerer.VOICEMAIL), Outcome.ANSWERED, """
        < To stop our calls, say stop or press 9 now.
        > stop
        = OptOut
        < we will not call you again
    """),
    "calls at night, and hangs up": (replace(IN, answerer=Answerer.STAFF), Outcome.NO_ANSWER, """
        = Record
        @ -2
        ! gone"""),
    "is blocked": (replace(IN, blocked=True), Outcome.REJECTED, """
        < We cannot take your call.
        = HangUp"""),
    "talks for ever": (replace(SCRIPT, most_turns=2), Outcome.ANSWERED, """
        > when is my appointment
        > when is my appointment
        > and on the other hand there was my aunt
        < I have to end this call now.
        = HangUp"""),
}  # fmt: skip


@pytest.mark.parametrize("engine", [Playbook(), Model()], ids=["playbook", "model"])
@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_who(name: str, engine: Engine) -> None:
    script, outcome, lines = PEOPLE[name]
    stage = Stage(engine, script)
    stage.play(lines)
    assert stage.ends() is outcome, "\n".join(stage.written)


def test_nothing_interrupts_the_greeting_and_everything_the_answers() -> None:
    stage = Stage(Playbook())
    stage.play("")
    greeting = [one for one in stage.last if isinstance(one, do.Say)]
    assert greeting and not any(one.interruptible for one in greeting)
    stage.play("> when is my appointment")
    assert all(one.interruptible for one in stage.last if isinstance(one, do.Say))


def test_an_early_beep_is_the_lines() -> None:
    stage = Stage(Playbook(), replace(MESSAGE))
    stage.at = -3
    stage.play("! machine\n@ -2\n! beep")
    assert stage.last == ()
    stage.play("! beep")
    assert any(isinstance(one, do.LeaveMessage) for one in stage.last)
