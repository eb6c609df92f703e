"""What a model says was done, though nothing did it: "you are booked", "I have cancelled your appointment".

A task does it, of this turn or an earlier one; or it is known: the team, the batch, the row or the attributes
say so. What a question or an "if" leaves open is no claim.
"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.agents import grounded
from webapp.agents.base import Conversation, Handoff, Ran, Who
from webapp.agents.definition import Task
from webapp.agents.links import find_links
from webapp.agents.llm.claim_words import ACTS, NEGATED, OPEN, PARTICIPLES, Act
from webapp.agents.words import folded, words

_SENTENCES = re.compile(r"(?<=[!?…])(?=\s)|(?<=\n)|(?<=\D\.)(?=\s)")
"""The point of “3. März” ends none."""
_CLAUSES = re.compile(r"[,;:()]+\s*|\s+[-–—]+\s+")
_YES = re.compile(r"\bsí\b", re.I)
_APPOINTMENT = re.compile(
    r"\b(?:appointments?|bookings?|booked|reserv\w+|visits?|slots?|sessions?|scheduled?|see you|expect you|"
    r"confirm\w*|citas?|consultas?|turnos?|agendad\w+|rendez vous|rdv|seances?|termine?s?|gebucht|"
    r"buchung\w*|behandlung\w*|"
    r"agendament\w+|marcad\w+|appuntament\w+|visita|prenotazion\w+)\b"
)
_BY_US = re.compile(
    r"(?:ive|weve|i|we|the team|our team|my team|(?:a|my|our) colleague|he|hemos|j ?ai|je|nous|on|ich|wir|"
    r"habe?|ho|abbiamo|\w+ei)\b(?!.*(?:confirm|bestatigt))"
)
_MAIL = re.compile(r"\b(?:e ?mails?|mail|correo|courriel)\b")
_BOOKS = re.compile(
    r"\b(?:re)?(?:book|schedul|reserv|arrang|sign up|register)\w*|\b(?:move|postpone|agend|program|"
    r"inscri|reprogram|planif|deplac|report|buch|verein|verschieb|anmeld|marc|remarc|prenot|spost|fiss)\w*"
)
_BOOKABLE = re.compile(
    r"\b(?:appointment|visit|slot|session|table|seat|class|lesson|viewing|demo|meeting|cita|visita|turno|"
    r"rendez vous|rdv|seance|termin|consulta|horario|appuntamento)\w*"
)
_CANCELS = re.compile(
    r"\b(?:cancel|anul|annul|storn|absag|desmarc|disdi|unsubscri|remov|delet|abmeld|losch|elimin)\w*"
)
_CALLS = re.compile(
    r"\b(?:call(?:s|ed|ing)?|call ?back|ring|llam\w+|rappel\w*|ruckruf|anruf\w*|ligar|ligacao)\b"
)
_HALF_DAY = re.compile(r"\b(\d{1,2})(?:[:.]\d\d)? ?[ap]\.?m\b", re.I)
_CLOCK = re.compile(rf"\b(\d{{1,2}})[:.h]\d\d\b|{_HALF_DAY.pattern}", re.I)
_FROM_TODAY = {"today": 0, "hoy": 0, "heute": 0, "hoje": 0, "oggi": 0} | dict.fromkeys(
    ("tomorrow", "manana", "demain", "morgen", "amanha", "domani"), 1
)
_SHORT_DAYS = {
    word: day
    for names in (
        "segunda terca quarta quinta sexta sabado domingo",
        "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    )
    for day, word in enumerate(names.split())
}
_NEEDS_KIND = {Act.BOOKED: "book", Act.MOVED: "book", Act.CANCELLED: "cancel"}
_BY_ANY_HANDOFF = frozenset({Act.TOLD, Act.NOTED})
LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Backing:
    """What this very answer does. `task`: the one that it runs; `opened`: one is being filled in.

    `handoff`: why staff are asked; `labels`: some are set.
    """

    task: Task | None = None
    opened: bool = False
    handoff: Handoff | None = None
    labels: bool = False


@dataclass(frozen=True, slots=True)
class _Claim:
    act: Act
    words: str
    sentence: str


def unbacked(say: str, conversation: Conversation, backing: Backing) -> str:
    """The sentence of `say` that claims what nothing has done; "" when there is none."""
    found = (one for one in _claims(say) if not _is_backed(one, say, conversation, backing))
    return next((" ".join(one.sentence.split())[:LONGEST_QUOTE] for one in found), "")


def _claims(say: str) -> Iterator[_Claim]:
    for sentence in filter(str.strip, _SENTENCES.split(say)):
        if sentence.rstrip(" !\n").endswith("?"):
            continue
        clauses = filter(None, map(folded, _CLAUSES.split(_YES.sub(" ", sentence))))
        said = " , ".join(clauses)
        for act, pattern in ACTS.items():
            yield from (
                _Claim(act, one[0], sentence) for one in pattern.finditer(said) if _is_sure(said, one.start())
            )


def _is_sure(said: str, start: int) -> bool:
    before = said[:start].rpartition(",")[2]
    return not OPEN.search(before) and not NEGATED.search(before)


def _is_backed(claim: _Claim, say: str, conversation: Conversation, backing: Backing) -> bool:
    if backing.task is not None and _does(_about(backing.task), claim.act):
        return True
    if claim.act in _BY_ANY_HANDOFF and (backing.handoff or backing.labels):
        return True
    if claim.act is Act.NOTED and backing.opened:
        return True
    if claim.act is Act.SENT and _has_link(claim, say, conversation):
        return True
    return _was_done_before(claim, conversation) or _is_known(claim, conversation)


def _has_link(claim: _Claim, say: str, conversation: Conversation) -> bool:
    """ "I have sent you the link": here it is, or it was sent before."""
    ours = (turn.text for turn in conversation.turns if turn.who is not Who.CONTACT)
    texts = (say, conversation.outreach.message, *ours)
    return not _MAIL.search(folded(claim.sentence)) and any(find_links(text) for text in texts)


def _was_done_before(claim: _Claim, conversation: Conversation) -> bool:
    """By an earlier task here, with the same days and times."""
    agent = conversation.agent
    done = [one for one in conversation.ran if _does(_about_ran(one, agent.tasks), claim.act)]
    values = [value for one in done for value in one.fields]
    return bool(done) and not _names_other_days(claim, [*values, *_facts(conversation)], conversation)


def _is_known(claim: _Claim, conversation: Conversation) -> bool:
    """Of what the team, the batch and the list say; how things are in general, the knowledge says, too."""
    facts = list(_facts(conversation))
    told = _folded(facts)
    if _names_other_days(claim, facts, conversation):
        return False
    if claim.act is Act.BOOKED:
        if _BY_US.match(claim.words):
            return PARTICIPLES[claim.act].search(told) is not None
        return _APPOINTMENT.search(told) is not None or any(map(str.isdigit, claim.sentence))
    general = _folded([hit.knowledge.text for hit in conversation.agent.knowledge])
    return claim.words in general or PARTICIPLES[claim.act].search(told) is not None


def _names_other_days(claim: _Claim, known: Sequence[str], conversation: Conversation) -> bool:
    """A number, a day or a month that is not known; "tomorrow" is the weekday that it is there."""
    if grounded.unsaid(claim.sentence, known) or _names_other_hours(claim.sentence, "\n".join(known)):
        return True
    today = conversation.local_now.weekday()
    said = words(claim.sentence)
    days = {today + _FROM_TODAY[one] for one in said if one in _FROM_TODAY}
    days |= {_SHORT_DAYS[one] for one in said if one in _SHORT_DAYS}
    return any(grounded.unsaid(day_name[day % 7], known) for day in days)


def _names_other_hours(sentence: str, known: str) -> bool:
    """ "3 pm", where nothing but 10:30 is known of; the day may have been a 3."""
    hours = {int(found[1] or found[2]) % 12 for found in _CLOCK.finditer(known)}
    return bool(hours) and not {int(found[1]) % 12 for found in _HALF_DAY.finditer(sentence)} <= hours


def _folded(texts: Sequence[str]) -> str:
    return "\n".join(map(folded, texts))


def _facts(conversation: Conversation) -> Iterator[str]:
    outreach = conversation.outreach
    yield from (outreach.message, outreach.context)
    for known in (outreach.row, conversation.contact.attributes):
        yield from (f"{key}: {value}" for key, value in known.items() if value)
    yield from (turn.text for turn in conversation.turns if turn.who is Who.STAFF)


def _about(task: Task) -> str:
    return folded(" ".join((task.name, task.when, task.done, *task.done_in.values())))


def _about_ran(ran: Ran, tasks: Sequence[Task]) -> str:
    task = next((one for one in tasks if one.name == ran.name), None)
    return _about(task) if task else folded(ran.name)


def _does(about: str, act: Act) -> bool:
    """Whether a task with these words may be meant; one whose words tell nothing may do anything."""
    cancels = _CANCELS.search(about) is not None
    kinds = {
        "book": _BOOKS.search(about) or (_BOOKABLE.search(about) and not cancels),
        "cancel": cancels,
        "call": _CALLS.search(about),
    }
    return act not in _NEEDS_KIND or not any(kinds.values()) or bool(kinds[_NEEDS_KIND[act]])
