"""What an agent's owner wrote and what says two things of the same, told while it can still be changed."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.agents import contradicting
from webapp.agents.definition import Knowledge, PlaybookEntry
from webapp.agents.stored import Definition


@dataclass(frozen=True)
class Side:
    """`kind` and `key`: of the form in which it is changed, see editing."""

    kind: str
    key: str
    name: str


@dataclass(frozen=True)
class Disagreement:
    """Two sides, or one that contradicts itself."""

    sides: tuple[Side, ...]

    @property
    def sentence(self) -> str:
        """Between curly quotes, what they are called."""
        names = " and ".join(f"“{side.name}”" for side in self.sides)
        return f"{names} contradict each other." if len(self.sides) > 1 else f"{names} contradicts itself."

    def concerns(self, kind: str, name: str) -> bool:
        """Whether it is about what is called so; "" for any."""
        return any(side.kind == kind and name in ("", side.name) for side in self.sides)


def of(definition: Definition) -> list[Disagreement]:
    """Within pieces of knowledge, between them, and between them and the answers of the playbook."""
    known = {piece.id: Side("knowledge", str(piece.id), piece.title) for piece in definition.knowledge}
    answers = _answers(definition)
    sides = known | {piece.id: Side("answers", entry.key, entry.name) for piece, entry in answers}
    pieces = [*definition.knowledge, *(piece for piece, _ in answers)]
    alone = [(sides[piece.id],) for piece in pieces if contradicting.contradicts_itself(piece)]
    pairs = [(sides[one.id], sides[other.id]) for one, other in contradicting.pairs(pieces)]
    return [Disagreement(some) for some in dict.fromkeys([*alone, *pairs]) if len(some) == len(set(some))]


def _answers(definition: Definition) -> list[tuple[Knowledge, PlaybookEntry]]:
    """As pieces of knowledge, with ids that no piece has: what is said in each language."""
    told = [
        (entry, text)
        for entry in definition.playbook
        for text in (entry.answer, *entry.answers.values())
        if text.strip()
    ]
    return [(Knowledge(-place, entry.name, text), entry) for place, (entry, text) in enumerate(told, 1)]
