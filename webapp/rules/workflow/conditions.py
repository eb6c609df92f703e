"""Whether conditions hold, and what they say in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from webapp.rules.comparing import UTC, folded, label_key, local_moment, moment, number
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import phone_compared
from webapp.rules.workflow.document import Comparison, Conditions, Group, Join, Operator
from webapp.rules.workflow.variables import LABELS, SEGMENTS, Values

WORDS: Mapping[Operator, str] = {
    Operator.IS: "is",
    Operator.IS_NOT: "is not",
    Operator.CONTAINS: "contains",
    Operator.CONTAINS_NOT: "does not contain",
    Operator.BEGINS_WITH: "begins with",
    Operator.MORE: "is more than",
    Operator.LESS: "is less than",
    Operator.AT_LEAST: "is at least",
    Operator.AT_MOST: "is at most",
    Operator.BEFORE: "is before",
    Operator.AFTER: "is after",
    Operator.KNOWN: "is known",
    Operator.UNKNOWN: "is not known",
}
WITHOUT_VALUE = frozenset({Operator.KNOWN, Operator.UNKNOWN})
OF_NUMBERS = frozenset({Operator.MORE, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST})
DENIALS = frozenset({Operator.IS_NOT, Operator.CONTAINS_NOT})
DENIES = {Operator.IS_NOT: Operator.IS, Operator.CONTAINS_NOT: Operator.CONTAINS}
OF_PHONES = frozenset({*DENIES, *DENIES.values(), Operator.BEGINS_WITH})
PHONE = same_name("contact.phone")
OF_DATES = frozenset({Operator.BEFORE, Operator.AFTER})
OF_UTC = frozenset({same_name("contact.last_reply"), same_name("contact.known_since")})
"""Moments on the clock of UTC; all others are on the contact's."""


def hold(conditions: Conditions, values: Values) -> bool:
    """What is not known is never more or less, before or after. Nothing is or contains what is not known."""
    parts = [_holds(one, values) for one in conditions.comparisons]
    parts += [_joined(group, values) for group in conditions.groups if group.comparisons]
    return _of(conditions.join, parts)


def _joined(group: Group, values: Values) -> bool:
    return _of(group.join, [_holds(one, values) for one in group.comparisons])


def _of(join: Join, parts: list[bool]) -> bool:
    return not parts or (all(parts) if join == Join.ALL else any(parts))


def _holds(comparison: Comparison, values: Values) -> bool:
    value = values.get(comparison.subject, "").strip()
    if comparison.operator in WITHOUT_VALUE:
        return bool(value) == (comparison.operator == Operator.KNOWN)
    wanted = values.fill(comparison.value).text.strip()
    if not wanted and comparison.value.strip():  # with what is not known: each text would have it in it
        return comparison.operator in DENIALS
    if same_name(comparison.subject) in (LABELS, SEGMENTS):
        return _of_several(comparison.operator, value, wanted)
    if same_name(comparison.subject) == PHONE and comparison.operator in OF_PHONES:
        fits = phone_compared.fits(DENIES.get(comparison.operator, comparison.operator), value, wanted)
        return fits is not (comparison.operator in DENIALS)
    if comparison.operator in OF_DATES:
        zone = UTC if same_name(comparison.subject) in OF_UTC else values.zone
        return _dated(comparison.operator, local_moment(value, zone), local_moment(wanted, zone))
    return _COMPARE[comparison.operator](value, wanted)


def _of_several(operator: Operator, value: str, wanted: str) -> bool:
    """Labels, and segments: a contact has several, and each is compared whole."""
    has = label_key(wanted) in map(label_key, value.splitlines())
    return not has if operator in DENIALS else has


def _is(value: str, wanted: str) -> bool:
    """Numbers by their size; all else, dates too, as texts without their case, as segments do."""
    numbers = number(value), number(wanted)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return folded(value) == folded(wanted)


def _numbers(fits: Callable[[Decimal, Decimal], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, wanted: str) -> bool:
        left, right = number(value), number(wanted)
        return left is not None and right is not None and fits(left, right)

    return compare


def _dated(operator: Operator, value: datetime | None, wanted: datetime | None) -> bool:
    if value is None or wanted is None:
        return False
    return value < wanted if operator == Operator.BEFORE else value > wanted


_COMPARE: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.IS: _is,
    Operator.IS_NOT: lambda value, wanted: not _is(value, wanted),
    Operator.CONTAINS: lambda value, wanted: folded(wanted) in folded(value),
    Operator.CONTAINS_NOT: lambda value, wanted: folded(wanted) not in folded(value),
    Operator.BEGINS_WITH: lambda value, wanted: folded(value).startswith(folded(wanted)),
    Operator.MORE: _numbers(lambda left, right: left > right),
    Operator.LESS: _numbers(lambda left, right: left < right),
    Operator.AT_LEAST: _numbers(lambda left, right: left >= right),
    Operator.AT_MOST: _numbers(lambda left, right: left <= right),
}


def fault(comparison: Comparison) -> str | None:
    """What is wrong with the value that it compares with; None: nothing."""
    if comparison.operator in WITHOUT_VALUE:
        return None
    if not comparison.value.strip():
        return f"Say what {subject_words(comparison.subject)} is compared with."
    if "{{" in comparison.value:
        return None
    if comparison.operator in OF_NUMBERS and number(comparison.value) is None:
        return f"“{comparison.value}” is no number."
    if comparison.operator in OF_DATES and moment(comparison.value) is None:
        return f"“{comparison.value}” is no date like {date(2026, 3, 9)}."
    return None


OF_CONTACT = {
    same_name(LABELS): "one of their labels",
    same_name(SEGMENTS): "one of their segments",
    same_name("contact.opted_out"): "whether they have opted out",
    same_name("contact.last_reply"): "the day of their last reply",
    same_name("contact.days_since_reply"): "the days since their last reply",
    same_name("contact.known_since"): "the day since which they are known",
}


def subject_words(subject: str) -> str:
    """A value as it is called in a sentence: their city, what they wrote."""
    scope, _, name = subject.partition(".")
    spoken = name.replace("_", " ")
    if known := OF_CONTACT.get(same_name(subject)):
        return known
    if scope == "steps":
        step, _, value = name.partition(".")
        return f"the {value.replace('_', ' ')} of step {step}"
    return {"contact": f"their {spoken}", "time": f"the {spoken} where they are"}.get(scope, f"the {spoken}")


def words(conditions: Conditions) -> str:
    """In one phrase: their city is “Boston” and their age is more than “30”. Empty without any."""
    parts = [comparison_words(one) for one in conditions.comparisons]
    parts += [f"({_group_words(one)})" for one in conditions.groups if one.comparisons]
    return f" {_AND[conditions.join]} ".join(parts)


_AND = {Join.ALL: "and", Join.ANY: "or"}


def _group_words(group: Group) -> str:
    return f" {_AND[group.join]} ".join(map(comparison_words, group.comparisons))


def comparison_words(comparison: Comparison) -> str:
    """One comparison in words."""
    said = f"{subject_words(comparison.subject)} {WORDS[comparison.operator]}"
    return said if comparison.operator in WITHOUT_VALUE else f"{said} “{comparison.value}”"
