"""What a filter of contacts may look at, and what each comparison is in SQL: a condition on `Contact`.

Attributes are compared in the forms in which they are kept (rules/comparing), so that a database tells the
same as `rules/workflow/conditions`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from webapp.db import now
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.label import ContactLabel
from webapp.models.opt_out import OptOut
from webapp.models.segment import Segment, SegmentMember
from webapp.models.thread import Thread
from webapp.rules import comparing
from webapp.rules.comparing import folded
from webapp.rules.workflow import phone_compared
from webapp.rules.workflow.document import Comparison, Operator
from webapp.services.contacts import attributes, contact_search

Where = ColumnElement[bool]
IS, IS_NOT = Operator.IS, Operator.IS_NOT
CONTAINS, CONTAINS_NOT = Operator.CONTAINS, Operator.CONTAINS_NOT
BEFORE, AFTER = Operator.BEFORE, Operator.AFTER
KNOWN, UNKNOWN = Operator.KNOWN, Operator.UNKNOWN
DAYS = (IS, Operator.MORE, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST)
NEGATIVE = {IS_NOT: IS, CONTAINS_NOT: CONTAINS, UNKNOWN: KNOWN}
"""What holds where the other one does not."""
LONGEST_AGO = 36_500
"""Days; none of what is kept is older."""


@dataclass(frozen=True)
class Subject:
    """`operators`: those that make sense of it. `sql`: of a comparison that is none of NEGATIVE."""

    operators: tuple[Operator, ...]
    sql: Callable[[Comparison], Where]


def condition(subject: Subject, comparison: Comparison) -> Where:
    """A comparison as a condition on Contact."""
    positive = NEGATIVE.get(comparison.operator)
    if positive is None:
        return subject.sql(comparison)
    return not_(subject.sql(Comparison(comparison.subject, positive, comparison.value)))


def _name(one: Comparison) -> Where:
    return Contact.name != "" if one.operator == KNOWN else contact_search.in_name(one.value)


def _phone(one: Comparison) -> Where:
    """However it is written, and with or without its +; as rules/workflow/phone_compared."""
    typed = phone_compared.wanted(one.value)
    if one.operator == IS:
        return Contact.phone.in_([typed, f"+{typed}"])
    if one.operator == CONTAINS:
        return Contact.phone.contains(typed, autoescape=True)
    return or_(*(Contact.phone.startswith(begins, autoescape=True) for begins in (typed, f"+{typed}")))


def _zone(one: Comparison) -> Where:
    if one.operator == KNOWN:
        return Contact.timezone != ""
    zone, wanted = func.lower(Contact.timezone), folded(one.value)
    return zone == wanted if one.operator == IS else zone.startswith(wanted, autoescape=True)


def _label(one: Comparison) -> Where:
    """Suggested ones do not count."""
    has = exists().where(ContactLabel.contact_id == Contact.id, ContactLabel.suggested.is_(False))
    return has if one.operator == KNOWN else has.where(ContactLabel.key == comparing.label_key(one.value))


def _segment(one: Comparison) -> Where:
    """One that is made by hand: services/contacts/segments/filtering sees to that."""
    named = select(Segment.id).where(Segment.key == comparing.label_key(one.value)).scalar_subquery()
    return exists().where(SegmentMember.contact_id == Contact.id, SegmentMember.segment_id == named)


def _opted_out(one: Comparison) -> Where:
    out = exists().where(OptOut.phone == Contact.phone, OptOut.lifted_at.is_(None))
    return out if folded(one.value) == "yes" else not_(out)


def _wrote(*where: Where) -> Where:
    return exists().where(Thread.contact_id == Contact.id, Thread.last_inbound_at.is_not(None), *where)


def _last_reply(one: Comparison) -> Where:
    if one.operator == KNOWN:
        return _wrote()
    moment = utc(one.value)
    if one.operator == AFTER:
        return _wrote(Thread.last_inbound_at > moment)
    return and_(_wrote(), not_(_wrote(Thread.last_inbound_at >= moment)))


def _days(one: Comparison) -> Where:
    """Whole days that are over since they last wrote or called; who never did is none of these."""
    if one.operator == KNOWN:
        return _wrote()
    wanted = float(comparing.number(one.value) or 0)
    least = math.floor(wanted) + 1 if one.operator in (Operator.MORE, Operator.AT_MOST) else math.ceil(wanted)
    if one.operator in (Operator.MORE, Operator.AT_LEAST):
        return _ago(least)
    if one.operator == IS:
        return and_(_ago(least), not_(_ago(least + 1))) if wanted == least else and_(_wrote(), not_(_wrote()))
    return and_(_wrote(), not_(_ago(least)))


def _ago(days: int) -> Where:
    """They wrote, and so many days or more are over since the last time."""
    since = now() - timedelta(days=min(max(days, 0), LONGEST_AGO))
    return and_(_wrote(), not_(_wrote(Thread.last_inbound_at > since)))


def _known_since(one: Comparison) -> Where:
    moment = utc(one.value)
    return Contact.created_at < moment if one.operator == BEFORE else Contact.created_at > moment


def utc(typed: str) -> datetime:
    """A day or a moment that was checked before, on the clock of UTC where it names no other one."""
    return (comparing.local_moment(typed, comparing.UTC) or datetime.max).replace(tzinfo=UTC)


def of_attribute(name: str) -> Subject:
    """Of an attribute, by its name: everything can be compared."""
    key = attributes.key_of(name)

    def sql(one: Comparison) -> Where:
        has = (ContactAttribute.contact_id == Contact.id, ContactAttribute.key == key)
        return exists().where(*has) if one.operator == KNOWN else exists().where(*has, _compared(one))

    return Subject(tuple(Operator), sql)


def _compared(one: Comparison) -> Where:
    value, number = ContactAttribute, comparing.as_number(one.value)
    text = folded(one.value)
    plain: Mapping[Operator, Callable[[], Where]] = {
        IS: lambda: value.folded == text if number is None else value.number == number,
        CONTAINS: lambda: value.folded.contains(text, autoescape=True),
        Operator.BEGINS_WITH: lambda: value.folded.startswith(text, autoescape=True),
        Operator.MORE: lambda: value.number > number,
        Operator.LESS: lambda: value.number < number,
        Operator.AT_LEAST: lambda: value.number >= number,
        Operator.AT_MOST: lambda: value.number <= number,
        BEFORE: lambda: value.moment < comparing.as_moment(one.value),
        AFTER: lambda: value.moment > comparing.as_moment(one.value),
    }
    return plain[one.operator]()


KNOWS = (KNOWN, UNKNOWN)
OWN: Mapping[str, Subject] = {
    "name": Subject((CONTAINS, CONTAINS_NOT, *KNOWS), _name),
    "phone": Subject((IS, IS_NOT, Operator.BEGINS_WITH, CONTAINS, CONTAINS_NOT), _phone),
    "labels": Subject((IS, IS_NOT, *KNOWS), _label),
    "segments": Subject((IS, IS_NOT), _segment),
    "timezone": Subject((IS, IS_NOT, Operator.BEGINS_WITH, *KNOWS), _zone),
    "opted_out": Subject((IS, IS_NOT), _opted_out),
    "last_reply": Subject((BEFORE, AFTER, *KNOWS), _last_reply),
    "days_since_reply": Subject((*DAYS, *KNOWS), _days),
    "known_since": Subject((BEFORE, AFTER), _known_since),
}
"""What is known of every contact, as `contact.NAME`; any other name is an attribute."""
