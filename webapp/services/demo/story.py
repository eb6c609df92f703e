"""The made-up data: a dental practice that reminds its patients, and a firm that sells kitchens.

Every phone ends in 555-01xx, which the North American Numbering Plan keeps free for fiction (ATIS-0300115).
What agents answer is not written down here: they are asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.rules.callflow.outcomes import Outcome

ZONE = ZoneInfo("America/New_York")
DENTAL, KITCHENS = "+12025550142", "+12125550187"
NUMBERS = {DENTAL: "Riverside Dental", KITCHENS: "Harbor Kitchens"}
AREAS = ("202", "212", "617", "215", "305", "404", "412", "646", "703", "919")
"""On the clock of New York, all of them."""
NAMES = (
    "Ada Bennett, Alan Price, Amara Okafor, Amy Lindqvist, Anton Weber, Beatriz Silva, Ben Carter, Camila "
    "Torres, Carol Jensen, Chen Wei, Claire Dubois, Daniel Novak, David Kim, Diego Ramos, Dora Fischer, "
    "Edith Moreau, Elena Petrova, Emil Hansen, Erin Walsh, Fatima Hassan, Frank Morris, Grace Turner, "
    "Hannah Schmidt, Henry Adams, Ines Costa, Ivan Horvat, Jack Sullivan, Jamal Wright, Joan Clarke, "
    "Julia Romano, Karim Aziz, Kate Murphy, Laila Rahman, Leo Martin, Linda Park, Lucas Meyer, Maria "
    "Lopez, Mark Dawson, Mei Tanaka, Mia Brandt, Milan Kovac, Nadia Haddad, Nina Larsen, Noah Evans, Nora "
    "Quinn, Oscar Reyes, Paula Santos, Peter Novotny, Priya Sharma, Quinn Foster, Rosa Delgado, Ruth "
    "Gordon, Samuel Osei, Sara Conti, Sofia Garcia, Tessa Morgan, Theo Blake, Tom Hughes, Vera Lind, "
    "William Ross"
).split(", ")


@dataclass(frozen=True)
class Person:
    """Someone who does not exist. `appointment` and `treatment`: for the lists."""

    phone: str
    name: str
    appointment: str
    treatment: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


def _person(index: int, name: str) -> Person:
    phone = f"+1{AREAS[index % len(AREAS)]}55501{(index * 37 + 5) % 100:02}"
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[index % 5]
    time = ("9:00", "10:30", "11:15", "14:00", "15:45", "16:30")[index % 6]
    treatment = ("check-up", "cleaning", "filling", "consultation")[index % 4]
    return Person(phone, name, f"{day}, {time}", treatment)


PEOPLE = {name.split()[0]: _person(index, name) for index, name in enumerate(NAMES)}
"""By first name: each is there once."""


@dataclass(frozen=True)
class Ago:
    """A moment in the past: so many days ago, at a time on New York's clock; or so many minutes ago."""

    days: int = 0
    time: str = ""
    minutes: int = 0

    def before(self, now: datetime) -> datetime:
        """In UTC, never later than `now`. Raises nothing for a time that a clock leaves out in spring."""
        if not self.time:
            return now - timedelta(minutes=self.minutes)
        hour, minute = map(int, self.time.split(":"))
        day = (now.astimezone(ZONE) - timedelta(days=self.days)).replace(second=0, microsecond=0)
        moment = day.replace(hour=hour, minute=minute, fold=0).astimezone(now.tzinfo)
        return min(moment, now)


@dataclass(frozen=True)
class Talk:
    """What someone writes, and staff: lines of (who, text, minutes since the line before).

    `who`: "they", "staff" or "note". An agent answers them by itself as long as it has the word. `label`:
    one that staff set at the end.
    """

    person: str
    lines: tuple[tuple[str, str, int], ...]
    number: str = DENTAL
    at: Ago | None = None
    label: str = ""


@dataclass(frozen=True)
class PhoneCall:
    """What someone says in a call, line by line; the agent answers them. `outcome`: see rules/callflow.

    `before`: the outcome of the call before this one, when they were called again. `at`: they call `number`.
    """

    person: str
    said: tuple[str, ...] = ()
    outcome: Outcome = Outcome.ANSWERED
    before: Outcome | None = None
    number: str = ""
    at: Ago | None = None


@dataclass(frozen=True)
class Outreach:
    """A batch. `people`: of NAMES, from and to. `sent`: so many of them; the rest wait.

    `troubles`: by first name, (status, code, reason). `start`: in the past; None: it has not begun.
    `scheduled`: days from now. `calls`: it is one of calls, in which these do not ring in vain; `voicemail`:
    what is left there.
    """

    name: str
    number: str
    agent: str
    message: str
    people: tuple[int, int]
    start: Ago | None = None
    sent: int = 1000
    scheduled: int = 0
    paused: str = ""
    context: str = ""
    max_segments: int = 1
    talks: tuple[Talk, ...] = ()
    troubles: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    voicemail: str = ""
    calls: tuple[PhoneCall, ...] | None = None


GONE = ("undelivered", "1190", "This phone cannot be reached: it is gone for good.")
BARRED = ("rejected", "1050", "The carrier bars this number.")
SILENT = ("sent", "", "")


def they(*texts: str) -> tuple[tuple[str, str, int], ...]:
    """What someone writes, one text after the other, some minutes apart."""
    return tuple(("they", text, 4 + 5 * at) for at, text in enumerate(texts))
