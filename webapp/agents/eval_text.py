"""The tests of an agent as text that a person can type, a line at a time:

    test: Moves the appointment          begins a test
    language: en                         of the thread
    now: 2026-03-02 10:00                the contact's clock
    row first_name: Maria                a column of the recipient's row
    message: See you on Tuesday!         what the batch said
    conversation: 12                     the one that it was made of, with whose contact it goes
    says: can we reschedule?             the contact's text; the lines below are about the answer to it
    and: sorry to bother you             one more text, before the agent answers
    contains: which day                  in the answer; case and line breaks do not matter
    not contains: sorry
    task: move                           the task that is open or runs; "none" for none
    field day: 2026-03-03                a value as it is kept; * for any
    runs: yes                            the task is carried out now
    handoff: asked                       yes, no, or a kind of handoff
    opt out: no
    label: Moving
    goal: yes
    answer: no                           nothing is said
    max segments: 1
    language: en                         of the answer

Blank lines and those that begin with # do not count. It may be typed like YAML: indents, "- " before a line,
quotation marks around a value, `not_contains` for `not contains`, lines with "turns:" or "expect:" alone, and
"fields:" or "row:" above lines with the names. A line break within a value is written as backslash and n.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from webapp.agents.base import HandoffKind
from webapp.agents.eval_cases import YES_NO, Case, Expectation, Expected, Step

MOST_CASES, MOST_STEPS, LONGEST = 100, 40, 100_000
_HOLDERS = {"turns": "", "expect": "", "tests": "", "row": "row", "fields": "field"}
"""Lines of YAML that only hold what stands below them, and the key that is left out there."""
_SETUP = ("language", "now", "row", "message", "conversation")
_KEYS = ("test", "says", "and", *_SETUP, *Expected)
_LINE = re.compile(r"(?P<dash>-\s+)?(?P<key>[^:]{1,80}):\s*(?P<value>.*)")
_NAMED = re.compile(r"(?P<key>row|field)\s+(?P<name>\S.*)", re.I)
_QUOTED = re.compile(r"\"(.*)\"|'(.*)'|“(.*)”")
_ESCAPED = re.compile(r"\\(.)")
_LANGUAGE = re.compile(r"[a-z]{2}")
_ID = re.compile(r"[0-9]{1,15}")


class Mistake(NamedTuple):
    """`line`: from 1."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


class Parsed(NamedTuple):
    """The tests that could be read, and what is wrong with the text."""

    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...]


def parse(text: str) -> Parsed:
    """Never raises: each mistake is a sentence with its line, and the rest is read."""
    reader = _Reader()
    if len(text) > LONGEST:
        return Parsed((), (Mistake(1, f"The tests are longer than {LONGEST:,} characters."),))
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.take(number, line.strip())
    return reader.finish()


def escaped(text: str) -> str:
    """A text as a value on one line; `parse` gives it back, but for blanks around it."""
    one_line = text.replace("\\", "\\\\").replace("\r\n", "\n")
    broken = "\\n".join(one_line.splitlines()).strip()
    return f'"{broken}"' if _QUOTED.fullmatch(broken) else broken


