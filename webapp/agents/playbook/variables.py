"""`{{placeholders}}` in answers: filled from an open task's fields, the recipient's row, and the contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.agents.base import Conversation
from webapp.rules import first_names
from webapp.rules.placeholders import Rendered, Template, same_name


def columns(conversation: Conversation, fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """Name -> value of all that an answer may use; of two names alike, the first that has a value counts."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in _all(conversation, fields or {}):
        if not found.get(same_name(name), ("", ""))[1].strip():
            found[same_name(name)] = (name, value)
    return dict(found.values())


def _all(conversation: Conversation, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    contact = conversation.contact
    yield from fields.items()
    yield from conversation.outreach.row.items()
    yield from contact.attributes.items()
    yield "name", contact.name
    yield "first_name", first_names.of(contact.name)
    yield "phone", contact.phone
    yield "agent", conversation.agent.name
    yield "context", conversation.outreach.context


def render(text: str, conversation: Conversation, fields: Mapping[str, str] | None = None) -> Rendered:
    """The text with its values, and the names of those that this contact does not have."""
    values = columns(conversation, fields)
    return Template.parse(text).bind(list(values)).render(list(values.values()))


def whole(text: str, conversation: Conversation, fields: Mapping[str, str]) -> str:
    """The text with its values; "" where one is missing, since a sentence with a hole in it says nothing."""
    rendered = render(text, conversation, fields)
    return "" if rendered.missing else rendered.text


def value_of(name: str, conversation: Conversation) -> str:
    """One value by its name, however that is spelt; "" when there is none."""
    return render(f"{{{{{name}|}}}}", conversation).text
