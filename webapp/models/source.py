"""Who or what set something: a label, an attribute, a task."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_NAME = 200


class SourceKind(StrEnum):
    LIST = "list"
    CONTACT = "contact"
    AGENT = "agent"
    PERSON = "person"
    WORKFLOW = "workflow"
    API = "api"
    OUTBOUND = "outbound"


@dataclass(frozen=True)
class Source:
    """`name`: as it was called then, for pages. `id`: of the agent, user, workflow … that it is."""

    kind: SourceKind
    name: str = ""
    id: int | None = None

    @property
    def user_id(self) -> int | None:
        """Of the person; None when no person did it."""
        return self.id if self.kind == SourceKind.PERSON else None