@dataclass
class _Reader:
    """Takes line after line; the last case and step are those that lines belong to."""

    cases: list[Case] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    holder: str = ""

    def take(self, number: int, line: str) -> None:
        """One line that is not blank and no comment. `number`: from 1."""
        found = _LINE.fullmatch(line.removeprefix("- ").strip())
        if found is None:
            return self._wrong(
                number, f"“{_short(line)}” has no colon. Write for example: contains: Which day"
            )
        key, name = _key(found["key"])
        value = _value(found["value"])
        if key in _HOLDERS and not name and not value:
            self.holder = _HOLDERS[key]
            return None
        if self.holder and key not in _KEYS:
            key, name = self.holder, found["key"].strip()
        self.holder = self.holder if name else ""
        if key not in _KEYS or (key in ("row", "field")) != bool(name):
            return self._wrong(number, _unknown(key, found["key"].strip()))
        if not value:
            return self._wrong(number, f"There is nothing behind “{key}:”.")
        return self._put(number, key, name, value)

    def _put(self, number: int, key: str, name: str, value: str) -> None:
        if key == "test":
            return self._begin(number, value)
        if not self.cases:
            return self._wrong(number, "Begin with the name of a test. For example: test: Asks for the time")
        case = self.cases[-1]
        if key in ("says", "and"):
            return self._say(number, key, value)
        if key in _SETUP and (key != "language" or not case.steps):
            return self._set_up(number, key, name, value)
        return self._expect(Expectation(Expected(key), value, name, number))

    def _begin(self, number: int, name: str) -> None:
        if any(case.name == name for case in self.cases):
            self._wrong(number, f"Two tests are called “{_short(name)}”.")
        if len(self.cases) >= MOST_CASES:
            return self._wrong(number, f"An agent can have at most {MOST_CASES} tests.")
        self.cases.append(Case(name, line=number))
        return None

    def _say(self, number: int, key: str, value: str) -> None:
        case = self.cases[-1]
        if key == "and" and not case.steps:
            return self._wrong(number, "“and:” adds a text to “says:”, which has to come first.")
        if key == "and" and case.steps[-1].expects:
            return self._wrong(number, "“and:” belongs right below “says:”, before what is expected.")
        if key == "says" and len(case.steps) >= MOST_STEPS:
            return self._wrong(number, f"A test can have at most {MOST_STEPS} turns.")
        if key == "and":
            last = case.steps[-1]
            steps = (*case.steps[:-1], replace(last, texts=(*last.texts, value)))
        else:
            steps = (*case.steps, Step((value,), line=number))
        self.cases[-1] = replace(case, steps=steps)
        return None

    def _set_up(self, number: int, key: str, name: str, value: str) -> None:
        case = self.cases[-1]
        if case.steps:
            return self._wrong(number, f"“{key}” has to come before the first “says:”.")
        if key == "row":
            self.cases[-1] = replace(case, row={**case.row, name: value})
        elif key == "now":
            return self._set_clock(number, value)
        elif key == "message":
            self.cases[-1] = replace(case, message=value)
        elif key == "conversation":
            return self._made_of(number, value)
        elif not _LANGUAGE.fullmatch(value.lower()):
            return self._wrong(number, f"“{_short(value)}” is no language. Write two letters, like en or es.")
        else:
            self.cases[-1] = replace(case, language=value.lower())
        return None

    def _set_clock(self, number: int, value: str) -> None:
        try:
            now = datetime.strptime(value, "%Y-%m-%d %H:%M")
        except ValueError:
            return self._wrong(
                number, f"“{_short(value)}” is no date and time. Write it like 2026-03-02 10:00."
            )
        self.cases[-1] = replace(self.cases[-1], now=now)
        return None

    def _made_of(self, number: int, value: str) -> None:
        if not _ID.fullmatch(value):
            return self._wrong(number, f"“{_short(value)}” is no conversation. It is a number, like 12.")
        case = self.cases[-1]
        self.cases[-1] = replace(case, made_of=(*case.made_of, int(value)))
        return None

    def _expect(self, expected: Expectation) -> None:
        case = self.cases[-1]
        if not case.steps:
            return self._wrong(expected.line, f"“{expected.what}” needs a “says:” above it.")
        if sentence := _fault(expected):
            return self._wrong(expected.line, sentence)
        last = case.steps[-1]
        step = replace(last, expects=(*last.expects, _normalized(expected)))
        self.cases[-1] = replace(case, steps=(*case.steps[:-1], step))
        return None

    def _wrong(self, number: int, sentence: str) -> None:
        self.mistakes.append(Mistake(number, sentence))

    def finish(self) -> Parsed:
        """A test without a turn, or that expects nothing, cannot fail; what was misread is told first."""
        if not self.mistakes:
            for case in self.cases:
                if not case.steps:
                    self._wrong(case.line, f"The test “{_short(case.name)}” has no “says:”.")
                elif not any(step.expects for step in case.steps):
                    self._wrong(
                        case.line, f"The test “{_short(case.name)}” expects nothing, so it cannot fail."
                    )
        return Parsed(tuple(self.cases), tuple(self.mistakes))


def _key(written: str) -> tuple[str, str]:
    """The key with blanks for `_` and `-`, and the name behind `row` or `field`, as it was written."""
    key = " ".join(re.sub(r"[_-]", " ", written).lower().split())
    named = _NAMED.fullmatch(written.strip())
    return (named["key"].lower(), named["name"]) if named else (key, "")


def _value(written: str) -> str:
    quoted = _QUOTED.fullmatch(written.strip())
    inner = next(filter(None, quoted.groups()), "") if quoted else written.strip()
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], inner)


def _unknown(key: str, written: str) -> str:
    if key in ("row", "field"):
        return f"Write {key} with a name. For example: {key} day: 2026-03-02"
    near = difflib.get_close_matches(key, _KEYS, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"Known are: {', '.join(dict.fromkeys(_KEYS))}."
    return f"“{_short(written)}” is not known. {hint}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _fault(expected: Expectation) -> str:
    """What is wrong with what a line expects, "" for nothing."""
    value = expected.value.lower()
    if expected.what in YES_NO and value not in ("yes", "no"):
        return f"“{expected.what}” is yes or no, not “{_short(expected.value)}”."
    if expected.what is Expected.HANDOFF and value not in ("yes", "no", *HandoffKind):
        return f"“handoff” is yes, no, or one of {', '.join(HandoffKind)}; not “{_short(expected.value)}”."
    if expected.what is Expected.MAX_SEGMENTS and not re.fullmatch(r"[1-9]", value):
        return f"“max segments” is a number from 1 to 9, not “{_short(expected.value)}”."
    if expected.what is Expected.LANGUAGE and not _LANGUAGE.fullmatch(value):
        return f"“{_short(expected.value)}” is no language. Write two letters, like en or es."
    return ""


def _normalized(expected: Expectation) -> Expectation:
    lowered = (*YES_NO, Expected.HANDOFF, Expected.LANGUAGE)
    return replace(expected, value=expected.value.lower()) if expected.what in lowered else expected
