"""Who or what set something."""

from __future__ import annotations

from webapp.models.source import Source, SourceKind


def test_only_a_person_is_someone_of_the_team() -> None:
    assert Source(SourceKind.PERSON, "Ada", 3).user_id == 3
    assert Source(SourceKind.AGENT, "Desk", 3).user_id is None
