"""Filters of contacts: conditions as workflows have them, about the contact alone, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, or_, select, true

from webapp.db import db
from webapp.errors import Fault
from webapp.models.segment import Segment
from webapp.rules import comparing
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Comparison, Conditions, Join
from webapp.rules.workflow.variables import CONTACT
from webapp.services.contacts import attributes
from webapp.services.contacts.segments import subjects
from webapp.services.contacts.segments.subjects import Subject

_BY_KEY: Mapping[str, Subject] = {same_name(name): one for name, one in subjects.OWN.items()}
BY_DAYS = frozenset({same_name("days_since_reply")})
YES_NO = frozenset({"yes", "no"})


def fits(wanted: Conditions) -> ColumnElement[bool]:
    """That a contact is among them. Of conditions without a fault."""
    parts = [_compare(one) for one in wanted.comparisons]
    parts += [_joined(one.join, map(_compare, one.comparisons)) for one in wanted.groups if one.comparisons]
    return _joined(wanted.join, parts)


def _joined(join: Join, parts: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    some = list(parts)
    return (and_(*some) if join == Join.ALL else or_(*some)) if some else true()


def _compare(one: Comparison) -> ColumnElement[bool]:
    name = _name(one)
    subject = _BY_KEY.get(same_name(name)) or subjects.of_attribute(name)
    return subjects.condition(subject, one)


def _name(one: Comparison) -> str:
    """Behind `contact.`; empty for anything else."""
    scope, _, name = one.subject.partition(".")
    return name if same_name(scope) == CONTACT else ""


def check(wanted: Conditions, prefix: str) -> None:
    """Raises Fault for what a filter of contacts cannot be: it names the field. `prefix`: of the form."""
    lists = [(prefix, wanted.comparisons)]
    lists += [(f"{prefix}-g{n}", group.comparisons) for n, group in enumerate(wanted.groups)]
    if not wanted.every:
        raise Fault("Say what is compared: a filter without conditions is everyone.", f"{prefix}-0-subject")
    for at, rows in lists:
        for n, one in enumerate(rows):
            if (sentence := fault(one)) is not None:
                raise Fault(sentence, f"{at}-{n}-subject")


def fault(one: Comparison) -> str | None:
    """Why a comparison cannot be made of contacts; None: it can."""
    name = _name(one)
    if not same_name(name):
        return f"“{one.subject}” is not known of contacts. Names begin with contact., as in contact.city."
    if len(name) > attributes.LONGEST_ATTRIBUTE:
        return f"The name of an attribute has up to {attributes.LONGEST_ATTRIBUTE} characters."
    if "{{" in one.value:
        return "A filter compares with fixed values: there is nothing that could be filled in."
    subject = _BY_KEY.get(same_name(name))
    if subject is not None and one.operator not in subject.operators:
        can = ", ".join(conditions.WORDS[each] for each in subject.operators)
        return f"Of {conditions.subject_words(one.subject)}, choose one of: {can}."
    return conditions.fault(one) or _of_value(same_name(name), one)


def _of_value(key: str, one: Comparison) -> str | None:
    if one.operator in conditions.WITHOUT_VALUE:
        return None
    if key not in _BY_KEY and one.operator in conditions.OF_DATES and comparing.tells_offset(one.value):
        return (
            f"“{one.value}” says how far it is from UTC. A filter compares on the clock of each contact: "
            f"write the time there, for example {one.value.strip()[:16]}."
        )
    if key == same_name("opted_out") and comparing.folded(one.value) not in YES_NO:
        return "Write yes or no."
    if key in BY_DAYS and comparing.number(one.value) is None:
        return f"“{one.value}” is no number."
    return _of_segment(one.value) if key == "segments" else None


def _of_segment(name: str) -> str | None:
    """One by a filter could look at the one that looks at it."""
    found = db.session.scalars(select(Segment).where(Segment.key == comparing.label_key(name))).one_or_none()
    if found is None:
        return f"There is no segment “{name}”."
    return (
        None if found.by_hand else f"“{found.name}” is a filter itself; name a segment that is made by hand."
    )
