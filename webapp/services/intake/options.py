"""How a list is to be read, where a person has chosen; what is not chosen is found out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Self


class ReadingOptions(NamedTuple):
    """`encoding`: a codec; `sheet`: the name of a sheet; empty: find out. `hidden`: read hidden rows, too.

    `unassigned`: take phones that are possible, but in no known range (rules/phones/phone_unassigned).
    """

    encoding: str = ""
    sheet: str = ""
    hidden: bool = False
    unassigned: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """From a row's JSON; what it does not know is left out."""
        return cls(**{name: stored[name] for name in cls._fields if name in stored})


FIND_OUT = ReadingOptions()
"""Nothing is chosen."""
