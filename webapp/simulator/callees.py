"""Who picks up a call: told by a phone's last four digits.

What they say: `voice/scripts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

ANSWERS, RINGS, BUSY, DECLINES, FAILS = "answers", "rings", "busy", "declines", "fails"
PERSON, MACHINE = "human", "machine"


@dataclass(frozen=True, slots=True)
class Callee:
    """`digits` at the end of the number. `fate`: what becomes of a call to it. `ring`: seconds of ringing.

    `detected`: what answering machine detection takes it for. `detail`: Vonage's word for why it failed.
    """

    digits: str
    does: str
    fate: str = ANSWERS
    ring: float = 2.0
    detected: str = PERSON
    detail: str = ""


CALLEES: tuple[Callee, ...] = (
    Callee("", "Any other number: picks up, says yes, and answers what it is asked."),
    Callee("1111", "Picks up, and says “yes” to everything."),
    Callee("2222", "Picks up, and says “stop calling me”."),
    Callee("3333", "Picks up, and says “please take me off your list”."),
    Callee("4444", "Fails: the number is out of service.", FAILS, 0.5, detail="number_out_of_service"),
    Callee("5555", "Rejected: the carrier bars the number.", DECLINES, 0.5, detail="restricted"),
    Callee("3001", "Rings, and no one answers.", RINGS, 7200.0),
    Callee("3002", "Is busy.", BUSY, 1.0),
    Callee("3003", "Declines the call.", DECLINES, 3.0, detail="declined"),
    Callee("3004", "Voicemail with a beep.", ring=15.0, detected=MACHINE),
    Callee("3005", "Voicemail without a beep.", ring=15.0, detected=MACHINE),
    Callee("3006", "An iPhone screens the call; then the person picks up.", detected=MACHINE),
    Callee("3007", "A menu: “for sales, press 1”; it knows nothing else.", detected=MACHINE),
    Callee("3008", "Picks up, and says nothing at all."),
    Callee("3009", "Picks up, and hangs up in the middle of the first sentence."),
    Callee("3010", "Picks up, and interrupts whatever is said."),
    Callee("3011", "Picks up, and presses 9."),
    Callee("3012", "Picks up, and asks for a person."),
    Callee("3013", "Mumbles: what is understood is not certain."),
    Callee("3014", "Picks up where it is loud: speech is noticed, and no word understood."),
    Callee("3015", "Talks for ever."),
    Callee("3016", "Voicemail that picks up at once, and beeps after a second.", ring=0.2, detected=MACHINE),
    Callee("3017", "Picks up, and presses 0."),
    Callee("3018", "Picks up, and answers with key 1."),
    Callee("3019", "An iPhone screens the call, and the person never picks up.", detected=MACHINE),
    Callee("3020", "Picks up, and thinks for seven seconds before each answer."),
    Callee("3021", "Picks up, answers once, and hangs up without a word."),
    Callee("3022", "Rings, until the carrier gives up.", RINGS, 25.0, detail="carrier_timeout"),
)  # fmt: skip

_BY_DIGITS = {callee.digits: callee for callee in CALLEES}


def callee(phone: str) -> Callee:
    """Who picks up at `phone` (digits, with or without +)."""
    return _BY_DIGITS.get(phone[-4:], CALLEES[0])
