"""Phones in conditions: what is typed, however it is written, against a phone as contacts have it.

Segments ask it in SQL (services/contacts/segments/subjects), workflows of one contact at hand.
"""

from __future__ import annotations

from webapp.rules.phones import phone_search
from webapp.rules.workflow.document import Operator


def wanted(typed: str) -> str:
    """Digits, with a + where one was typed; of a sender that is no number, the text."""
    text = typed.strip()
    digits = phone_search.digits(text)
    if not digits:
        return text
    if text.startswith("00"):
        return f"+{digits.lstrip('0')}"
    return f"+{digits}" if text.startswith("+") else digits


def fits(operator: Operator, phone: str, typed: str) -> bool:
    """Whether a phone is, contains or begins with what was typed. `operator`: no denial of one."""
    value = wanted(typed)
    if operator == Operator.IS:
        return phone in (value, f"+{value}")
    if operator == Operator.CONTAINS:
        return value in phone
    return phone.startswith((value, f"+{value}"))
