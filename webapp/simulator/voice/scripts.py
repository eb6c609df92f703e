"""What the people of `callees.py` do once they have picked up: a coroutine each, over a Line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from webapp.simulator.voice.line import Line
from webapp.simulator.voice.small_talk import GOODBYE, reply, screening

Script = Callable[[Line], Awaitable[None]]
MOST_ANSWERS = 15
GREETING = "You have reached Ada. I cannot take your call. Please leave a message after the tone."
MENU = (
    "Thank you for calling Joe's Garage. For sales, press 1. For service, press 2. "
    "To hear this again, press 9."
)
STORY = " ".join(f"And then, on day {n}, something else happened that I have to tell you." for n in range(60))


async def converse(line: Line) -> None:
    """Says hello, answers, and hangs up after a goodbye."""
    await _hello(line)
    await _answer(line, reply)


async def says_yes(line: Line) -> None:
    """Yes to everything, until the other side says goodbye."""
    await _hello(line)
    await _answer(line, lambda heard: GOODBYE if reply(heard) == GOODBYE else "Yes.")


def says_once(text: str) -> Script:
    """Says this to the first thing it hears, then converses."""

    async def script(line: Line) -> None:
        await _hello(line)
        await line.hear()
        await line.say(text)
        await _answer(line, reply)

    return script


def presses(keys: str, again: bool = False) -> Script:
    """Presses these after the first thing it hears; `again`: after each."""

    async def script(line: Line) -> None:
        await _hello(line)
        for _ in range(MOST_ANSWERS if again else 1):
            await line.hear()
            line.press(keys)
        await _answer(line, reply)

    return script


def voicemail(greeting: str, beeps: bool, first: float = 0.5) -> Script:
    """Plays its greeting, beeps or does not, and records until what is said to it is over."""

    async def script(line: Line) -> None:
        await line.wait(first)
        await line.say(greeting)
        if beeps:
            await line.wait(0.5)
            line.beep()
        line.leg.ear.take()
        if await line.begins_within(60.0):
            await line.hear(10.0)
        line.hang_up()

    return script


def screened(picks_up: bool) -> Script:
    """An iPhone asks who calls; the person may then pick up."""

    async def script(line: Line) -> None:
        await line.wait(0.5)
        await line.say(screening())
        line.leg.ear.take()
        if not await line.begins_within(10.0):
            line.hang_up()
            return
        await line.hear(1.5)
        await line.say("Thanks, please stay on the line.")
        await line.wait(6.0)
        line.leg.ear.take()
        if picks_up:
            await line.say("Hello? Yes, this is Ada.")
            await _answer(line, reply)
        else:
            await line.wait(12.0)
            await line.say("This person is not available right now.")
            line.hang_up()

    return script


async def menu(line: Line) -> None:
    """Says its menu twice, and hangs up."""
    for _ in range(2):
        await line.wait(0.5)
        await line.say(MENU)
        await line.wait(6.0)
    line.hang_up()


async def silent(line: Line) -> None:
    """Listens to everything, and says nothing."""
    await line.wait(7200)


async def hangs_up(line: Line) -> None:
    """Hangs up while the first sentence is being said."""
    await line.hear_beginning()
    await line.wait(1.0)
    line.hang_up()


async def interrupts(line: Line) -> None:
    """Speaks while the other side speaks, five times, then converses."""
    await _hello(line)
    for text in ("Wait, who is this?", "Sorry, what?", "No no, listen.", "Is this about the bill?", "Go on."):
        await line.hear_beginning()
        await line.wait(0.7)
        await line.say(text)
        await line.hear()
    await _answer(line, reply)


async def mumbles(line: Line) -> None:
    """Answers, and is understood badly."""
    await _hello(line)
    await _answer(line, lambda heard: reply(heard) if reply(heard) == GOODBYE else "Mm fry day sis", 0.21)


async def in_noise(line: Line) -> None:
    """Speaks after everything that it hears; no word of it is understood."""
    for _ in range(MOST_ANSWERS):
        await line.hear()
        await line.say("(a loud street)", results=[])
    line.hang_up()


async def talks_for_ever(line: Line) -> None:
    """Begins a story, and goes on with it whenever the other side is silent."""
    while True:
        await line.hear()
        await line.say(STORY)


async def thinks_long(line: Line) -> None:
    """Answers after seven seconds."""
    await _hello(line)
    await _answer(line, reply, thinking=7.0)


async def answers_once(line: Line) -> None:
    """Answers the first thing, and hangs up while the other side replies."""
    await _hello(line)
    await line.say(reply(await line.hear()))
    await line.hear_beginning()
    await line.wait(1.0)
    line.hang_up()


async def _hello(line: Line) -> None:
    await line.wait(0.5)
    if not line.leg.ear.playing:
        await line.say("Hello?")


async def _answer(
    line: Line, answer: Callable[[str], str], confidence: float = 0.93, thinking: float = 0.0
) -> None:
    """Answer what is heard, a bounded number of times; a goodbye ends the call."""
    for _ in range(MOST_ANSWERS):
        said = answer(await line.hear())
        await line.wait(thinking)
        await line.say(said, confidence)
        if said == GOODBYE:
            await line.wait(1.0)
            break
    line.hang_up()


SCRIPTS: dict[str, Script] = {
    "": converse,
    "1111": says_yes,
    "2222": says_once("Stop calling me."),
    "3333": says_once("Please take me off your list."),
    "3004": voicemail(GREETING, beeps=True),
    "3005": voicemail(GREETING, beeps=False),
    "3006": screened(picks_up=True),
    "3007": menu,
    "3008": silent,
    "3009": hangs_up,
    "3010": interrupts,
    "3011": presses("9"),
    "3012": says_once("I want to talk to a real person."),
    "3013": mumbles,
    "3014": in_noise,
    "3015": talks_for_ever,
    "3016": voicemail("Leave a message.", beeps=True, first=0.0),
    "3017": presses("0"),
    "3018": presses("1", again=True),
    "3019": screened(picks_up=False),
    "3020": thinks_long,
    "3021": answers_once,
}


def script(digits: str) -> Script:
    """What the callee with these last digits does; a phone that never picks up has none."""
    return SCRIPTS.get(digits, converse)
