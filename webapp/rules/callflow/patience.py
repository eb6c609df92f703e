"""How long to listen, by what was asked."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.rules.fields.field_values import FieldKind


@dataclass(frozen=True, slots=True)
class Patience:
    """`silence`: seconds that end an answer. `digits`: keys of an answer, at most.

    `numeric`: a single key, 9 and 0 too, may well be the answer.
    `of_clock`: 9 may, as nine o'clock or the ninth.
    """

    silence: float
    digits: int = 1
    numeric: bool = False
    of_clock: bool = False

    @property
    def takes_nine(self) -> bool:
        """Then 9 alone is asked about: it may be the answer, and it ends all calls."""
        return self.numeric or self.of_clock


OPEN = Patience(0.8)
"""After what asks for no value."""
_BY_KIND = {
    FieldKind.YES_NO: Patience(0.5),
    FieldKind.CHOICE: Patience(0.8, 2),
    FieldKind.TEXT: Patience(1.0),  # 0.8 for a name, 1.5 for an address: kinds do not tell them apart
    FieldKind.DATE: Patience(0.8, 8, of_clock=True),
    FieldKind.TIME: Patience(0.8, 4, of_clock=True),
    FieldKind.DATE_TIME: Patience(1.0, 12, of_clock=True),
    FieldKind.NUMBER: Patience(1.5, 12, numeric=True),
    FieldKind.PHONE: Patience(1.5, 20, numeric=True),
    FieldKind.EMAIL: Patience(1.5),
}


def of(asked: str) -> Patience:
    """`asked`: the name of a kind of field; any other for none."""
    return _BY_KIND[FieldKind(asked)] if asked in _BY_KIND else OPEN
