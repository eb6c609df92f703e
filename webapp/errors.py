"""Faults in words that a user can read."""

from __future__ import annotations

from errno import EDQUOT, ENOSPC


class Fault(Exception):
    """Something a person asked for cannot be done; `sentence` says why and what to do.

    `field` is the name of the form field at fault, when there is one.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotFound(Fault):
    """The thing asked for does not exist (any more)."""


def unless_gone(fault: Fault) -> None:
    """For a form that says what is wrong: raises what is not there at all, which gets the page for that."""
    if isinstance(fault, NotFound):
        raise fault


def is_full(error: BaseException) -> bool:
    """Whether it says that a disk is full, rather than that we have done something wrong."""
    return isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)


class Forbidden(Fault):
    """The person may not do this."""


class Conflict(Fault):
    """Someone or something else changed it first; look again."""


class Busy(Fault):
    """Too much of this is asked for at once; it may be tried again in a few seconds."""


class Faults(Fault):
    """Several things wrong with one form: field name -> sentence."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(" ".join(by_field.values()), next(iter(by_field), None))
        self.by_field = by_field


class Gather:
    """Tries several things, and then raises what went wrong with all of them.

    faults = Gather()
    with faults:
        name = clean_name(typed)
    with faults:
        zone = clean_zone(typed)
    faults.settle()
    """

    def __init__(self) -> None:
        self.by_field: dict[str, str] = {}

    def __enter__(self) -> Gather:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Fault):
            return False
        self.by_field.setdefault(error.field or "", error.sentence)
        return True

    def settle(self) -> None:
        """Raises Faults when there were any."""
        if self.by_field:
            raise Faults(self.by_field)
