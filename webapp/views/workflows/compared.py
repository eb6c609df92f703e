"""Two documents of a workflow beside one another, in words."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.rules.workflow import side_by_side
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.side_by_side import Difference, Part, Row
from webapp.services.agents.evals import differences
from webapp.services.agents.evals.differences import Piece
from webapp.services.workflows.editing import checking
from webapp.views.workflows import comparing, fields

LOOKS = {
    Difference.ADDED: ("Added", "good", "plus-lg"),
    Difference.REMOVED: ("Removed", "bad", "trash"),
    Difference.CHANGED: ("Changed", "warn", "pencil"),
    Difference.MOVED: ("Moved", "info", "arrow-repeat"),
}
"""Word, color, icon; what is the same has none."""
NOTHING = "(nothing)"
DEEPEST = 6
"""What stands deeper is not indented further."""


@dataclass(frozen=True)
class Change:
    """A field that is different: its label, what was set and what is, in pieces."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class Compared:
    """`look`: None for what is the same. `sentence`: what became of it, in words. `number`: of the row."""

    number: int
    row: Row
    depth: int
    look: tuple[str, str, str] | None = None
    changes: tuple[Change, ...] = ()
    sentence: str = ""

    @property
    def is_alone(self) -> bool:
        """It is on one side only."""
        return self.row.before is None or self.row.after is None


def of(before: Document, after: Document) -> list[Compared]:
    """All parts of both, in the order of the second one."""
    numbers = {("number", row_id): called for row_id, called in fields.numbers()}
    names = {**numbers, **checking.names(before, after)}
    rows = side_by_side.compare(comparing.of(before, names), comparing.of(after, names))
    return [_compared(number, row) for number, row in enumerate(rows)]


def _compared(number: int, row: Row) -> Compared:
    look, depth = LOOKS.get(row.difference), min(row.depth, DEEPEST)
    if look is None:
        return Compared(number, row, depth)
    changes = tuple(_change(row, name) for name in row.changed)
    word = "Moved and changed" if changes and row.difference == Difference.MOVED else look[0]
    behind = f" ({', '.join(one.label for one in changes)})" if changes else ""
    return Compared(number, row, depth, (word, *look[1:]), changes, f"{word}: {row.part.title}{behind}")


def _change(row: Row, name: str) -> Change:
    known = [part.values[name] for part in (row.after, row.before) if part and name in part.values]
    return Change(known[0].label, *differences.compare(_said(row.before, name), _said(row.after, name)))


def _said(part: Part | None, name: str) -> str:
    return (part.values[name].words.strip() if part and name in part.values else "") or NOTHING
