"""Frozen dataclasses as JSON and back: what is missing has its default, what is unknown is dropped."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Read = TypeVar("Read")


class NoSuchValue(ValueError):
    """A value is not of the kind that belongs there."""


def to_json(value: Any) -> Any:
    """Plain dicts, lists, texts and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    return str(value) if isinstance(value, StrEnum | Decimal) else value


def from_json(kind: type[Read], value: Any) -> Read:
    """A dataclass of this kind. A value of another kind counts as missing; a part that cannot be read is left
    out of its list. Raises NoSuchValue when the whole cannot be read."""
    if not isinstance(value, Mapping):
        raise NoSuchValue(kind.__name__)
    return kind(**dict(_read_fields(kind, value)))


def _read_fields(kind: type[Any], value: Mapping[str, Any]) -> Any:
    hints = _hints(kind)  # type: ignore[arg-type]
    for field in fields(kind):
        try:
            yield field.name, _read(hints[field.name], value[field.name])
        except (KeyError, NoSuchValue) as error:
            if not _has_default(field):
                raise NoSuchValue(f"{kind.__name__}.{field.name}") from error


_hints = cache(get_type_hints)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _read(hint: Any, value: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _read(next(one for one in args if one is not type(None)), value)
    if origin is tuple:
        return _several(args, value)
    if origin is not None:
        return _mapping(value)
    if is_dataclass(hint):
        return from_json(hint, value)  # type: ignore[arg-type]
    return _plain(hint, value)


def _several(args: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise NoSuchValue(repr(value))
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_those_that_can_be_read(args[0], value))
    if len(value) != len(args):
        raise NoSuchValue(repr(value))
    return tuple(_read(hint, one) for hint, one in zip(args, value, strict=True))


def _those_that_can_be_read(hint: Any, values: Any) -> Any:
    for one in values:
        try:
            yield _read(hint, one)
        except NoSuchValue:
            continue


def _mapping(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in [*value, *value.values()]):
        raise NoSuchValue(repr(value))
    return dict(value)


def _plain(kind: type[Any], value: Any) -> Any:
    if issubclass(kind, StrEnum):
        if value not in list(kind):
            raise NoSuchValue(repr(value))
        return kind(value)
    if kind is Decimal and isinstance(value, str):
        return _decimal(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        raise NoSuchValue(repr(value))
    return value


def _decimal(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise NoSuchValue(value) from error
