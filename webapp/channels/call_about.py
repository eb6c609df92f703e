"""How the calls of a batch are placed, in sentences, and the words of what can be chosen."""

from __future__ import annotations

from webapp.models import statuses
from webapp.models.call import OnMachine, OnVoicemail
from webapp.models.content import CallContent

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese"}
VOICEMAIL = {
    OnVoicemail.HANG_UP: ("Hang up", "Nothing is left; they see that someone called."),
    OnVoicemail.MESSAGE: ("Leave a message", "What you write below, after the beep."),
    OnVoicemail.RETRY: ("Hang up, and call again", "As if no one had answered, as often as you say below."),
}
SCREENING = {
    OnMachine.INTRODUCE: "Say who calls, and wait for the person",
    OnMachine.HANG_UP: "Hang up",
}
MENU = {OnMachine.HANG_UP: "Hang up", OnMachine.INTRODUCE: "Say who calls, and wait for a person"}
RETRY_ON = ("no_answer", "busy", "voicemail", "screened", "menu")
"""After which outcomes a batch may call again by itself. Those who declined are left in peace."""


def sentences(content: CallContent) -> list[str]:
    """What a person has chosen beside the words."""
    return [
        f"In {LANGUAGES.get(content.language, content.language)}; rings for {content.ring_seconds} "
        f"seconds, and lasts up to {lasting(content.longest_seconds)}.",
        f"A voicemail answers: {_voicemail(content)}.",
        f"Call screening: {_choice(SCREENING, content.screening)}. A menu: {_choice(MENU, content.menu)}.",
        _again(content),
        *(["Calls are recorded, and say so."] if content.record else []),
        *_slower(content),
    ]


def in_parts(content: CallContent) -> dict[str, str]:
    """The same for the parts of its form that are folded: what is set in each, in a line.

    Raises ValueError for a choice that is none.
    """
    screened, menu = _choice(SCREENING, content.screening), _choice(MENU, content.menu)
    placed = f"Rings for {content.ring_seconds} seconds, lasts up to {lasting(content.longest_seconds)}"
    recorded = "recorded" if content.record else "not recorded"
    return {
        "machines": f"{_capital(screened)}; a menu: {menu}.",
        "again": _again(content),
        "limits": " ".join([f"{placed}, {recorded}.", *(_slower(content) or ["As fast as the number."])]),
    }


def lasting(seconds: int) -> str:
    """`90 seconds`, `10 minutes`."""
    minutes, rest = divmod(seconds, 60)
    if rest or not minutes:
        return f"{seconds} seconds"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def waiting(minutes: int) -> str:
    """`90 minutes`, `1 hour`, `2 days`."""
    for size, one in ((24 * 60, "day"), (60, "hour")):
        count, rest = divmod(minutes, size)
        if count and not rest:
            return f"1 {one}" if count == 1 else f"{count} {one}s"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _voicemail(content: CallContent) -> str:
    word = VOICEMAIL[OnVoicemail(content.voicemail)][0]
    return word[:1].lower() + word[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _choice(words: dict[OnMachine, str], chosen: str) -> str:
    word = words[OnMachine(chosen)]
    return word[:1].lower() + word[1:]


def _again(content: CallContent) -> str:
    on = [statuses.about(one).word.lower() for one in RETRY_ON if one in content.retry_on]
    if content.voicemail == OnVoicemail.RETRY and "voicemail" not in on:
        on.append("voicemail")
    if not content.retries or not on:
        return "No one is called a second time by itself."
    times = "once more" if content.retries == 1 else f"up to {content.retries} times more"
    other = ", in another part of the day" if content.retry_other_time else ""
    after = f"{waiting(content.retry_minutes)} later{other}"
    return f"Called again {times}, {after}, after: {', '.join(on)}."


def _slower(content: CallContent) -> list[str]:
    parts = []
    if content.at_once is not None:
        parts.append(f"{content.at_once} at once")
    if content.pace is not None:
        parts.append(f"{content.pace:g} starts a second")
    return [f"At most {' and '.join(parts)}."] if parts else []
