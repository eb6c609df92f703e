"""Whether conditions hold, and what they say in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from webapp.rules.placeholders import same_name
from webapp.rules.workflow.document import Comparison, Conditions, Group, Join, Operator
from webapp.rules.workflow.variables import LABELS, Values

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
OF_DATES = frozenset({Operator.BEFORE, Operator.AFTER})


def hold(conditions: Conditions, values: Values) -> bool:
    """What is not known is never more or less, before or after: such a comparison does not hold."""
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
    if same_name(comparison.subject) == LABELS:
        return _of_labels(comparison.operator, value, wanted)
    return _COMPARE[comparison.operator](value, wanted)


def _of_labels(operator: Operator, value: str, wanted: str) -> bool:
    """A contact has several: each is compared whole."""
    has = any(_is(one, wanted) for one in value.splitlines())
    return not has if operator in (Operator.IS_NOT, Operator.CONTAINS_NOT) else has


def _is(value: str, wanted: str) -> bool:
    """Numbers by their size, dates by their day, texts without their case."""
    numbers = number(value), number(wanted)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return _folded(value) == _folded(wanted)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def number(text: str) -> Decimal | None:
    """A number with a point or a comma; None for what is none."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and len(text) <= 40 else None


def moment(text: str) -> datetime | None:
    """A day, or a day and a time, as fields and attributes are kept (2026-03-09, 2026-03-09T15:30)."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _numbers(fits: Callable[[Decimal, Decimal], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, wanted: str) -> bool:
        left, right = number(value), number(wanted)
        return left is not None and right is not None and fits(left, right)

    return compare


def _dates(fits: Callable[[datetime, datetime], bool]) -> Callable[[str, str], bool]:
    def compare(value: str, wanted: str) -> bool:
        left, right = moment(value), moment(wanted)
        return left is not None and right is not None and fits(left, right)

    return compare


_COMPARE: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.IS: _is,
    Operator.IS_NOT: lambda value, wanted: not _is(value, wanted),
    Operator.CONTAINS: lambda value, wanted: _folded(wanted) in _folded(value),
    Operator.CONTAINS_NOT: lambda value, wanted: _folded(wanted) not in _folded(value),
    Operator.BEGINS_WITH: lambda value, wanted: _folded(value).startswith(_folded(wanted)),
    Operator.MORE: _numbers(lambda left, right: left > right),
    Operator.LESS: _numbers(lambda left, right: left < right),
    Operator.AT_LEAST: _numbers(lambda left, right: left >= right),
    Operator.AT_MOST: _numbers(lambda left, right: left <= right),
    Operator.BEFORE: _dates(lambda left, right: left < right),
    Operator.AFTER: _dates(lambda left, right: left > right),
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


def subject_words(subject: str) -> str:
    """A value as it is called in a sentence: their city, what they wrote."""
    scope, _, name = subject.partition(".")
    spoken = name.replace("_", " ")
    if same_name(subject) == LABELS:
        return "one of their labels"
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
