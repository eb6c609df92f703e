"""`{{contact.first_name}}`, `{{trigger.text}}`, `{{steps.s2.reply|nothing}}`: names, and filling texts.

Plain substitution: what is filled in is never looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.rules import comparing
from webapp.rules.placeholders import Rendered, Template, same_name
from webapp.rules.workflow import kinds, outline
from webapp.rules.workflow.document import Document, Step

CONTACT, TRIGGER, STEPS, TIME, OUR = "contact", "trigger", "steps", "time", "our"
OF_CONTACT = (
    "name", "first_name", "phone", "labels", "segments", "timezone", "opted_out", "last_reply",
    "days_since_reply", "known_since",
)  # fmt: skip
OF_TIME = ("date", "hour", "weekday")
"""On the contact's clock: 2026-03-09, 0 to 23, monday."""
OF_OURS = ("team",)
"""What the team is called."""
FIXED = {TIME: OF_TIME, OUR: OF_OURS}
LABELS, SEGMENTS = "contact.labels", "contact.segments"
"""One a line."""


class Values(Mapping[str, str]):
    """Values by name; case, spaces, `-` and `_` do not count. Of two names alike the first counts."""

    zone = comparing.UTC
    """Of the contact whose values these are: on its clock moments are compared."""

    def __init__(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        given = pairs.items() if isinstance(pairs, Mapping) else pairs
        self._by_key: dict[str, tuple[str, str]] = {}
        for name, value in given:
            self._by_key.setdefault(same_name(name), (name, value))

    def __getitem__(self, name: str) -> str:
        return self._by_key[same_name(name)][1]

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self._by_key.values()])

    def __len__(self) -> int:
        return len(self._by_key)

    def fill(self, text: str) -> Rendered:
        """`missing`: the names without a value and without a fallback."""
        return Template.parse(text).bind(list(self)).render(list(self.values()))


def names_in(text: str) -> list[str]:
    """The names of the placeholders of a text, in order; those that are faulty are left out."""
    return [one.name for one in Template.parse(text).placeholders]


def offered(document: Document, step_id: str | None = None, told: Sequence[str] = ()) -> list[str]:
    """Names for the chips beside a field: what is known when this step is done; None: when it starts.

    `told`: what is known besides of what starts it, where that may be anything.
    """
    trigger = kinds.TRIGGERS.get(document.trigger.kind) if document.trigger else None
    found = [f"{CONTACT}.{name}" for name in OF_CONTACT]
    found += [f"{TRIGGER}.{name}" for name in (*(trigger.values if trigger else ()), *told)]
    for step in outline.before(document, step_id) if step_id else ():
        kind = kinds.STEPS.get(step.kind)
        found += [f"{STEPS}.{step.id}.{name}" for name in (kind.values if kind else ())]
    return [*found, *(f"{scope}.{name}" for scope, names in FIXED.items() for name in names)]


def qualified(name: str, known: Iterable[str]) -> str:
    """A name that was typed without what stands in front (`day`), as one of these has it: `trigger.day`.

    It stays as it is when none has it, or several have.
    """
    if same_name(name.partition(".")[0]) in (CONTACT, TRIGGER, STEPS, *FIXED):
        return name
    wanted = f".{same_name(name)}"
    found = [one for one in known if same_name(one).endswith(wanted)]
    return found[0] if len(found) == 1 else name


def fault(document: Document, name: str, step_id: str | None = None) -> str | None:
    """Why a value of this name can never be there; None when it can."""
    scope, _, rest = name.partition(".")
    scope = same_name(scope)
    if scope == CONTACT and rest:
        return None
    if scope == TRIGGER and rest:
        return _fault_of_trigger(document, rest)
    if scope in FIXED and rest:
        known = FIXED[scope]
        there = f"There are {_listed(f'{scope}.{one}' for one in known)}."
        return None if same_name(rest) in known else f"There is no “{name}”. {there}"
    if scope == STEPS and "." in rest:
        return _fault_of_step(document, rest, step_id)
    return f"There is no “{name}”. Names begin with contact., trigger., steps., time. or our."


def _fault_of_trigger(document: Document, name: str) -> str | None:
    kind = kinds.TRIGGERS.get(document.trigger.kind) if document.trigger else None
    if kind is None or kind.open or same_name(name) in {same_name(one) for one in kind.values}:
        return None
    known = f"It knows {_listed(kind.values)}." if kind.values else "It knows nothing else."
    return f"“{kind.word}” has no “{name}”. {known}"


def _fault_of_step(document: Document, rest: str, step_id: str | None) -> str | None:
    wanted, _, name = rest.partition(".")
    earlier = {same_name(step.id): step for step in (outline.before(document, step_id) if step_id else ())}
    step: Step | None = earlier.get(same_name(wanted))
    if step is None:
        there = outline.find(document, wanted) is not None
        return f"The step “{wanted}” {'comes later' if there else 'is not there any more'}."
    kind = kinds.STEPS.get(step.kind)
    if kind is None or kind.open or same_name(name) in {same_name(one) for one in kind.values}:
        return None
    return f"The step “{wanted}” ({kind.word}) has no “{name}”."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
