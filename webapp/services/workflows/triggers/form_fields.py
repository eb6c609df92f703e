"""The fields of a public form as they are kept: `Name (text) *`, `Interest (choice): Roof, Windows`.

A comma that belongs to a choice is written `\\,`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.agents.definition import Field
from webapp.errors import Fault
from webapp.field_kinds import Kind
from webapp.rules.fields.field_values import FieldKind
from webapp.rules.placeholders import same_name
from webapp.rules.typed_text import one_line

KINDS = {
    "text": FieldKind.TEXT,
    "phone": FieldKind.PHONE,
    "e-mail": FieldKind.EMAIL,
    "email": FieldKind.EMAIL,
    "number": FieldKind.NUMBER,
    "date": FieldKind.DATE,
    "choice": FieldKind.CHOICE,
    "yes/no": FieldKind.YES_NO,
}
"""By the word in brackets."""
MOST, MOST_CHOICES, LONGEST_LABEL, LONGEST_CHOICE = 20, 30, 60, 60
SHORT = re.compile(r"([^(){}|*:]{1,60}?)\s*(?:\(([^()]*)\))?\s*(\*)?\s*(?::\s*(.+))?")
"""The kind may be left out, and is a text then."""
WHOLE = re.compile(
    rf"([^{{}}|]{{1,60}}?)\s*\(({'|'.join(map(re.escape, KINDS))})\)\s*(\*)?\s*(?::\s*(.+))?", re.IGNORECASE
)
"""The label may have brackets, colons and stars of its own."""
CONSENT = "consent"
"""What a workflow knows of the box that they have ticked; no field is called so."""


@dataclass(frozen=True)
class FormFields(Kind):
    """Several lines. The value is a tuple of fields."""

    def read(self, typed: str, key: str) -> tuple[Field, ...]:
        lines = [one_line(line) for line in typed.splitlines() if line.strip()]
        if len(lines) > MOST:
            raise Fault(f"A form can have up to {MOST} fields. People do not fill in more.", key)
        fields = tuple(parse(line, key) for line in lines)
        names = [same_name(field.key) for field in fields]
        twice = next((field.label for field in fields if names.count(same_name(field.key)) > 1), None)
        if twice is not None:
            raise Fault(f"Two fields are called “{twice}”.", key)
        if [field.required for field in fields if field.kind == FieldKind.PHONE][:1] != [True]:
            raise Fault("One field is the phone, and has to be filled in: Phone (phone) *", key)
        return fields


def phone_of(fields: tuple[Field, ...]) -> Field:
    """The first phone is the contact's."""
    return next(field for field in fields if field.kind == FieldKind.PHONE)


def parse(line: str, key: str = "") -> Field:
    """One field. Raises Fault that names `key`."""
    line = one_line(line)  # runs of spaces would be tried in every way
    label, word, star, listed = _parts(line)
    kind = KINDS.get(one_line(word or "text").casefold())
    if not label or kind is None or not re.search(r"\w", label):
        known = ", ".join(one for one in KINDS if one != "email")
        raise Fault(f"“{line[:40]}” is not understood. Write “Name (text) *”; there are {known}.", key)
    if same_name(name_of(label)) == CONSENT:
        raise Fault("The box for the consent has a field of its own below.", key)
    choices = _choices(listed or "", line, key) if kind == FieldKind.CHOICE else ()
    if listed and not choices:
        raise Fault(f"“{label}” has no choices: behind a colon stand those of a (choice).", key)
    return Field(name_of(label), label, kind, bool(star), choices, past_allowed=True)


def name_of(label: str) -> str:
    """What texts call it: small letters, `_` for spaces."""
    return "_".join(re.sub(r"[()*:]", " ", label.lower()).split())


def choices_in(listed: str) -> tuple[str, ...]:
    """Each once, in their order."""
    found = (one_line(one.replace("\\,", ",")) for one in re.split(r"(?<!\\),", listed))
    return tuple(dict.fromkeys(one for one in found if one))


def _parts(line: str) -> tuple[str | None, ...]:
    short, whole = SHORT.fullmatch(line), WHOLE.fullmatch(line)
    if short and (whole is None or KINDS.get((short[2] or "").casefold())):
        return short.groups()
    found = whole or short
    return found.groups() if found else ("", "", "", "")


def _choices(listed: str, line: str, key: str) -> tuple[str, ...]:
    choices = choices_in(listed)
    if not 2 <= len(choices) <= MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in choices):
        raise Fault(f"“{line[:40]}” needs two choices or more: Interest (choice): Roof, Windows", key)
    return choices
